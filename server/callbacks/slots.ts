import type { Opening } from '../settings/calendar/hours.ts';

const MINUTE_MS = 60_000;

/**
 * The beginnings of slots of that many minutes in opening hours, each from the beginning of its stretch on and whole
 * within it, none before `from`. A stretch that is cut off at `from` keeps the slots of the whole one: `openings` must
 * begin early enough.
 */
export function slotsIn(openings: readonly Opening[], minutes: number, from: Date): Date[] {
  const length = minutes * MINUTE_MS;
  return openings.flatMap((opening) => {
    const slots: Date[] = [];
    for (let at = opening.from.getTime(); at + length <= opening.to.getTime(); at += length)
      if (at >= from.getTime()) slots.push(new Date(at));
    return slots;
  });
}
