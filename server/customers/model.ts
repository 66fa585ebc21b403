import { Schema, type Types } from 'mongoose';
import { defineModel } from '../model.ts';
import type { Opened } from '../vault/sealed.ts';
import { declareSealed } from '../declare.ts';
import type { Language } from '../tickets/envelopes.ts';

/** An address under which a customer is known; found by its keyed hash, readable only with the customer's key. */
export interface Identity {
  kind: 'email' | 'webchat' | 'telegram' | 'teams' | 'phone';
  /** vault.hash('identity', `${kind}:${normalised value}`) */
  hash: string;
  verified: boolean;
  addedAt: Date;
}

/** How much a customer is to a shop: what is promised to them may go by it. Absent: standard. */
export const CLASSES = ['standard', 'priority', 'vip'] as const;
export type CustomerClass = (typeof CLASSES)[number];

export interface CustomerDoc extends Opened {
  _id: Types.ObjectId;
  v: number;
  identities: Identity[];
  language: Language | null;
  createdAt: Date;
  blocked: boolean;
  class?: CustomerClass;
  /** Since the class was changed, until the deadlines of their tickets go by it. */
  reclassed?: boolean;
  demo?: boolean;
  /** The customer that this one was merged into: the same person, and erased with them. */
  mergedInto?: Types.ObjectId;
  mergedAt?: Date;
  /** Who answered them last: gets their next ticket when there is room. */
  lastAgent?: Types.ObjectId;
  // sealed
  name: string;
  /** The identities' values, by hash. */
  values: Record<string, string>;
  notes: string;
}

const schema = new Schema<CustomerDoc>(
  {
    v: Number,
    identities: Schema.Types.Mixed,
    language: String,
    createdAt: Date,
    blocked: Boolean,
    class: String,
    reclassed: Boolean,
    demo: Boolean,
    mergedInto: Schema.Types.ObjectId,
    mergedAt: Date,
    lastAgent: Schema.Types.ObjectId,
    name: Schema.Types.Mixed,
    values: Schema.Types.Mixed,
    notes: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ 'identities.hash': 1 }, { unique: true });
schema.index({ mergedInto: 1 }, { partialFilterExpression: { mergedInto: { $exists: true } } });
// The list of who is blocked.
schema.index({ blocked: 1, _id: -1 }, { name: 'blocked', partialFilterExpression: { blocked: true } });
schema.index({ reclassed: 1 }, { name: 'reclassed', partialFilterExpression: { reclassed: { $exists: true } } });
declareSealed(schema, {
  owner: 'self',
  fields: ['name', 'values', 'notes'],
  hashed: ['identities'],
  plain: { 'a word of ours': ['language', 'class'] },
});

export const Customers = defineModel<CustomerDoc>('Customer', 'customers', schema);
