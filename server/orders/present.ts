import type { Context } from '../context.ts';
import { dateIn } from '../settings/day.ts';
import { deskSettings } from '../settings/desk.ts';
import { shopFacts } from '../settings/shop.ts';
import type { OrderDoc } from './model.ts';
import type { OrderView } from './schema.ts';
import { warrantyOf, type ShopTerms } from './warranty.ts';

/** Orders as agents and programs see them, each item with its warranty as it stands today. */
export async function presentOrders(context: Context, orders: OrderDoc[]): Promise<OrderView[]> {
  const terms = await shopTerms(context);
  const now = context.clock.now();
  return orders.map(({ number = '', customer, placedAt, deliveredAt, currency, items = [], damaged }) => ({
    number,
    customer: String(customer),
    placedAt: placedAt.toISOString(),
    deliveredAt: deliveredAt?.toISOString() ?? null,
    placedOn: dateIn(terms.timeZone, placedAt.getTime()),
    deliveredOn: deliveredAt && dateIn(terms.timeZone, deliveredAt.getTime()),
    currency,
    items: items.map((item) => ({ ...item, warranty: warrantyOf(item, deliveredAt, terms, now) })),
    ...(damaged ? { damaged } : {}),
  }));
}

export async function shopTerms(context: Context): Promise<ShopTerms> {
  const [{ timeZone }, { warrantyMonths }] = await Promise.all([deskSettings(context), shopFacts(context)]);
  return { timeZone, warrantyMonths };
}
