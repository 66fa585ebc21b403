import type { Context } from '../context.ts';
import { takenBetween } from './claim.ts';
import type { RepairPointDoc } from './point-model.ts';
import type { RepairDoc } from './model.ts';
import { listPoints, withHolidays } from './points.ts';
import { dateAt, freeSlots, serves, type Slot } from './slots.ts';

export interface FreeSlot extends Slot {
  point: RepairPointDoc;
}

export interface Free {
  slots: FreeSlot[];
  /** Where later ones begin. */
  next: Date | null;
  /** Why there are none: there is nobody at all, or nobody who serves that place. */
  reason: 'no-points' | 'region' | null;
}

/** Slots of one page, and how many days are looked at in one step. */
const MOST = 60;
const STEP_MS = 7 * 86_400_000;

const NOWHERE = { postcode: '', place: '', address: '' };

/** Who would do a repair, with the days on which they do not work. */
export async function servingPoints(context: Context, { details }: RepairDoc): Promise<RepairPointDoc[]> {
  const points = (await listPoints(context)).filter(({ active }) => active);
  const serving = points.filter((point) => serves(point, details?.where ?? NOWHERE));
  return await withHolidays(context, serving);
}

/** The times at which a repair can be done, from `after` on, the earliest first: what it holds itself counts as free. */
export async function slotsFor(context: Context, repair: RepairDoc, after?: Date): Promise<Free> {
  const points = await servingPoints(context, repair);
  if (points.length === 0) {
    const any = (await listPoints(context)).some(({ active }) => active);
    return { slots: [], next: null, reason: any ? 'region' : 'no-points' };
  }
  const now = context.clock.now();
  const end = new Date(now.getTime() + Math.max(...points.map(({ aheadDays }) => aheadDays)) * 86_400_000);
  let from = after && after > now ? after : now;
  while (from < end) {
    const until = new Date(from.getTime() + STEP_MS);
    const found = (await Promise.all(points.map((point) => freeAt(context, repair, point, { from, until })))).flat();
    if (found.length > 0) {
      found.sort((a, b) => a.from.getTime() - b.from.getTime());
      const slots = wholeTimes(found);
      const rest = found[slots.length]?.from ?? (until < end ? until : null);
      return { slots, next: rest, reason: null };
    }
    from = until;
  }
  return { slots: [], next: null, reason: null };
}

async function freeAt(
  context: Context,
  repair: RepairDoc,
  point: RepairPointDoc,
  { from, until }: { from: Date; until: Date },
): Promise<FreeSlot[]> {
  const taken = await takenBetween(context, point, dateAt(point, from), dateAt(point, until));
  const others = taken.filter((one) => !one.repair.equals(repair._id));
  const when = { duration: repair.duration, now: context.clock.now(), after: from, until };
  return freeSlots(point, others, when).map((slot) => ({ ...slot, point }));
}

/** No time is cut in two: the next page begins with another one. */
function wholeTimes(found: FreeSlot[]): FreeSlot[] {
  const beyond = found[MOST]?.from.getTime();
  if (beyond === undefined) return found;
  const first = found.findIndex(({ from }) => from.getTime() === beyond);
  return found.slice(0, first > 0 ? first : found.findLastIndex(({ from }) => from.getTime() === beyond) + 1);
}
