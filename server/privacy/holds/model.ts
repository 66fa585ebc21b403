import { Schema, type Types } from 'mongoose';
import { declareSealed } from '../../declare.ts';
import { defineModel } from '../../model.ts';
import type { Opened } from '../../vault/sealed.ts';

/** A legal hold: while it stands, no rule removes anything of what it is on, and nobody erases it by the way. */
export interface HoldDoc extends Opened {
  _id: Types.ObjectId;
  v: number;
  kind: 'customer' | 'ticket';
  /** The customer or the ticket. */
  about: Types.ObjectId;
  /** The ticket's. */
  number?: number;
  customer: Types.ObjectId;
  at: Date;
  by: { kind: 'agent' | 'system'; id?: string; name: string };
  // sealed
  /** Why, in words. */
  note: string;
}

const schema = new Schema<HoldDoc>(
  {
    v: Number,
    kind: String,
    about: Schema.Types.ObjectId,
    number: Number,
    customer: Schema.Types.ObjectId,
    at: Date,
    by: Schema.Types.Mixed,
    note: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ about: 1 }, { unique: true });
schema.index({ customer: 1 });
schema.index({ at: -1, _id: -1 });
declareSealed(schema, {
  owner: 'customer',
  fields: ['note'],
  plain: { 'a word of ours': ['kind'], 'an agent, or a word of ours': ['by'] },
});

export const Holds = defineModel<HoldDoc>('Hold', 'holds', schema);
