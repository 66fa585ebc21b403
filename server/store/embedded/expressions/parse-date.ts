import { fail } from '../errors.ts';
import { fromLocal } from './zone.ts';

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3})\d*)?)?)? ?(Z|[+-]\d\d:?\d\d)?$/;
const NAMES: { [letter: string]: [pattern: string, field: string] } = {
  Y: ['(\\d{4})', 'year'],
  m: ['(\\d{1,2})', 'month'],
  d: ['(\\d{1,2})', 'day'],
  H: ['(\\d{1,2})', 'hour'],
  M: ['(\\d{1,2})', 'minute'],
  S: ['(\\d{1,2})', 'second'],
  L: ['(\\d{1,3})', 'millisecond'],
  z: ['(Z|[+-]\\d\\d:?\\d\\d)', 'zone'],
};

/** Reads a date, by default ISO 8601 with or without time and zone; anything else is refused (241). */
export function parseDate(text: string, format: string | undefined, zone: string): Date {
  const parts = format === undefined ? parseIso(text) : parseFormat(text, format);
  if (!parts) return fail(241, `Error parsing date string '${text}'`);
  const { year = '', month = '1', day = '1', hour = '0', minute = '0', second = '0', millisecond = '0' } = parts;
  const ms = Number(millisecond.padEnd(3, '0'));
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    ms,
  );
  const back = new Date(local);
  if (
    back.getUTCMonth() !== Number(month) - 1 ||
    back.getUTCDate() !== Number(day) ||
    Number(hour) > 23 ||
    Number(minute) > 59
  ) {
    return fail(241, `Error parsing date string '${text}': the date does not exist`);
  }
  return new Date(fromLocal(local, parts.zone ?? zone));
}

type Parts = { [field: string]: string | undefined };

function parseIso(text: string): Parts | undefined {
  const found = ISO.exec(text);
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second, millisecond, zone] = found;
  return { year, month, day, hour, minute, second, millisecond, zone };
}

function parseFormat(text: string, format: string): Parts | undefined {
  const fields: string[] = [];
  const source = format.replace(/%(.)|[\\^$.*+?()[\]{}|]/g, (whole, letter: string | undefined) => {
    if (letter === undefined) return `\\${whole}`;
    if (letter === '%') return '%';
    const known = Object.hasOwn(NAMES, letter) ? NAMES[letter] : undefined;
    if (!known) return fail(18536, `Invalid format character '%${letter}' in format string`);
    fields.push(known[1]);
    return known[0];
  });
  const found = new RegExp(`^${source}$`).exec(text);
  return found ? Object.fromEntries(fields.map((field, i) => [field, found[i + 1]])) : undefined;
}
