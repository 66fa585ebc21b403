import { dayAt, daysFrom, followingDay, lastMomentOf, type Day } from './days.ts';

/** Hours on a day of the week, as the clocks of the calendar's zone show them. */
export interface Stretch {
  /** 1 Monday to 7 Sunday. */
  day: number;
  /** HH:MM */
  from: string;
  /** HH:MM, later than `from`; 24:00 is the day's end. */
  to: string;
}

export interface Holiday {
  /** YYYY-MM-DD */
  date: string;
  name: string;
}

/**
 * When somebody is there. What is computed of a calendar is kept with the object: it is never changed, a changed
 * calendar is another object. A time that the clocks leave out is the moment at which they do, one that comes twice is
 * meant the first time it comes.
 */
export interface Calendar {
  /** IANA name. */
  timeZone: string;
  /** In any order, several a day; hours over midnight are two stretches. */
  hours: Stretch[];
  /** Closed all day. */
  holidays: Holiday[];
}

export interface Opening {
  /** Included. */
  from: Date;
  /** Not included. */
  to: Date;
}

const MINUTE_MS = 60_000;

/** Whether somebody is there at a moment. */
export function isOpen(calendar: Calendar, at: Date): boolean {
  const now = at.getTime();
  return dayAt(calendar, now).spans.some(({ from, to }) => from <= now && now < to);
}

/** The first moment at which it is open: `at` itself while it is; undefined where it never opens. */
export function nextOpening(calendar: Calendar, at: Date): Date | undefined {
  for (const { from } of spansFrom(calendar, at.getTime())) return new Date(Math.max(from, at.getTime()));
  return undefined;
}

/**
 * The moment at which so many minutes of opening time have passed, fractions included: the end of a stretch rather than
 * the beginning of the next one. With none it is the next opening. Undefined where it never opens, or is not that long
 * open within ten years.
 */
export function addBusiness(calendar: Calendar, from: Date, minutes: number): Date | undefined {
  let left = minutes * MINUTE_MS;
  for (const span of spansFrom(calendar, from.getTime())) {
    const begin = Math.max(span.from, from.getTime());
    if (span.to - begin >= left) return new Date(begin + left);
    left -= span.to - begin;
  }
  return undefined;
}

/**
 * The close of business of the so-and-so-many-th day with opening hours after the day of `from`, which itself is not
 * counted, however early it is (as in Regulation 1182/71, Article 3). Undefined where it never opens.
 */
export function addBusinessDays(calendar: Calendar, from: Date, days: number): Date | undefined {
  let left = days;
  for (const day of daysFrom(calendar, followingDay(dayAt(calendar, from.getTime())))) {
    const closes = day.spans.at(-1)?.to;
    if (closes !== undefined && --left <= 0) return new Date(Math.min(closes, lastMomentOf(calendar, day.date)));
  }
  return undefined;
}

/** The last millisecond of the day that comes so many days after that of `from`, open or not. */
export function addCalendarDays(calendar: Calendar, from: Date, days: number): Date {
  return new Date(lastMomentOf(calendar, followingDay(dayAt(calendar, from.getTime()), days)));
}

/**
 * Minutes of opening time between two moments, fractions included; 0 where the second is not the later one. What is
 * more than ten years after the first is not looked at, here and in `openings`.
 */
export function businessMinutes(calendar: Calendar, from: Date, to: Date): number {
  let sum = 0;
  for (const span of spansFrom(calendar, from.getTime())) {
    if (span.from >= to.getTime()) break;
    sum += Math.min(span.to, to.getTime()) - Math.max(span.from, from.getTime());
  }
  return sum / MINUTE_MS;
}

/** When it is open between two moments, cut off at them; what meets at midnight is one. */
export function openings(calendar: Calendar, from: Date, to: Date): Opening[] {
  const found: Opening[] = [];
  for (const span of spansFrom(calendar, from.getTime())) {
    if (span.from >= to.getTime()) break;
    const opening = { from: new Date(Math.max(span.from, from.getTime())), to: new Date(Math.min(span.to, +to)) };
    const last = found.at(-1);
    if (last?.to.getTime() === opening.from.getTime()) last.to = opening.to;
    else found.push(opening);
  }
  return found;
}

/** In order; those that end at a moment or before it are left out. */
function* spansFrom(calendar: Calendar, at: number): Generator<Day['spans'][number]> {
  for (const { spans } of daysFrom(calendar, dayAt(calendar, at).date))
    for (const span of spans) if (span.to > at) yield span;
}
