import { fail } from '../errors.ts';

const MINUTE = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** True for UTC itself, not for zones that agree with it at times. */
export function isUtc(zone: string): boolean {
  return ['UTC', 'Etc/UTC', 'GMT', 'Z'].includes(zone) || /^[+-]00(?::?00)?$/.test(zone);
}

/** How far a time zone (an Olson name or `+hh:mm`) is ahead of UTC at a time, in milliseconds. */
export function offsetAt(zone: string, ms: number): number {
  if (isUtc(zone)) return 0;
  const fixed = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3] ?? 0)) * MINUTE;
  const parts: { [type: string]: number } = {};
  for (const { type, value } of formatOf(zone).formatToParts(ms)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}

/** The time at which clocks of a zone show a local time (given as if it were UTC). */
export function fromLocal(local: number, zone: string): number {
  const guess = local - offsetAt(zone, local);
  return local - offsetAt(zone, guess);
}

/** A date whose UTC parts are those that a zone's clocks show. */
export function toLocal(date: Date, zone: string): Date {
  return new Date(date.getTime() + offsetAt(zone, date.getTime()));
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format) return format;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return fail(40485, `unrecognized time zone identifier: "${zone}"`);
  }
  formats.set(zone, format);
  return format;
}
