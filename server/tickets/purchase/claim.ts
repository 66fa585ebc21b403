import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import type { InboundMessage } from '../envelopes.ts';
import type { TicketDoc } from '../model.ts';
import { ownOrder, productsOf } from './find.ts';
import type { Bought } from './set.ts';

/**
 * What a new ticket is about, for agents: what its customer picked, or what they must mean since it is all that the order
 * holds. Nothing where the order is not of this customer, and where nobody knows which product it is.
 */
export async function purchaseOf(
  context: Context,
  customer: Types.ObjectId,
  { bought, fields }: Pick<InboundMessage, 'bought' | 'fields'>,
): Promise<Pick<TicketDoc, 'order' | 'bought'>> {
  const number = bought?.order ?? fields?.['order'] ?? '';
  const order = number === '' ? undefined : await ownOrder(context, customer, number);
  if (!order) return {};
  const products = productsOf(order);
  const [only, ...others] = products;
  const meant: Bought[] = only?.bought === 1 && others.length === 0 ? [{ sku: only.sku, quantity: 1 }] : [];
  const known = (bought?.items ?? meant).filter(({ sku }) => products.some((one) => one.sku === sku));
  return known.length > 0 ? { order: order._id, bought: known } : {};
}
