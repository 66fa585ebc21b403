import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import { changeWithLine, type NamedActor } from '../event.ts';
import type { TicketDoc } from '../model.ts';
import { ownOrder } from './find.ts';

/** A product that a ticket is about, and how many of it. */
export interface Bought {
  sku: string;
  quantity: number;
}

/**
 * Says what of an order a ticket is about. Fails `not-found` for an order that there is not, and in the same way for
 * somebody else's; `unprocessable` for what is not in the order.
 */
export async function setPurchase(
  context: Context,
  ticket: TicketDoc,
  { order: number, items }: { order: string; items: Bought[] },
  by: NamedActor,
): Promise<TicketDoc> {
  const order = (await ownOrder(context, ticket.customer, number)) ?? fail('not-found');
  const known = new Set(order.items?.map(({ sku }) => sku));
  if (!items.every(({ sku }) => known.has(sku))) fail('unprocessable', 'This is not in the order.');
  return await write(context, ticket, { order: order._id, bought: items }, by);
}

/** It is about nothing in particular. */
export async function clearPurchase(context: Context, ticket: TicketDoc, by: NamedActor): Promise<TicketDoc> {
  return ticket.order ? await write(context, ticket, { order: null, bought: [] }, by) : ticket;
}

async function write(
  context: Context,
  ticket: TicketDoc,
  fields: Pick<TicketDoc, 'order' | 'bought'>,
  by: NamedActor,
): Promise<TicketDoc> {
  const line = { kind: 'purchase' as const, params: {} };
  return (await changeWithLine(context, ticket, by, { fields, line })) ?? fail('not-found');
}
