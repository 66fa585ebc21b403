import { Schema, type Types } from 'mongoose';
import { declareSealed } from '../declare.ts';
import { defineModel } from '../model.ts';
import type { Opened } from '../vault/sealed.ts';

/** A product as it was bought. */
export interface OrderItem {
  sku: string;
  name: string;
  quantity: number;
  /** Of one piece, in the order's currency. */
  price: number | null;
  serial: string | null;
  /** Null: what holds in the shop. */
  warrantyMonths: number | null;
}

export interface OrderDoc extends Opened {
  _id: Types.ObjectId;
  v: number;
  customer: Types.ObjectId;
  /** vault.hash('order', number as it is looked for) */
  numberHash: string;
  /** Keyed hash of all that was said of it: the same again changes nothing. */
  digest: string;
  placedAt: Date;
  deliveredAt: Date | null;
  /** ISO 4217 */
  currency: string | null;
  createdAt: Date;
  changedAt: Date;
  demo?: boolean;
  // sealed
  number: string;
  items: OrderItem[];
}

const schema = new Schema<OrderDoc>(
  {
    v: Number,
    customer: Schema.Types.ObjectId,
    numberHash: String,
    digest: String,
    placedAt: Date,
    deliveredAt: Date,
    currency: String,
    createdAt: Date,
    changedAt: Date,
    demo: Boolean,
    number: Schema.Types.Mixed,
    items: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ numberHash: 1 }, { unique: true });
// A customer's orders, newest first; and all of them for export and erasure.
schema.index({ customer: 1, placedAt: -1, _id: -1 });
declareSealed(schema, {
  owner: 'customer',
  fields: ['number', 'items'],
  hashed: ['numberHash', 'digest'],
  plain: { 'a code of ISO 4217': ['currency'] },
});

export const Orders = defineModel<OrderDoc>('Order', 'orders', schema);
