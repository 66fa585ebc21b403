import { Schema, type Types } from 'mongoose';
import { declareSealed } from '../declare.ts';
import { defineModel } from '../model.ts';

export const OUTCOMES = ['pending', 'ticket', 'duplicate', 'merged', 'ignored', 'quarantined'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * One inbound item, as it came. Stands here before its source is acknowledged, and stays. Its bytes, sealed, are the
 * file of the same id in the bucket `raw`: this document is written again, they are not.
 */
export interface IntakeDoc {
  _id: Types.ObjectId;
  v: number;
  channel: string;
  account: string;
  /** Unique with channel and account: see ARCHITECTURE "Path in", step 2. Hashed where it holds personal data. */
  key: string;
  /** Hex sha256 of the raw bytes. */
  sha256: string;
  /** Bytes. */
  size: number;
  receivedAt: Date;
  outcome: Outcome;
  /** Why it was ignored or quarantined. */
  reason: string | null;
  ticket: Types.ObjectId | null;
  message: Types.ObjectId | null;
  customer: Types.ObjectId | null;
  attempts: number;
  /** Pending items are taken when this has passed. */
  dueAt: Date;
  /** Set when all reactions to it have run. */
  settled: boolean;
  /** The raw item's own key, wrapped by the instance key, or by the customer's once known. */
  rawKey: Buffer;
  rawKeyOwner: 'instance' | 'customer';
  /** Sealed with the raw key: what the door knew besides the bytes. */
  meta: Buffer;
}

const schema = new Schema<IntakeDoc>(
  {
    v: Number,
    channel: String,
    account: String,
    key: String,
    sha256: String,
    size: Number,
    receivedAt: Date,
    outcome: String,
    reason: String,
    ticket: Schema.Types.ObjectId,
    message: Schema.Types.ObjectId,
    customer: Schema.Types.ObjectId,
    attempts: Number,
    dueAt: Date,
    settled: Boolean,
    rawKey: Schema.Types.Buffer,
    rawKeyOwner: String,
    meta: Schema.Types.Buffer,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ channel: 1, account: 1, key: 1 }, { unique: true });
schema.index({ outcome: 1, receivedAt: -1, _id: -1 });
schema.index({ receivedAt: -1, _id: -1 });
schema.index({ dueAt: 1, _id: 1 }, { name: 'due', partialFilterExpression: { outcome: 'pending' } });
schema.index({ dueAt: 1, outcome: 1 }, { name: 'unsettled', partialFilterExpression: { settled: false } });
schema.index({ customer: 1 });
schema.index({ ticket: 1 });
declareSealed(schema, {
  owner: 'customer',
  fields: [],
  hashed: ['key', 'sha256'],
  plain: {
    'a word of ours': ['channel', 'outcome', 'reason', 'rawKeyOwner'],
    'the name of an account of ours': ['account'],
    'sealed under the item’s own key, see raw.ts': ['rawKey', 'meta'],
  },
});

export const Intake = defineModel<IntakeDoc>('Intake', 'intake', schema);
