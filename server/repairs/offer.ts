import { randomUUID } from 'node:crypto';
import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { Orders, type OrderDoc } from '../orders/model.ts';
import { warrantyOf } from '../orders/warranty.ts';
import { deskSettings } from '../settings/desk.ts';
import { shopFacts } from '../settings/shop.ts';
import type { NamedActor } from '../tickets/event.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { insertSealed, isDuplicate, opened } from '../vault/sealed.ts';
import { Repairs, type RepairDetails, type RepairDoc } from './model.ts';
import { mailRoute } from './post.ts';
import type { OfferBody } from './schema.ts';
import { tellRepair, TOLD_MS } from './tell.ts';

/**
 * Offers a repair to a ticket's customer, who then chooses a time. Fails `already-exists` while another one of the
 * ticket is open; `unprocessable` for a warranty that does not cover it and for a price that was not said; `cannot-send`
 * before anything where they are to be told, and cannot be.
 */
export async function offerRepair(
  context: Context,
  ticket: TicketDoc,
  body: OfferBody,
  by: NamedActor,
): Promise<RepairDoc> {
  if (ticket.merged || ticket.spam || ticket.erased) fail('illegal-step', 'Nothing is offered on this ticket.');
  const { tell = true } = body;
  const details = await detailsOf(context, ticket, body);
  if (tell) await mailRoute(context, ticket);
  const now = context.clock.now();
  const repair: RepairDoc = {
    ...{ _id: new Types.ObjectId(), v: 1, ticket: ticket._id, customer: ticket.customer, rev: 1 },
    ...{ state: 'offered', open: true, duration: body.duration, charge: body.charge },
    ...{ currency: body.charge === 'price' ? (body.currency ?? null) : null, acceptedAt: null, tell },
    ...{ uid: randomUUID(), sequence: -1, createdAt: now, changedAt: now, details },
    ...{ notice: { kind: 'offered' as const, n: 1, by }, noticeAt: new Date(now.getTime() + TOLD_MS) },
  };
  try {
    await insertSealed(context, Repairs, String(ticket.customer), repair);
  } catch (error) {
    if (isDuplicate(error)) fail('already-exists', 'A repair of this ticket is still open.');
    throw error;
  }
  return await tellRepair(context, repair);
}

async function detailsOf(context: Context, ticket: TicketDoc, body: OfferBody): Promise<RepairDetails> {
  const item = body.sku ? await itemOf(context, ticket, body.sku) : null;
  if (body.charge === 'warranty' && item?.warranty.state !== 'covered')
    fail('unprocessable', 'No warranty covers this: say which product it is, or offer it for a price or free.');
  const priced = body.price !== undefined && body.currency !== undefined;
  if (priced !== (body.charge === 'price'))
    fail('unprocessable', 'A price with its currency is for what the customer pays, and for nothing else.');
  const { postcode = '', place = '', address = '' } = body.where ?? {};
  const where = { postcode: postcode.trim(), place: place.trim(), address: address.trim() };
  return { work: body.work.trim(), item, price: body.price ?? null, where };
}

/** Fails `unprocessable` for what is not in the ticket's order. */
async function itemOf(context: Context, { order }: TicketDoc, sku: string): Promise<RepairDetails['item']> {
  const doc = order ? await Orders(context).findById(order).lean<OrderDoc>() : null;
  const { items = [], deliveredAt = null } = doc ? opened(context, Orders, doc) : {};
  const item = items.find((one) => one.sku === sku) ?? fail('unprocessable', 'This is not in the order.');
  const [{ timeZone }, { warrantyMonths }] = await Promise.all([deskSettings(context), shopFacts(context)]);
  const warranty = warrantyOf(item, deliveredAt, { timeZone, warrantyMonths }, context.clock.now());
  return { sku, name: item.name, warranty };
}
