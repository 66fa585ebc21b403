import { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { areSamePerson } from '../../customers/person.ts';
import type { OrderDoc, OrderItem } from '../../orders/model.ts';
import { orderByNumber } from '../../orders/save.ts';
import { readTickets } from '../find.ts';
import type { TicketDoc } from '../model.ts';

/**
 * The order with this number, where it is this customer's; undefined where there is none, and where it is somebody
 * else's: whoever asks learns nothing of the difference.
 */
export async function ownOrder(
  context: Context,
  customer: Types.ObjectId,
  number: string,
): Promise<OrderDoc | undefined> {
  const order = await orderByNumber(context, number);
  // Asked for in both cases, so that both take as long.
  const theirs = await areSamePerson(context, customer, order?.customer ?? new Types.ObjectId());
  return theirs ? order : undefined;
}

/** Other tickets about the same order, oldest first. */
export const othersAbout = async (context: Context, { _id, order }: TicketDoc): Promise<TicketDoc[]> =>
  order ? (await ticketsAbout(context, order)).filter((other) => !other._id.equals(_id)) : [];

/** The tickets about an order, oldest first. */
export async function ticketsAbout(context: Context, order: Types.ObjectId): Promise<TicketDoc[]> {
  const found = await readTickets(context, { order }, { sort: { _id: 1 }, limit: 100 });
  return found.filter(({ spam, merged }) => !spam && !merged);
}

/** A product of an order, all its lines together. */
export interface Product extends OrderItem {
  /** How many there are of it. */
  bought: number;
}

/** What an order holds, each product once, in its order. */
export function productsOf({ items = [] }: Pick<OrderDoc, 'items'>): Product[] {
  const products = new Map<string, Product>();
  for (const item of items) {
    const known = products.get(item.sku);
    if (known) known.bought += item.quantity;
    else products.set(item.sku, { ...item, bought: item.quantity });
  }
  return [...products.values()];
}

/** Stages of a return after which its customer has kept, or got back, what they bought. */
const KEPT = ['refused', 'withdrawn', 'sent-back'];

/** How many of a product are sent back with these tickets, or have been. */
export function returnedWith(tickets: TicketDoc[], sku: string): number {
  const counting = tickets.filter(({ type, stage }) => type === 'return' && !KEPT.includes(stageName(type, stage)));
  return counting
    .flatMap(({ bought = [] }) => bought)
    .reduce((sum, one) => sum + (one.sku === sku ? one.quantity : 0), 0);
}

const stageName = (type: string, stage: TicketDoc['stage']): string => (stage?.type === type ? stage.name : '');
