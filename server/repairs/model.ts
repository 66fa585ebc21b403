import { Schema, type Types } from 'mongoose';
import { declareSealed } from '../declare.ts';
import type { Actor } from '../events.ts';
import { defineModel } from '../model.ts';
import type { Warranty } from '../orders/warranty.ts';
import type { Opened } from '../vault/sealed.ts';

export const REPAIR_STATES = ['offered', 'booked', 'moved', 'done', 'not-done', 'cancelled'] as const;
export type RepairState = (typeof REPAIR_STATES)[number];
/** Who pays: nobody, because it is under warranty; the customer; nobody all the same. */
export type Charge = 'warranty' | 'price' | 'free';

/** What is to be told of a repair, and who did it. */
export interface RepairNotice {
  kind: 'offered' | 'booked' | 'moved' | 'cancelled' | 'done' | 'not-done';
  /** Revision of the repair, so that it is told once. */
  n: number;
  by: Actor & { name?: string };
}

/** Something to be repaired or maintained, with a time for it once one is found. */
export interface RepairDoc extends Opened {
  _id: Types.ObjectId;
  v: number;
  ticket: Types.ObjectId;
  customer: Types.ObjectId;
  /** Changes with each change, and with each try. */
  rev: number;
  state: RepairState;
  /** True while something is still to come; a ticket has one such repair at most. */
  open?: true;
  /** Minutes. */
  duration: number;
  charge: Charge;
  /** ISO 4217, of a price. */
  currency: string | null;
  acceptedAt: Date | null;
  /** Whether the customer is written to. */
  tell: boolean;
  /** The time that it holds, by whom and on which day of theirs, and the revision under which it was taken. */
  point?: Types.ObjectId;
  from?: Date;
  to?: Date;
  date?: string;
  held?: number;
  /** Of the entry in people's calendars (RFC 5545): random, and how often it has changed; -1 before there is one. */
  uid: string;
  sequence: number;
  notice?: RepairNotice;
  /** When the notice is due: once the one who changed it should have told it. */
  noticeAt?: Date;
  remindAt?: Date;
  createdAt: Date;
  changedAt: Date;
  // sealed
  details?: RepairDetails;
  result?: RepairResult;
}

export interface RepairDetails {
  /** What is to be done. */
  work: string;
  item: { sku: string; name: string; warranty: Warranty } | null;
  price: number | null;
  where: Where;
}

/** Where the customer is. */
export interface Where {
  postcode: string;
  place: string;
  address: string;
}

export interface RepairResult {
  /** What came of it, or why it was cancelled. */
  text: string;
  parts: { name: string; quantity: number }[];
}

const repairs = new Schema<RepairDoc>(
  {
    v: Number,
    ticket: Schema.Types.ObjectId,
    customer: Schema.Types.ObjectId,
    rev: Number,
    state: String,
    open: Boolean,
    duration: Number,
    charge: String,
    currency: String,
    acceptedAt: Date,
    tell: Boolean,
    point: Schema.Types.ObjectId,
    from: Date,
    to: Date,
    date: String,
    held: Number,
    uid: String,
    sequence: Number,
    notice: Schema.Types.Mixed,
    noticeAt: Date,
    remindAt: Date,
    createdAt: Date,
    changedAt: Date,
    details: Schema.Types.Mixed,
    result: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
repairs.index({ ticket: 1, createdAt: 1 });
repairs.index({ customer: 1, createdAt: 1 });
repairs.index({ ticket: 1, open: 1 }, { name: 'open', unique: true, partialFilterExpression: { open: true } });
// What there is to do on a day.
repairs.index({ from: 1, _id: 1 }, { name: 'from', partialFilterExpression: { from: { $exists: true } } });
repairs.index({ noticeAt: 1 }, { name: 'notice', partialFilterExpression: { noticeAt: { $exists: true } } });
repairs.index({ remindAt: 1 }, { name: 'remind', partialFilterExpression: { remindAt: { $exists: true } } });
declareSealed(repairs, {
  owner: 'customer',
  fields: ['details', 'result'],
  plain: {
    'words, ids and names of ours': ['state', 'charge', 'notice'],
    'a code of ISO 4217, and a day': ['currency', 'date'],
    random: ['uid'],
  },
});
export const Repairs = defineModel<RepairDoc>('Repair', 'repairs', repairs);
