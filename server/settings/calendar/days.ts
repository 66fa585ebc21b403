import { Temporal } from 'temporal-polyfill';
import type { Calendar, Stretch } from './hours.ts';

/** A date of a calendar and when it is open on it: milliseconds, in order, apart from each other, none empty. */
export interface Day {
  date: Temporal.PlainDate;
  spans: { from: number; to: number }[];
}

/** What is known of a calendar. */
interface Memory {
  /** Stretches by day of the week, in order and apart from each other. */
  week: Map<number, Stretch[]>;
  holidays: Set<string>;
  days: Map<string, Day>;
}

/** So far it is looked ahead. */
const HORIZON_DAYS = 3_660;
/** More are not kept of a calendar. */
const MOST_DAYS = 8_000;

const memories = new WeakMap<Calendar, Memory>();

/** The day in which a moment (milliseconds) lies. */
export function dayAt(calendar: Calendar, at: number): Day {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(calendar.timeZone);
  return dayOn(calendar, zoned.toPlainDate());
}

/** A date and those after it for ten years; none where no day of the week has hours. */
export function* daysFrom(calendar: Calendar, date: Temporal.PlainDate): Generator<Day> {
  if (memoryOf(calendar).week.size === 0) return;
  for (let days = 0, on = date; days < HORIZON_DAYS; days++, on = on.add({ days: 1 })) yield dayOn(calendar, on);
}

export const followingDay = ({ date }: Day, days = 1): Temporal.PlainDate => date.add({ days });

/** The last millisecond of a date. */
export const lastMomentOf = ({ timeZone }: Calendar, date: Temporal.PlainDate): number =>
  momentOf(timeZone, date, '24:00') - 1;

function dayOn(calendar: Calendar, date: Temporal.PlainDate): Day {
  const memory = memoryOf(calendar);
  const key = date.toString();
  const known = memory.days.get(key);
  if (known) return known;
  const stretches = memory.holidays.has(key) ? [] : (memory.week.get(date.dayOfWeek) ?? []);
  const spans = stretches
    .map(({ from, to }) => ({
      from: momentOf(calendar.timeZone, date, from),
      to: momentOf(calendar.timeZone, date, to),
    }))
    .filter(({ from, to }) => from < to);
  const day = { date, spans };
  if (memory.days.size >= MOST_DAYS) memory.days.clear();
  memory.days.set(key, day);
  return day;
}

function memoryOf(calendar: Calendar): Memory {
  const known = memories.get(calendar);
  if (known) return known;
  const byDay = Map.groupBy(calendar.hours, ({ day }) => day);
  const memory: Memory = {
    week: new Map([...byDay].map(([day, stretches]) => [day, joined(stretches)])),
    holidays: new Set(calendar.holidays.map(({ date }) => date)),
    days: new Map(),
  };
  memories.set(calendar, memory);
  return memory;
}

/** In order, and those that meet or overlap as one. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const apart: Stretch[] = [];
  for (const stretch of stretches.toSorted((a, b) => a.from.localeCompare(b.from))) {
    const last = apart.at(-1);
    if (!last || last.to < stretch.from) apart.push({ ...stretch });
    else if (last.to < stretch.to) last.to = stretch.to;
  }
  return apart;
}

/** The first moment at which the clocks of a zone show a time of a date, or have gone past it (HH:MM, 24:00 included). */
function momentOf(zone: string, date: Temporal.PlainDate, time: string): number {
  // A date's beginning is not always midnight: where the clocks leave that out, it is what comes after.
  if (time === '24:00') return date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
  const wanted = date.toPlainDateTime(time);
  const shown = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (shown.toPlainDateTime().equals(wanted)) return shown.epochMilliseconds;
  return (shown.getTimeZoneTransition('next') ?? shown).epochMilliseconds;
}
