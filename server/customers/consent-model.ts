import { Schema, type Types } from 'mongoose';
import { declareSealed } from '../declare.ts';
import { defineModel } from '../model.ts';
import type { Actor } from '../events.ts';
import type { Purpose } from '../tickets/envelopes.ts';

/** Where a consent was given or taken back: entered by an agent or a program, or said by the customer on a channel. */
export const CONSENT_SOURCES = ['agent', 'api', 'form', 'webchat', 'email', 'telegram', 'teams'] as const;
export type ConsentSource = (typeof CONSENT_SOURCES)[number];

/** One entry of a customer's consent history; entries are added and never changed. */
export interface ConsentDoc {
  _id: Types.ObjectId;
  v: number;
  customer: Types.ObjectId;
  /** Place in the customer's history, from 1: the order of entries, whatever the clock says. */
  n: number;
  purpose: Purpose;
  /** False: refused, or taken back. */
  given: boolean;
  at: Date;
  source: ConsentSource;
  by: Actor;
  /** False when it came with an address that is not proved: anybody could have typed it. */
  proved: boolean;
  // sealed
  /** How it was given, in words: "on the telephone", say. */
  note: string;
}

const schema = new Schema<ConsentDoc>(
  {
    v: Number,
    customer: Schema.Types.ObjectId,
    n: Number,
    purpose: String,
    given: Boolean,
    at: Date,
    source: String,
    by: Schema.Types.Mixed,
    proved: Boolean,
    note: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ customer: 1, n: -1 }, { unique: true });
schema.index({ customer: 1, purpose: 1, n: -1 });
declareSealed(schema, {
  owner: 'customer',
  fields: ['note'],
  plain: { 'a word of ours': ['purpose', 'source'], 'an agent, or a word of ours': ['by'] },
});

export const Consents = defineModel<ConsentDoc>('Consent', 'consents', schema);
