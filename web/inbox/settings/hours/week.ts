import type { CalendarView } from '../../../../server/settings/calendar/schema.ts';

export type Stretch = CalendarView['hours'][number];
/** Monday first: the hours of each day, as the fields hold them, where midnight at the end is 00:00. */
export type Week = { from: string; to: string }[][];

export const USUAL = { from: '09:00', to: '17:00' };

export const weekOf = (hours: readonly Stretch[]): Week =>
  Array.from({ length: 7 }, (_, i) =>
    hours
      .filter(({ day }) => day === i + 1)
      .map(({ from, to }) => ({ from, to: to === '24:00' ? '00:00' : to }))
      .sort((a, b) => a.from.localeCompare(b.from)),
  );

export const hoursOf = (week: Week): Stretch[] =>
  week.flatMap((stretches, i) => stretches.map(({ from, to }) => ({ day: i + 1, from, to: endOf(to) })));

/** Whether some hours end before they begin, or overlap on their day. */
export const isWrong = (week: Week): boolean =>
  week.some((stretches) => {
    const sorted = stretches.toSorted((a, b) => a.from.localeCompare(b.from));
    return sorted.some(({ from, to }, i) => from >= endOf(to) || endOf(to) > (sorted[i + 1]?.from ?? '24:00'));
  });

/** A day's name, 1 Monday to 7 Sunday. 1 January 2024 was a Monday. */
export const dayName = (day: number, locale: string, style: 'long' | 'short'): string =>
  new Intl.DateTimeFormat(locale, { weekday: style, timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, day)));

/** "Mon–Fri 09:00–13:00, 14:00–17:00; Sat 10:00–14:00": days that follow each other and have the same hours are told as one. */
export function inWords(hours: readonly Stretch[], locale: string): string {
  const days = weekOf(hours).map((stretches) => stretches.map(({ from, to }) => `${from}–${endOf(to)}`).join(', '));
  const runs: { from: number; to: number; text: string }[] = [];
  for (const [i, text] of days.entries()) {
    const last = runs.at(-1);
    if (last?.text === text) last.to = i + 1;
    else runs.push({ from: i + 1, to: i + 1, text });
  }
  const named = (day: number): string => dayName(day, locale, 'short');
  return runs
    .filter(({ text }) => text)
    .map(({ from, to, text }) => `${from === to ? named(from) : `${named(from)}–${named(to)}`} ${text}`)
    .join('; ');
}

const endOf = (to: string): string => (to === '00:00' ? '24:00' : to);
