import { read, type Found } from './read.ts';
import { tokensOf } from './tokens.ts';

/** When a day is named and no time. */
const MORNING = 9;

/**
 * The moment that somebody means by "tomorrow 9", "in 2 hours", "jutro o 9", "пн 10:00", "24.12" or "mañana por la
 * tarde", in any of the five languages, in the zone of the browser. Undefined when it is not understood, or past.
 */
export function parseWhen(text: string, now: Date): Date | undefined {
  const tokens = tokensOf(text);
  const found = tokens && tokens.length > 0 ? read(tokens) : undefined;
  const moment = found && momentOf(found, now);
  return moment && moment > now ? moment : undefined;
}

function momentOf(found: Found, now: Date): Date | undefined {
  const { ahead: length, time, part } = found;
  if (length !== undefined) return new Date(now.getTime() + length);
  const { hour, minute } = clockOf(time, part);
  const at = (days: number, months = 0, day = now.getDate()) =>
    new Date(now.getFullYear(), now.getMonth() + months, day + days, hour, minute);
  if (found.months !== undefined) return found.next ? at(0, 1, 1) : at(0, found.months);
  if (found.days !== undefined) return found.days === 0 && !time && part === undefined ? undefined : at(found.days);
  if (found.date) return dateOf(found.date, now, hour, minute);
  if (found.weekday !== undefined) {
    const days = (found.weekday - now.getDay() + 7) % 7;
    return days === 0 && (found.next || !(time && at(0) > now)) ? at(7) : at(days);
  }
  if (!time && part === undefined) return undefined;
  return at(0) > now ? at(0) : at(1);
}

/** 8 in the evening is 20:00. */
function clockOf(time: Found['time'], part: number | undefined): { hour: number; minute: number } {
  if (!time) return { hour: part ?? MORNING, minute: 0 };
  const later = part !== undefined && part > 12 && time.hour < 12;
  return { hour: time.hour + (later ? 12 : 0), minute: time.minute };
}

/** Without a year the next one of that name; undefined for the 31st of a month that has none. */
function dateOf({ day, month, year }: NonNullable<Found['date']>, now: Date, hour: number, minute: number) {
  const first = new Date(year ?? now.getFullYear(), month, day, hour, minute);
  const date = year === undefined && first <= now ? new Date(now.getFullYear() + 1, month, day, hour, minute) : first;
  return date.getDate() === day ? date : undefined;
}
