import type { Context } from '../../context.ts';
import type { OrderDoc } from '../../orders/model.ts';
import { orderState } from '../../orders/present.ts';
import { warrantyOf, type Warranty } from '../../orders/warranty.ts';
import { dateIn } from '../../settings/day.ts';
import { deskSettings } from '../../settings/desk.ts';
import { shopFacts } from '../../settings/shop.ts';
import { productsOf, returnedWith, ticketsAbout } from './find.ts';
import { judge, lastDay, type Verdict } from './window.ts';

/** A product of an order, and whether one more of it can be sent back today. */
export interface CheckedItem {
  sku: string;
  name: string;
  bought: number;
  /** How many are sent back already, or have been. */
  returned: number;
  verdict: Verdict;
  warranty: Warranty;
}

/** An order as whoever has proved that it is theirs may know it; days as YYYY-MM-DD in the shop's time zone. */
export interface CheckedOrder {
  number: string;
  state: 'placed' | 'shipped' | 'delivered';
  placedOn: string;
  shippedOn: string | null;
  deliveredOn: string | null;
  carrier: string | null;
  trackingUrl: string | null;
  /** The last day on which something can be sent back by the shop's rule. */
  returnUntil: string | null;
  items: CheckedItem[];
}

/** How far an order is, and what of it can be sent back. */
export async function checkOrder(context: Context, order: OrderDoc): Promise<CheckedOrder> {
  const [{ timeZone }, { returnDays, warrantyMonths }, tickets] = await Promise.all([
    deskSettings(context),
    shopFacts(context),
    ticketsAbout(context, order._id),
  ]);
  const now = context.clock.now();
  const { number = '', placedAt, deliveredAt, shipping } = order;
  const dayOf = (at: Date | null): string | null => at && dateIn(timeZone, at.getTime());
  return {
    number,
    state: orderState(order),
    placedOn: dateIn(timeZone, placedAt.getTime()),
    shippedOn: dayOf(shipping?.at ? new Date(shipping.at) : null),
    deliveredOn: dayOf(deliveredAt),
    carrier: shipping?.carrier ?? null,
    trackingUrl: shipping?.trackingUrl ?? null,
    returnUntil: deliveredAt && returnDays !== null ? lastDay(deliveredAt, returnDays, timeZone) : null,
    items: productsOf(order).map(({ sku, name, bought, returnable, warrantyMonths: own }) => {
      const returned = returnedWith(tickets, sku);
      const counts = { bought, returned, wanted: 1, returnable };
      return {
        ...{ sku, name, bought, returned },
        verdict: judge({ ...counts, deliveredAt, returnDays, timeZone, now }),
        warranty: warrantyOf({ warrantyMonths: own }, deliveredAt, { timeZone, warrantyMonths }, now),
      };
    }),
  };
}
