import { Schema } from 'mongoose';
import { declarePlain } from '../../declare.ts';
import { defineModel } from '../../model.ts';

/** How many mails of an account have left in the present minute, hour or day. */
export interface MailRateDoc {
  /** The account's id. */
  _id: string;
  /** When that began. */
  since: Date;
  mails: number;
}

const schema = new Schema<MailRateDoc>(
  { _id: String, since: Date, mails: Number },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declarePlain(schema, { 'ids of ours': ['_id'] });

export const MailRates = defineModel<MailRateDoc>('MailRate', 'mail_rates', schema);
