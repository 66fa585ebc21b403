import { Schema, type Types } from 'mongoose';
import { declareSealed } from '../declare.ts';
import { defineModel } from '../model.ts';
import type { Opened } from '../vault/sealed.ts';

export const CALL_EVENTS = ['ringing', 'answered', 'ended', 'missed'] as const;
export type CallEvent = (typeof CALL_EVENTS)[number];

/** A telephone call. Its events may come in any order, and more than once: each leaves its time, the first one counts. */
export interface CallDoc extends Opened {
  _id: Types.ObjectId;
  v: number;
  /** vault.hash('call', the telephone system and its id of the call). */
  key: string;
  direction: 'in' | 'out';
  /** Null while the number is withheld. */
  customer: Types.ObjectId | null;
  /** When it was first heard of. */
  at: Date;
  ringing?: Date;
  answered?: Date;
  ended?: Date;
  missed?: Date;
  /** With whom it rang. */
  rang: Types.ObjectId[];
  /** Who answered, or called. */
  agent: Types.ObjectId | null;
  // sealed
  /** E.164, or the digits that the telephone system told. */
  number?: string;
}

const schema = new Schema<CallDoc>(
  {
    v: Number,
    key: String,
    direction: String,
    customer: Schema.Types.ObjectId,
    at: Date,
    ringing: Date,
    answered: Date,
    ended: Date,
    missed: Date,
    rang: [Schema.Types.ObjectId],
    agent: Schema.Types.ObjectId,
    number: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ key: 1 }, { unique: true });
// A customer's calls, newest first; and all of them for export and erasure.
schema.index({ customer: 1, at: -1, _id: -1 });
declareSealed(schema, {
  owner: 'customer',
  fields: ['number'],
  hashed: ['key'],
  plain: { 'a word of ours': ['direction'] },
});

export const Calls = defineModel<CallDoc>('Call', 'calls', schema);
