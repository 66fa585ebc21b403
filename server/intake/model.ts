import { Schema, type Types } from 'mongoose';
import { declareSealed } from '../declare.ts';
import { defineModel } from '../model.ts';
import type { MessageDoc } from '../tickets/message-model.ts';
import type { Origin } from '../tickets/open.ts';

export const OUTCOMES = ['pending', 'ticket', 'duplicate', 'merged', 'ignored', 'quarantined', 'erased'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * One inbound item, as it came. Stands here before its source is acknowledged, and stays. Its bytes, sealed, are the
 * file of the same id in the bucket `raw`: this document is written again, they are not. A few stand in it.
 */
export interface IntakeDoc {
  _id: Types.ObjectId;
  v: number;
  channel: string;
  account: string;
  /** Unique with channel and account, a keyed hash: see ARCHITECTURE "Path in", step 2. Stays when all else is erased. */
  key: string;
  /** Keyed hash of the raw bytes' sha256. */
  content: string;
  /** How often the same came again after the first time: it was told that it is kept, and changed nothing. */
  repeats?: number;
  /** Bytes. */
  size: number;
  receivedAt: Date;
  outcome: Outcome;
  /** Keyed hash of the identity that sent it, where it became no ticket: who is erased takes it along. */
  sender?: string;
  ticket: Types.ObjectId | null;
  message: Types.ObjectId | null;
  customer: Types.ObjectId | null;
  attempts: number;
  /** Pending items are taken when this has passed. */
  dueAt: Date;
  /** Set when all reactions to it have run. */
  settled: boolean;
  /** The raw item's own key: its name in the key file, and the key wrapped to the customer's once that is known. */
  keyId: string;
  rawKey: Buffer | null;
  /** Sealed with the raw key: what the door knew besides the bytes, their sha256, and themselves where they are few. */
  meta: Buffer | null;
  /** Set where the bytes stand in `meta`, and there is no file. */
  whole?: boolean;
  /** Sealed with the raw key: why it was ignored or quarantined. */
  reason: Buffer | null;
}

const schema = new Schema<IntakeDoc>(
  {
    v: Number,
    channel: String,
    account: String,
    key: String,
    content: String,
    sender: String,
    size: Number,
    repeats: Number,
    receivedAt: Date,
    outcome: String,
    ticket: Schema.Types.ObjectId,
    message: Schema.Types.ObjectId,
    customer: Schema.Types.ObjectId,
    attempts: Number,
    dueAt: Date,
    settled: Boolean,
    keyId: String,
    rawKey: Schema.Types.Buffer,
    meta: Schema.Types.Buffer,
    whole: Boolean,
    reason: Schema.Types.Buffer,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ channel: 1, account: 1, key: 1 }, { unique: true });
schema.index({ outcome: 1, receivedAt: -1, _id: -1 });
schema.index({ receivedAt: -1, _id: -1 });
schema.index({ account: 1, outcome: 1, receivedAt: -1, _id: -1 });
schema.index(
  { receivedAt: -1, _id: -1, repeats: 1 },
  { name: 'repeated', partialFilterExpression: { repeats: { $exists: true } } },
);
schema.index({ dueAt: 1, _id: 1 }, { name: 'due', partialFilterExpression: { outcome: 'pending' } });
schema.index({ dueAt: 1, outcome: 1 }, { name: 'unsettled', partialFilterExpression: { settled: false } });
schema.index({ customer: 1 });
schema.index({ ticket: 1 });
schema.index({ sender: 1 }, { partialFilterExpression: { sender: { $exists: true } } });
declareSealed(schema, {
  owner: 'customer',
  fields: [],
  hashed: ['key', 'content', 'sender'],
  // See raw.ts.
  apart: ['rawKey', 'meta', 'reason'],
  plain: {
    'a word of ours': ['channel', 'outcome'],
    'the name of an account of ours': ['account'],
    random: ['keyId'],
  },
});

/** What became of an item. */
export interface Processed {
  outcome: Outcome;
  reason: string | null;
  /** Hex ids. */
  ticket: string | null;
  message: string | null;
  /** The message itself, where it was received just now. */
  filed?: MessageDoc;
}

/** An item that is being received. */
export type Taken = IntakeDoc & Pick<Origin, 'first'>;

export const Intake = defineModel<IntakeDoc>('Intake', 'intake', schema);
