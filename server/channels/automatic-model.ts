import { Schema } from 'mongoose';
import { declarePlain } from '../declare.ts';
import { defineModel } from '../model.ts';

/** What went by itself lately: to one address, on one ticket, or as an acknowledgement. */
export interface AutomaticMailDoc {
  /** Keyed hash of what it counts for. */
  _id: string;
  /** How often it was changed: what was read must still stand when it is written. */
  n: number;
  /** Those of the last hour. */
  sent: { message: string; at: Date }[];
  /** The ticket that was acknowledged. */
  ticket?: string;
  at: Date;
}

const KEPT_SECONDS = 3 * 86_400;
const schema = new Schema<AutomaticMailDoc>(
  { _id: String, n: Number, sent: Schema.Types.Mixed, ticket: String, at: Date },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
declarePlain(schema, { 'ids of ours and times': ['sent', 'ticket'] }, ['_id']);

export const AutomaticMails = defineModel<AutomaticMailDoc>('AutomaticMail', 'automatic_mails', schema);
