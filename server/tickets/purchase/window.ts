import { dateIn } from '../../settings/day.ts';

/** What a return is judged by; days are those of the shop's calendar. */
export interface Judged {
  deliveredAt: Date | null;
  now: Date;
  /** Days after the delivery within which things may be sent back; null: nobody has said it. */
  returnDays: number | null;
  timeZone: string;
  /** How many were bought, how many are sent back with this return, and how many were with others. */
  bought: number;
  wanted: number;
  returned: number;
  /** False: it cannot be sent back at all. */
  returnable?: boolean | undefined;
}

/**
 * `fits`; or the first reason why not: `excluded` (it cannot be sent back at all), `undelivered`, `too-late`, `returned` (all of them were already), `too-many`;
 * `unknown` where the shop has not said how long.
 */
export type Verdict = 'fits' | 'excluded' | 'undelivered' | 'too-late' | 'returned' | 'too-many' | 'unknown';

/** Whether something can be sent back by the shop's own rule. The day of the delivery does not count. */
export function judge({
  deliveredAt,
  now,
  returnDays,
  timeZone,
  bought,
  wanted,
  returned,
  returnable,
}: Judged): Verdict {
  if (returnable === false) return 'excluded';
  if (returned >= bought) return 'returned';
  if (returned + wanted > bought) return 'too-many';
  if (!deliveredAt) return 'undelivered';
  if (returnDays === null) return 'unknown';
  return dateIn(timeZone, now.getTime()) <= lastDay(deliveredAt, returnDays, timeZone) ? 'fits' : 'too-late';
}

/** The last day (YYYY-MM-DD) on which something can be sent back. */
export function lastDay(deliveredAt: Date, returnDays: number, timeZone: string): string {
  const day = new Date(`${dateIn(timeZone, deliveredAt.getTime())}T00:00:00Z`);
  return new Date(day.getTime() + returnDays * 86_400_000).toISOString().slice(0, 10);
}
