import type { Opening } from '../settings/calendar/hours.ts';

const MINUTE_MS = 60_000;

/**
 * The beginnings of slots of that many minutes in opening hours, whole within them, none before `from`. They count from
 * the beginning of each stretch; of one that is older than `since`, from where the openings were looked for, nobody
 * knows that: there they stand where they always do by the clock, whenever it is asked.
 */
export function slotsIn(
  openings: readonly Opening[],
  minutes: number,
  { since, from }: { since: Date; from: Date },
): Date[] {
  const length = minutes * MINUTE_MS;
  return openings.flatMap((opening) => {
    const begin = opening.from.getTime();
    const slots: Date[] = [];
    const first = opening.from > since ? begin : Math.ceil(begin / length) * length;
    for (let at = first; at + length <= opening.to.getTime(); at += length)
      if (at >= from.getTime()) slots.push(new Date(at));
    return slots;
  });
}
