import type { Context } from '../context.ts';
import { Orders } from '../orders/model.ts';
import { orderByNumber } from '../orders/save.ts';
import { followPath, followToken } from '../tickets/follow.ts';
import { readTickets } from '../tickets/find.ts';
import { addressFrom } from './address.ts';

/** Whose page is shown, and what they write about. */
const [NAME, ORDER] = ['Amelia Foster', 'VS-48190'];

/** The path of a sample customer's own page, as the mail to them would have it; undefined where there is none. */
export async function sampleOwnPage(context: Context): Promise<string | undefined> {
  const order = await orderByNumber(context, ORDER);
  if (!order || !(await Orders(context).exists({ _id: order._id, demo: true }))) return undefined;
  const [ticket] = await readTickets(context, { customer: order.customer, demo: true }, { limit: 1 });
  return ticket && followPath('en', followToken(context, ticket, addressFrom(NAME), true));
}
