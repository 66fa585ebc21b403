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
  /** Set where it cannot be sent back (made to measure, hygiene…). */
  returnable?: false;
}

/** How it left the shop; empty while it has not. */
export interface Shipping {
  /** ISO 8601 */
  at: string | null;
  carrier: string | null;
  /** Where the carrier tells how far it is: an address of the web. */
  trackingUrl: string | null;
}

export interface OrderDoc extends Opened {
  _id: Types.ObjectId;
  v: number;
  customer: Types.ObjectId;
  /** vault.hash('order', number as it is looked for) */
  numberHash: string;
  /** Keyed hash of the address that it was placed with: who proves that one is told of it. Older orders have none. */
  address?: string;
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
  shipping?: Shipping | null;
}

const schema = new Schema<OrderDoc>(
  {
    v: Number,
    customer: Schema.Types.ObjectId,
    numberHash: String,
    address: String,
    digest: String,
    placedAt: Date,
    deliveredAt: Date,
    currency: String,
    createdAt: Date,
    changedAt: Date,
    demo: Boolean,
    number: Schema.Types.Mixed,
    items: Schema.Types.Mixed,
    shipping: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ numberHash: 1 }, { unique: true });
// A customer's orders, newest first; and all of them for export and erasure.
schema.index({ customer: 1, placedAt: -1, _id: -1 });
declareSealed(schema, {
  owner: 'customer',
  fields: ['number', 'items', 'shipping'],
  hashed: ['numberHash', 'address', 'digest'],
  plain: { 'a code of ISO 4217': ['currency'] },
});

export const Orders = defineModel<OrderDoc>('Order', 'orders', schema);
