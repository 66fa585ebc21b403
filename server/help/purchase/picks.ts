import type { FastifyRequest } from 'fastify';
import type { TicketType } from '../../tickets/envelopes.ts';
import type { CheckedOrder } from '../../tickets/purchase/check.ts';
import type { Bought } from '../../tickets/purchase/set.ts';
import type { FieldName } from '../fields.ts';

/** How many of each product were entered, by its number in the shop. */
export type Counts = Record<string, string>;

const FIELD = 'pick-';
/** The name of the field in which it is said how many of a product. */
export const pickField = (sku: string): string => `${FIELD}${sku}`;

/** Before a form is checked: the fields of products, whose names nobody knows beforehand, become one. */
export async function gatherPicks(request: FastifyRequest): Promise<void> {
  const body = request.body as Record<string, unknown> | null;
  if (body === null || typeof body !== 'object') return;
  const picks = Object.entries(body).filter(([name, value]) => name.startsWith(FIELD) && typeof value === 'string');
  if (picks.length === 0) return;
  const others = Object.entries(body).filter(([name]) => !name.startsWith(FIELD));
  request.body = {
    ...Object.fromEntries(others),
    picks: Object.fromEntries(picks.map(([name, value]) => [name.slice(FIELD.length), value])),
  };
}

/** What was picked of an order; or that nothing was (`none`), or more than there is (`many`). */
export function readPicks(
  { items }: Pick<CheckedOrder, 'items'>,
  counts: Counts,
): { picked: Bought[] } | { wrong: 'none' | 'many' } {
  const picked: Bought[] = [];
  for (const { sku, bought } of items) {
    const count = (counts[sku] ?? '').trim() || '0';
    if (!/^\d{1,6}$/.test(count) || Number(count) > bought) return { wrong: 'many' };
    if (Number(count) > 0) picked.push({ sku, quantity: Number(count) });
  }
  return picked.length > 0 ? { picked } : { wrong: 'none' };
}

/** The fields of a form whose place the picks take. */
export const STANDS_FOR: Record<TicketType, readonly FieldName[]> = {
  complaint: ['order', 'product'],
  return: ['order', 'items'],
  inquiry: [],
};

/** What was picked in the words of those fields. */
export function wordsOf(type: TicketType, order: CheckedOrder, picked: readonly Bought[]) {
  const lines = picked.map(({ sku, quantity }) => {
    const name = order.items.find((item) => item.sku === sku)?.name ?? sku;
    return type === 'complaint' && quantity === 1 ? name : `${quantity} × ${name} (${sku})`;
  });
  const { number } = order;
  return type === 'complaint'
    ? { order: number, product: lines.join(', ').slice(0, 200) }
    : { order: number, items: lines.join('\n') };
}
