import { Schema, type Types } from 'mongoose';
import { declareSealed } from '../declare.ts';
import { defineModel } from '../model.ts';
import type { Language } from '../tickets/envelopes.ts';
import type { Opened } from '../vault/sealed.ts';

/** `held`: a place in a slot is kept while its ticket is made; it frees itself. The last four are ends. */
export type CallbackState = 'held' | 'booked' | 'reached' | 'unreached' | 'wrong-number' | 'cancelled';

export interface Try {
  at: Date;
  agent: Types.ObjectId;
  outcome: 'reached' | 'no-answer' | 'wrong-number';
}

/** What the customer is still to be told. */
export const LETTERS = ['booked', 'moved', 'cancelled', 'unreached', 'wrong-number'] as const;
export type Letter = (typeof LETTERS)[number];

export interface CallbackDoc extends Opened {
  _id: Types.ObjectId;
  v: number;
  state: CallbackState;
  /** True while somebody is to be called; absent otherwise: its indexes hold few. */
  open?: true;
  /** Whose slot it is (hex id of the team, or `desk`) and when it begins; with the place it is unique. */
  slot?: string;
  /** From 0 to the capacity of the slot. */
  place?: number;
  at: Date;
  /** Hex id of the team in whose hours it is; null: the desk's. */
  team: string | null;
  /** When a held one frees itself. */
  heldUntil?: Date;
  ticket: Types.ObjectId | null;
  /** Whose key seals it: the ticket's customer. */
  customer: Types.ObjectId | null;
  language: Language | null;
  /** Whether an agent has booked it, or who has the ticket's address for certain; false: whoever has stated it. */
  proved?: boolean;
  /** When to call next. */
  dueAt: Date;
  tries: Try[];
  /** Who calls now, and until when nobody else may. */
  agent: Types.ObjectId | null;
  claimedUntil: Date | null;
  owes?: Letter;
  /** Letters so far: each has a name of its own, and goes out once. */
  letters: number;
  createdAt: Date;
  // sealed
  /** E.164 */
  number?: string;
  topic?: string;
}

const schema = new Schema<CallbackDoc>(
  {
    v: Number,
    state: String,
    open: Boolean,
    slot: String,
    place: Number,
    at: Date,
    team: String,
    heldUntil: Date,
    ticket: Schema.Types.ObjectId,
    customer: Schema.Types.ObjectId,
    language: String,
    proved: Boolean,
    dueAt: Date,
    tries: Schema.Types.Mixed,
    agent: Schema.Types.ObjectId,
    claimedUntil: Date,
    owes: String,
    letters: Number,
    createdAt: Date,
    number: Schema.Types.Mixed,
    topic: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
// Of all who want the same place one gets it.
schema.index({ slot: 1, place: 1 }, { unique: true, partialFilterExpression: { place: { $exists: true } } });
// One at a time for a ticket.
schema.index({ ticket: 1 }, { unique: true, name: 'openOfTicket', partialFilterExpression: { open: true } });
// The call list.
schema.index({ open: 1, dueAt: 1 }, { name: 'due', partialFilterExpression: { open: true } });
schema.index({ heldUntil: 1 }, { expireAfterSeconds: 0 });
schema.index({ owes: 1 }, { partialFilterExpression: { owes: { $exists: true } } });
// All of a ticket for erasure, and of a customer for export.
schema.index({ ticket: 1, at: -1 });
schema.index({ customer: 1, at: -1 });
declareSealed(schema, {
  owner: 'customer',
  fields: ['number', 'topic'],
  plain: {
    'a word of ours': ['state', 'language', 'owes'],
    'an id of ours and a time': ['slot', 'team'],
    'ids and words of ours, and times': ['tries'],
  },
});

export const Callbacks = defineModel<CallbackDoc>('Callback', 'callbacks', schema);
