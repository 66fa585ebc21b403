import { Schema, type Types } from 'mongoose';
import { declarePlain } from '../declare.ts';
import { defineModel } from '../model.ts';
import type { Policy } from './schema.ts';

/** What is promised, and how far the tickets follow it. */
export interface SlaDoc {
  _id: 'sla';
  v: number;
  /** In their order; absent until somebody has changed them. */
  policies?: Policy[];
  /** By what all tickets were counted (sla/follow.ts), by what they are being counted, and how far that is. */
  followed?: string;
  following?: string;
  after?: Types.ObjectId | null;
  seenAt?: Date;
  beganAt?: Date;
}

const schema = new Schema<SlaDoc>(
  {
    _id: String,
    v: Number,
    policies: Schema.Types.Mixed,
    followed: String,
    following: String,
    after: Schema.Types.ObjectId,
    seenAt: Date,
    beganAt: Date,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declarePlain(schema, {
  'written by leads, of tickets in general': ['policies'],
  'a name of ours, and sums of settings': ['_id', 'followed', 'following'],
});

export const Slas = defineModel<SlaDoc>('Sla', 'sla', schema);
