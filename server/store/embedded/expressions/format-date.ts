import { fail } from '../errors.ts';
import { dayOfYear, isoWeek, sundayWeek } from './calendar.ts';

const pad = (value: number, width: number) => String(value).padStart(width, '0');
const month = (local: Date, style: 'long' | 'short') =>
  local.toLocaleString('en-US', { month: style, timeZone: 'UTC' });

const SPECIFIERS: { [letter: string]: (local: Date, offset: number) => string } = {
  Y: (local) => pad(local.getUTCFullYear(), 4),
  m: (local) => pad(local.getUTCMonth() + 1, 2),
  d: (local) => pad(local.getUTCDate(), 2),
  H: (local) => pad(local.getUTCHours(), 2),
  M: (local) => pad(local.getUTCMinutes(), 2),
  S: (local) => pad(local.getUTCSeconds(), 2),
  L: (local) => pad(local.getUTCMilliseconds(), 3),
  j: (local) => pad(dayOfYear(local), 3),
  w: (local) => String(local.getUTCDay() + 1),
  U: (local) => pad(sundayWeek(local), 2),
  u: (local) => String(isoWeek(local).day),
  V: (local) => pad(isoWeek(local).week, 2),
  G: (local) => pad(isoWeek(local).year, 4),
  B: (local) => month(local, 'long'),
  b: (local) => month(local, 'short'),
  z: (_local, offset) =>
    (offset < 0 ? '-' : '+') +
    pad(Math.floor(Math.abs(offset) / 3_600_000), 2) +
    pad((Math.abs(offset) / 60_000) % 60, 2),
  Z: (_local, offset) => String(offset / 60_000),
  '%': () => '%',
};

/** Formats a local date as `$dateToString` does (`%Y-%m-%dT%H:%M:%S.%LZ`); `offset` is the zone's, in ms. */
export function formatDate(local: Date, offset: number, format: string): string {
  return format.replace(/%(.?)/g, (_, letter: string) => {
    const write = Object.hasOwn(SPECIFIERS, letter) ? SPECIFIERS[letter] : undefined;
    return write ? write(local, offset) : fail(18536, `Invalid format character '%${letter}' in format string`);
  });
}
