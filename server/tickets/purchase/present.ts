import type { Context } from '../../context.ts';
import { Orders, type OrderDoc } from '../../orders/model.ts';
import { warrantyOf } from '../../orders/warranty.ts';
import { dateIn } from '../../settings/day.ts';
import { deskSettings } from '../../settings/desk.ts';
import { shopFacts } from '../../settings/shop.ts';
import { opened } from '../../vault/sealed.ts';
import type { TicketDoc } from '../model.ts';
import { stageOf } from '../steps/machine.ts';
import { othersAbout, productsOf, returnedWith } from './find.ts';
import type { PurchaseView } from './schema.ts';
import { judge, lastDay } from './window.ts';

type Item = PurchaseView['items'][number];

const NOTHING: PurchaseView = { order: null, deliveredOn: null, returnUntil: null, items: [] };

/** What a ticket is about: whether it can go back, whether it is under warranty, and what was wrong with it before. */
export async function presentPurchase(context: Context, ticket: TicketDoc): Promise<PurchaseView> {
  const doc = ticket.order ? await Orders(context).findById(ticket.order).lean<OrderDoc>() : null;
  if (!doc) return NOTHING;
  const order = opened(context, Orders, doc);
  const [{ timeZone }, shop] = await Promise.all([deskSettings(context), shopFacts(context)]);
  const others = await othersAbout(context, ticket);
  const { deliveredAt } = order;
  const products = productsOf(order);
  const { returnDays, warrantyMonths } = shop;
  const item = ({ sku, quantity }: { sku: string; quantity: number }): Item => {
    const product = products.find((one) => one.sku === sku);
    const { bought = 0, returnable } = product ?? {};
    const returned = returnedWith(others, sku);
    const counts = { bought, returned, wanted: quantity };
    return {
      ...{ sku, name: product?.name ?? sku, quantity, bought, returned },
      verdict: judge({ ...counts, returnable, deliveredAt, returnDays, timeZone, now: ticket.createdAt }),
      warranty: warrantyOf(
        product ?? { warrantyMonths: null },
        deliveredAt,
        { timeZone, warrantyMonths },
        context.clock.now(),
      ),
      before: others.filter(({ bought = [] }) => bought.some((one) => one.sku === sku)).map(beforeOf),
    };
  };
  return {
    order: order.number ?? '',
    deliveredOn: deliveredAt && dateIn(timeZone, deliveredAt.getTime()),
    returnUntil: deliveredAt && returnDays !== null ? lastDay(deliveredAt, returnDays, timeZone) : null,
    items: (ticket.bought ?? []).map(item),
  };
}

function beforeOf(ticket: TicketDoc): Item['before'][number] {
  const { name, outcome } = stageOf(ticket);
  const { number, type, subject = '', createdAt } = ticket;
  return { number, type, subject, stage: name, outcome, createdAt: createdAt.toISOString() };
}
