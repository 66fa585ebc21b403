import { html, type Markup } from '../../http/html.ts';
import { fill } from '../../messages/help.ts';
import { definitions, table } from './parts.ts';
import type { Export } from './schema.ts';
import type { Words } from './words.ts';

type Order = Export['orders'][number];

/** What the customer bought; nothing where there are no orders. */
export function ordersSection(orders: Order[], words: Words): Markup | undefined {
  if (orders.length === 0) return undefined;
  return html`<section>
    <h2>${words.t.orders.title}</h2>
    ${orders.map((order) => orderPart(order, words))}
  </section>`;
}

function orderPart({ number = '', placedAt, deliveredAt, currency, items = [] }: Order, words: Words): Markup {
  const { orders: t } = words.t;
  const heads = [t.product, t.quantity, t.price, t.serial, t.warranty].map(
    (text) => html`<th scope="col">${text}</th>`,
  );
  const rows = items.map(
    (item) =>
      html`<tr>
        <td class="long">${item.name} (${item.sku})</td>
        <td>${String(item.quantity)}</td>
        <td>${item.price === null ? '' : `${item.price.toLocaleString(words.locale)} ${currency ?? ''}`}</td>
        <td>${item.serial ?? ''}</td>
        <td>${String(item.warrantyMonths ?? '')}</td>
      </tr>`,
  );
  return html`<h3>${fill(t.order, { number })}</h3>
    ${definitions([
      [t.placed, words.date(placedAt)],
      [t.delivered, deliveredAt ? words.date(deliveredAt) : ''],
    ])}
    ${table(heads, rows)}`;
}
