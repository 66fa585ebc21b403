import { openings, type Calendar, type Opening } from '../settings/calendar/hours.ts';
import { dateIn, startOf } from '../settings/day.ts';
import { fold } from '../words/fold.ts';
import type { RepairPointDoc } from './point-model.ts';
import type { Taken } from './day-model.ts';
import type { Where } from './model.ts';

type Point = Pick<RepairPointDoc, 'timeZone' | 'hours' | 'daysOff' | 'noticeHours' | 'aheadDays'>;

export interface Slot {
  from: Date;
  to: Date;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Whether a point serves somebody there: where neither postcode nor place is known, one that serves everybody does. */
export function serves({ regions }: Pick<RepairPointDoc, 'regions'>, { postcode, place }: Where): boolean {
  if (regions.length === 0) return true;
  const [code, name] = [bare(postcode), fold(place).trim()];
  return regions.some((region) =>
    /\d/.test(region) ? code !== '' && code.startsWith(bare(region)) : name !== '' && fold(region).trim() === name,
  );
}

/** Postcodes are written with and without spaces and hyphens: `00-950`, `SW1A 1AA`. */
const bare = (postcode: string): string => fold(postcode).replace(/[^\p{L}\p{N}]/gu, '');

/**
 * The times at which a repair of so many minutes can begin at a point from `after` to before `until`, in order: within
 * one shift, not too soon and not too far away, and with room beside what is taken.
 */
export function freeSlots(
  point: Point,
  taken: readonly Taken[],
  { duration, now, after, until }: { duration: number; now: Date; after: Date; until: Date },
): Slot[] {
  const earliest = Math.max(after.getTime(), now.getTime() + point.noticeHours * HOUR_MS);
  const latest = Math.min(until.getTime(), now.getTime() + point.aheadDays * DAY_MS);
  if (!(earliest < latest)) return [];
  const found = shiftsBetween(point, new Date(earliest - DAY_MS), new Date(latest + DAY_MS)).flatMap((shift) =>
    startsIn(shift, duration)
      .filter(({ from }) => from.getTime() >= earliest && from.getTime() < latest && from > now)
      .filter((slot) => hasRoom(taken, slot, shift.capacity)),
  );
  return found.sort((a, b) => a.from.getTime() - b.from.getTime());
}

/** The slot that begins at `from`, taken or not, with the room of its shift; undefined where none does, or not any more. */
export function slotAt(
  point: Point,
  from: Date,
  { duration, now }: { duration: number; now: Date },
): (Slot & { capacity: number }) | undefined {
  const at = from.getTime();
  const notice = at - now.getTime();
  if (!(notice > 0 && notice >= point.noticeHours * HOUR_MS && notice < point.aheadDays * DAY_MS)) return undefined;
  for (const shift of shiftsBetween(point, new Date(at - DAY_MS), new Date(at + 2 * DAY_MS))) {
    const slot = startsIn(shift, duration).find((one) => one.from.getTime() === at);
    if (slot) return { ...slot, capacity: shift.capacity };
  }
  return undefined;
}

/** Whether one more fits: at no moment of it are more than `capacity` under way. */
export function hasRoom(taken: readonly Pick<Taken, 'from' | 'to'>[], { from, to }: Slot, capacity: number): boolean {
  const beside = taken.filter((one) => one.from < to && one.to > from);
  const moments = [from, ...beside.map((one) => one.from).filter((at) => at > from)];
  return moments.every((at) => beside.filter((one) => one.from <= at && one.to > at).length < capacity);
}

/** The date (YYYY-MM-DD) under which a time of a point is taken. */
export const dateAt = ({ timeZone }: Pick<RepairPointDoc, 'timeZone'>, at: Date): string =>
  dateIn(timeZone, at.getTime());

/** What is open with the same room, each day for itself: what is taken is kept by days. */
function shiftsBetween(point: Point, from: Date, to: Date): (Opening & { capacity: number })[] {
  return calendarsOf(point).flatMap(({ calendar, capacity }) =>
    openings(calendar, from, to)
      // Cut off at the edges: not where it begins.
      .filter((opening) => opening.from > from && opening.to < to)
      .flatMap((opening) => byDays(point, opening))
      .map((opening) => ({ ...opening, capacity })),
  );
}

function calendarsOf({ timeZone, hours, daysOff }: Point): { calendar: Calendar; capacity: number }[] {
  return [...new Set(hours.map(({ capacity }) => capacity))].map((capacity) => {
    const stretches = hours.filter((shift) => shift.capacity === capacity);
    const own = stretches.map(({ day, from, to }) => ({ day, from, to }));
    return { capacity, calendar: { timeZone, hours: own, holidays: daysOff } };
  });
}

function byDays(point: Point, { from, to }: Opening): Opening[] {
  const last = dateAt(point, new Date(to.getTime() - 1));
  if (dateAt(point, from) === last) return [{ from, to }];
  const midnight = startOf(point.timeZone, last);
  return [...byDays(point, { from, to: midnight }), { from: midnight, to }];
}

/** Every half hour, every hour for what takes longer. */
function startsIn({ from, to }: Opening, duration: number): Slot[] {
  const step = (duration < 60 ? 30 : 60) * MINUTE_MS;
  const length = duration * MINUTE_MS;
  const slots: Slot[] = [];
  for (let at = from.getTime(); at + length <= to.getTime(); at += step)
    slots.push({ from: new Date(at), to: new Date(at + length) });
  return slots;
}
