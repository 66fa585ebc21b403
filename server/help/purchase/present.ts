import { boughtTexts } from '../../messages/bought.ts';
import { fill } from '../../messages/help.ts';
import type { Language, TicketType } from '../../tickets/envelopes.ts';
import type { CheckedItem, CheckedOrder } from '../../tickets/purchase/check.ts';
import { backLines, factsOfOrder, warrantyLine } from '../../tickets/purchase/words.ts';
import { pickField, type Counts } from './picks.ts';
import type { Proof } from './proof.ts';
import type { BoughtProps, OrderLine, OrderProps } from './schema.ts';

/** Of one product what matters for the type: whether it can be sent back, or whether it is under warranty. */
function linesOf(locale: Language, order: CheckedOrder, item: CheckedItem, type: TicketType): OrderLine[] {
  const warranty = warrantyLine(locale, item);
  return type === 'complaint' ? (warranty ? [warranty] : []) : backLines(locale, order, item);
}

/** An order on the customer's own pages. */
export function orderProps(locale: Language, order: CheckedOrder, own = ''): OrderProps {
  const t = boughtTexts[locale];
  const both = (item: CheckedItem) => [...backLines(locale, order, item), ...linesOf(locale, order, item, 'complaint')];
  return {
    title: fill(t.order, { number: order.number }),
    facts: factsOfOrder(locale, order),
    track: order.trackingUrl ?? '',
    trackLabel: t.track,
    items: order.items.map((item) => ({
      name: item.bought > 1 ? `${item.bought} × ${item.name}` : item.name,
      lines: order.deliveredOn ? both(item) : [],
    })),
    links: [
      { href: formPath(locale, 'return', order.number, own), label: t.sendBack },
      { href: formPath(locale, 'complaint', order.number, own), label: t.complain },
    ],
  };
}

export function formPath(locale: Language, type: TicketType, order: string, own: string): string {
  const query = new URLSearchParams({ type, ...(order ? { order } : {}), ...(own ? { own } : {}) });
  return `/help/${locale}/request?${query.toString()}`;
}

/** Who wants to pick proves first who they are. */
export function provePart(locale: Language): BoughtProps {
  const { prove } = boughtTexts[locale];
  const link = { href: `/help/${locale}/requests`, label: prove.button };
  return { kind: 'prove', title: prove.title, text: prove.text, link };
}

/** The orders to choose from; `missing`: the number that was asked for, and is none of theirs. */
export function choosePart(
  locale: Language,
  type: TicketType,
  { proof, orders, missing }: { proof: Proof; orders: readonly CheckedOrder[]; missing: string },
): BoughtProps {
  const t = boughtTexts[locale];
  return {
    kind: 'choose',
    title: t.title,
    notice: missing ? fill(t.missing, { number: missing.slice(0, 100) }) : '',
    text: orders.length > 0 ? t.choose : t.none,
    orders: orders.map((order) => ({
      href: formPath(locale, type, order.number, proof.own),
      label: fill(t.order, { number: order.number }),
      text: [...order.items.map(({ name }) => name), ...factsOfOrder(locale, order)].join(' · '),
    })),
    own: proof.own,
  };
}

/** The products of an order, each with a field for how many. */
export function pickPart(
  locale: Language,
  type: TicketType,
  {
    proof,
    order,
    counts,
    wrong,
  }: { proof: Proof; order: CheckedOrder; counts: Counts; wrong: 'none' | 'many' | undefined },
): BoughtProps {
  const { pick, another, order: title } = boughtTexts[locale];
  const [only, ...others] = order.items;
  const alone = others.length === 0 && only?.bought === 1 ? '1' : '0';
  return {
    ...{ kind: 'pick', type, number: order.number, own: proof.own },
    title: fill(title, { number: order.number }),
    facts: factsOfOrder(locale, order),
    another: { href: formPath(locale, type, '', proof.own), label: another },
    ...{ legend: pick.legend, hint: pick.hint, error: wrong ? pick[wrong] : '' },
    items: order.items.map((item) => ({
      field: pickField(item.sku),
      name: item.name,
      label: fill(pick.count, { name: item.name, bought: item.bought }),
      of: fill(pick.of, { bought: item.bought }),
      most: item.bought,
      value: counts[item.sku] ?? alone,
      lines: linesOf(locale, order, item, type),
    })),
  };
}
