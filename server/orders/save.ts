import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { identityHash, normalise } from '../customers/identity.ts';
import { upsertCustomer } from '../customers/upsert.ts';
import { fail } from '../errors.ts';
import { dateIn, startOf } from '../settings/day.ts';
import { deskSettings } from '../settings/desk.ts';
import { insertSealed, isDuplicate, opened, sealed } from '../vault/sealed.ts';
import { Orders, type OrderDoc, type OrderItem, type Shipping } from './model.ts';
import { orderHash } from './number.ts';
import type { OrderBody } from './schema.ts';

export interface SavedOrder {
  order: OrderDoc;
  change: 'added' | 'changed' | 'same';
}

/** What an order says, as it is stored. */
type Facts = Pick<
  OrderDoc,
  'number' | 'address' | 'digest' | 'placedAt' | 'deliveredAt' | 'currency' | 'items' | 'shipping'
>;

/**
 * Stores an order, whole, in place of what was said of it before; the same again changes nothing. Its customer is who
 * is known under the address, made where nobody is: that it is theirs is proved by nobody. Fails `unprocessable` for a
 * day that is none, or a delivery before the order.
 */
export async function saveOrder(context: Context, number: string, body: OrderBody): Promise<SavedOrder> {
  const facts = await factsOf(context, number.trim(), body);
  const name = body.name ? { name: body.name } : {};
  const from = { kind: 'email' as const, value: body.email, verified: false, ...name };
  const { _id: customer } = await upsertCustomer(context, from);
  for (;;) {
    const known = await orderByNumber(context, number);
    if (known?.digest === facts.digest && known.address && known.customer.equals(customer))
      return { order: known, change: 'same' };
    const order = known ? await change(context, known, customer, facts) : await add(context, customer, facts);
    // Somebody was quicker: what they have stored is looked at first.
    if (!order) continue;
    return { order, change: known ? 'changed' : 'added' };
  }
}

/** The order with this number, opened; undefined when there is none. */
export async function orderByNumber(context: Context, number: string): Promise<OrderDoc | undefined> {
  const doc = await Orders(context)
    .findOne({ numberHash: orderHash(context, number) })
    .lean<OrderDoc>();
  return doc ? opened(context, Orders, doc) : undefined;
}

async function add(context: Context, customer: Types.ObjectId, facts: Facts): Promise<OrderDoc | undefined> {
  const now = context.clock.now();
  const order: OrderDoc = {
    _id: new Types.ObjectId(),
    v: 1,
    customer,
    numberHash: orderHash(context, facts.number),
    createdAt: now,
    changedAt: now,
    ...facts,
  };
  try {
    await insertSealed(context, Orders, String(customer), order);
    return order;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return undefined;
  }
}

/** All sealed fields at once: the order may be another customer's from now on, and is under their key then. */
async function change(
  context: Context,
  known: OrderDoc,
  customer: Types.ObjectId,
  facts: Facts,
): Promise<OrderDoc | undefined> {
  const next = { ...facts, customer, changedAt: context.clock.now() };
  const { matchedCount } = await Orders(context).collection.updateOne(
    { _id: known._id, digest: known.digest, customer: known.customer },
    { $set: sealed(context, Orders, String(customer), known._id, next) },
  );
  return matchedCount === 0 ? undefined : { ...known, ...next };
}

async function factsOf(context: Context, number: string, body: OrderBody): Promise<Facts> {
  const { timeZone } = await deskSettings(context);
  const at = (name: 'placedAt' | 'shippedAt' | 'deliveredAt', text: string | null | undefined): Date | null =>
    text ? (momentOf(text, timeZone) ?? fail('unprocessable', `${name} is no day of the calendar.`)) : null;
  const placedAt = at('placedAt', body.placedAt) ?? fail('unprocessable', 'placedAt is missing.');
  const [shippedAt, deliveredAt] = [at('shippedAt', body.shippedAt), at('deliveredAt', body.deliveredAt)];
  const dayOf = (date: Date): string => dateIn(timeZone, date.getTime());
  for (const [name, date] of [['shippedAt', shippedAt] as const, ['deliveredAt', deliveredAt] as const])
    if (date && dayOf(date) < dayOf(placedAt)) fail('unprocessable', `${name} is before placedAt.`);
  const items = body.items.map(itemOf);
  const shipping = shippingOf(shippedAt, body);
  const facts = { number, placedAt, deliveredAt, currency: body.currency ?? null, items };
  const email = normalise({ kind: 'email', value: body.email });
  const said = [shipping ? { ...facts, shipping } : facts, email, body.name ?? ''];
  const digest = context.vault.hash('order-digest', JSON.stringify(said));
  return { ...facts, shipping, digest, address: identityHash(context, { kind: 'email', value: body.email }) };
}

/** It has left when there is a day, a carrier or a place to look. */
function shippingOf(at: Date | null, { carrier, trackingUrl }: OrderBody): Shipping | null {
  const how = { carrier: carrier?.trim() || null, trackingUrl: trackingUrl || null };
  return at || how.carrier || how.trackingUrl ? { at: at?.toISOString() ?? null, ...how } : null;
}

const itemOf = (item: OrderBody['items'][number]): OrderItem => ({
  ...{ sku: item.sku.trim(), name: item.name.trim(), quantity: item.quantity },
  ...{ price: item.price ?? null, serial: item.serial?.trim() || null, warrantyMonths: item.warrantyMonths ?? null },
  ...(item.returnable === false ? { returnable: false } : {}),
});

/** A moment, or where a day begins in the zone; undefined where the calendar has none such. */
export function momentOf(text: string, timeZone: string): Date | undefined {
  const day = text.slice(0, 10);
  const real = new Date(`${day}T00:00:00Z`);
  // 30 February rolls over into March.
  if (Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== day) return undefined;
  const at = text.length === 10 ? startOf(timeZone, day) : new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
