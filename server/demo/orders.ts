import type { Context } from '../context.ts';
import { Customers } from '../customers/model.ts';
import { Orders } from '../orders/model.ts';
import { saveOrder } from '../orders/save.ts';
import type { OrderBody } from '../orders/schema.ts';
import { changeShop, shopFacts } from '../settings/shop.ts';
import { Shops } from '../settings/shop-model.ts';
import { addressFrom } from './address.ts';

type Item = OrderBody['items'][number];
const piece = (sku: string, name: string, price: number, more: Partial<Item> = {}): Item => ({
  ...{ sku, name, price, quantity: 1 },
  ...more,
});

/** Days ago: placed, sent, delivered; null: not yet. */
type Sample = readonly [
  number: string,
  from: string,
  days: readonly [number, number | null, number | null],
  currency: string,
  items: readonly Item[],
];

/** What the customers of the sample tickets have ordered. */
const SAMPLES: readonly Sample[] = [
  ['VS-48213', 'Emma Clarke', [7, 4, null], 'GBP', [piece('AM-1', 'Auralis Move headphones', 89)]],
  [
    ...(['VS-47902', 'Oliver Bennett', [12, 10, 8], 'GBP'] as const),
    [
      piece('LU-27', 'Lumina 27 monitor', 249, { serial: 'L27-55120' }),
      piece('CB-2', 'USB-C cable', 9.9, { quantity: 2 }),
    ],
  ],
  ['VS-47655', 'Grace Whitfield', [6, 4, 1], 'GBP', [piece('BO-1', 'Barista One coffee machine', 319)]],
  [
    'VS-47811',
    'Harry Coleman',
    [15, 13, 11],
    'GBP',
    [piece('SL-S', 'Volt S laptop sleeve', 34.9, { returnable: false })],
  ],
  [
    ...(['VS-48190', 'Amelia Foster', [6, 4, 2], 'GBP'] as const),
    [
      piece('K2-R', 'Kettle K2, red', 44.9, { quantity: 2 }),
      piece('FI-4', 'Water filters, opened packs are not taken back', 12.5, { quantity: 4, returnable: false }),
      piece('GC-1', 'Gift card', 25, { returnable: false, warrantyMonths: 0 }),
    ],
  ],
  ['VS-46120', 'Amelia Foster', [420, 418, 415], 'GBP', [piece('TO-3', 'Toaster T3', 39.9, { serial: 'T3-90817' })]],
  ['VS-48240', 'Lucía Fernández', [5, 3, null], 'EUR', [piece('NT-K', 'Nova Tab Kids', 129)]],
  ['VS-47702', 'Carmen Molina', [70, 68, 66], 'EUR', [piece('BO-1', 'Cafetera Barista One', 349)]],
  ['VS-48201', 'Nuria Sanz', [8, 6, 4], 'EUR', [piece('AM-1', 'Auriculares Auralis Move', 99)]],
  ['VS-48255', 'Andreea Ionescu', [6, 4, null], 'RON', [piece('AM-1', 'Căști Auralis Move', 449)]],
  ['VS-47830', 'Sorin Popa', [16, 14, 12], 'RON', [piece('AR-1', 'Boxă Auralis Room', 799)]],
  ['VS-48177', 'Ioana Stan', [9, 7, 5], 'RON', [piece('K2-R', 'Fierbător K2', 219)]],
  ['VS-48261', 'Agnieszka Wójcik', [5, 3, null], 'PLN', [piece('RD-6', 'Czytnik e-booków Reader 6', 399)]],
  ['VS-47842', 'Tomasz Kamiński', [14, 12, 10], 'PLN', [piece('MX-1', 'Router Mesh AX', 549, { quantity: 2 })]],
  [
    ...(['VS-48188', 'Magdalena Zając', [8, 6, 4], 'PLN'] as const),
    [piece('K2-R', 'Czajnik K2', 199), piece('FI-4', 'Filtry do wody', 49, { quantity: 2, returnable: false })],
  ],
  ['VS-48270', 'Анна Кузнецова', [6, 4, null], 'RUB', [piece('AM-1', 'Наушники Auralis Move', 8990)]],
  ['VS-47851', 'Игорь Волков', [14, 12, 10], 'RUB', [piece('MX-1', 'Роутер Mesh AX', 11990)]],
  ['VS-48195', 'Наталья Орлова', [8, 6, 4], 'RUB', [piece('K2-R', 'Чайник K2', 3990)]],
];

const DAY = 86_400_000;
/** What holds in a shop that has said nothing yet, while the samples are there. */
const TERMS = { returnDays: 30, warrantyMonths: 24 };

/** Adds what the sample customers have bought; and with `terms` how long it can be sent back, where nobody has said it. */
export async function addOrders(context: Context, terms: boolean): Promise<void> {
  const now = context.clock.now().getTime();
  const day = (ago: number | null): string | null =>
    ago === null ? null : new Date(now - ago * DAY).toISOString().slice(0, 10);
  for (const [number, from, [placed, sent, delivered], currency, items] of SAMPLES) {
    const parcel = `https://parcels.example/track/${number}`;
    const { order } = await saveOrder(context, number, {
      ...{ email: addressFrom(from), name: from, placedAt: day(placed) ?? '', currency, items: [...items] },
      ...(sent === null ? {} : { shippedAt: day(sent), carrier: 'Swift Parcels', trackingUrl: parcel }),
      deliveredAt: day(delivered),
    });
    await Orders(context).updateOne({ _id: order._id }, { $set: { demo: true } });
    await Customers(context).updateOne({ _id: order.customer }, { $set: { demo: true } });
  }
  const { name, returnDays, warrantyMonths } = await shopFacts(context);
  if (!terms || name !== '' || returnDays !== null || warrantyMonths !== null) return;
  await changeShop(context, TERMS);
  await Shops(context).updateOne({ _id: 'shop' }, { $set: { demo: true } });
}

/** Takes all of it away, and the terms where they are still those. */
export async function removeOrders(context: Context): Promise<void> {
  await Orders(context).deleteMany({ demo: true });
  const shop = await Shops(context).findById('shop').lean();
  if (!shop?.demo) return;
  await Shops(context).updateOne({ _id: 'shop' }, { $unset: { demo: 1 } });
  const { returnDays, warrantyMonths } = shop.facts;
  const same = returnDays === TERMS.returnDays && warrantyMonths === TERMS.warrantyMonths;
  if (same) await changeShop(context, { returnDays: null, warrantyMonths: null });
}
