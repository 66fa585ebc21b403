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
  return orders.map(({ number = '', customer, placedAt, deliveredAt, currency, items = [], shipping, damaged }) => ({
    number,
    customer: String(customer),
    state: orderState({ deliveredAt, shipping }),
    placedAt: placedAt.toISOString(),
    deliveredAt: deliveredAt?.toISOString() ?? null,
    shippedAt: shipping?.at ?? null,
    placedOn: dateIn(terms.timeZone, placedAt.getTime()),
    deliveredOn: deliveredAt && dateIn(terms.timeZone, deliveredAt.getTime()),
    shippedOn: shipping?.at ? dateIn(terms.timeZone, Date.parse(shipping.at)) : null,
    carrier: shipping?.carrier ?? null,
    trackingUrl: shipping?.trackingUrl ?? null,
    currency,
    items: items.map((item) => ({
      ...item,
      returnable: item.returnable !== false,
      warranty: warrantyOf(item, deliveredAt, terms, now),
    })),
    ...(damaged ? { damaged } : {}),
  }));
}

/** How far an order is. */
export const orderState = ({
  deliveredAt,
  shipping,
}: Pick<OrderDoc, 'deliveredAt' | 'shipping'>): OrderView['state'] =>
  deliveredAt ? 'delivered' : shipping ? 'shipped' : 'placed';

export async function shopTerms(context: Context): Promise<ShopTerms> {
  const [{ timeZone }, { warrantyMonths }] = await Promise.all([deskSettings(context), shopFacts(context)]);
  return { timeZone, warrantyMonths };
}
