import { boughtTexts } from '../../messages/bought.ts';
import { dayInWords } from '../../messages/dates.ts';
import { fill } from '../../messages/help.ts';
import type { Language } from '../envelopes.ts';
import type { CheckedItem, CheckedOrder } from './check.ts';

/** What is said of a product; `good`: it is what its customer hopes for. */
export interface OrderLine {
  text: string;
  good: boolean;
}

/** How far an order is, in sentences. */
export function factsOfOrder(locale: Language, order: CheckedOrder): string[] {
  const t = boughtTexts[locale];
  const { state, placedOn, shippedOn, deliveredOn, carrier } = order;
  if (deliveredOn) return [fill(t.delivered, { date: day(locale, deliveredOn) })];
  if (state === 'placed') return [fill(t.placed, { date: day(locale, placedOn) })];
  const sent = shippedOn ? fill(t.shippedOn, { date: day(locale, shippedOn) }) : t.shipped;
  return [sent, ...(carrier ? [`${fill(t.carrier, { carrier })}.`] : [])];
}

/** Whether a product can be sent back, and how many of it have been; nothing where the shop has not said how long. */
export function backLines(locale: Language, order: CheckedOrder, item: CheckedItem): OrderLine[] {
  const t = boughtTexts[locale];
  const { verdict, bought, returned } = item;
  const back = { text: fill(t.verdict[verdict], { date: day(locale, order.returnUntil) }), good: verdict === 'fits' };
  const left = { text: returned > 0 && returned < bought ? fill(t.left, { bought, returned }) : '', good: false };
  return [back, left].filter(({ text }) => text !== '');
}

/** Whether it is under warranty; undefined where nobody has said how long, and before it is delivered. */
export function warrantyLine(locale: Language, { warranty: { state, until } }: CheckedItem): OrderLine | undefined {
  if (state !== 'covered' && state !== 'ended') return undefined;
  return { text: fill(boughtTexts[locale].warranty[state], { date: day(locale, until) }), good: state === 'covered' };
}

/** A date (YYYY-MM-DD) as people write it. */
const day = (locale: Language, date: string | null): string =>
  date === null ? '' : dayInWords(locale, new Date(`${date}T12:00:00Z`), 'UTC');
