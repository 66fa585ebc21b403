import { dateIn } from '../settings/day.ts';
import type { OrderItem } from './model.ts';
import type { OrderView } from './schema.ts';

export type Warranty = OrderView['items'][number]['warranty'];

/** What holds in the shop where an item says nothing, and where its days begin. */
export interface ShopTerms {
  /** Null: nobody has said it. */
  warrantyMonths: number | null;
  timeZone: string;
}

/**
 * Whether an item is under warranty: it begins with the delivery and ends with the day of the month that has the same
 * number, or with the last day of a shorter month.
 */
export function warrantyOf(
  item: Pick<OrderItem, 'warrantyMonths'>,
  deliveredAt: Date | null,
  { warrantyMonths, timeZone }: ShopTerms,
  now: Date,
): Warranty {
  const months = item.warrantyMonths ?? warrantyMonths;
  if (months === null) return { state: 'unknown', until: null };
  if (months === 0) return { state: 'none', until: null };
  if (deliveredAt === null) return { state: 'undelivered', until: null };
  const until = addMonths(dateIn(timeZone, deliveredAt.getTime()), months);
  return { state: dateIn(timeZone, now.getTime()) <= until ? 'covered' : 'ended', until };
}

/** A date (YYYY-MM-DD) so many months later: 31 January and one month is the last day of February. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return `${first.toISOString().slice(0, 8)}${String(Math.min(day, last)).padStart(2, '0')}`;
}
