import type { Token } from './tokens.ts';
import type { Meaning } from './words.ts';

/** What was understood of a moment. */
export interface Found {
  /** Milliseconds from now. */
  ahead?: number;
  /** Whole days or months from today. */
  days?: number;
  months?: number;
  weekday?: number;
  /** "next": never today; with a week its Monday, with a month its first. */
  next?: boolean;
  date?: { day: number; month: number; year?: number };
  time?: { hour: number; minute: number };
  part?: number;
}

const MINUTE = 60_000;

/** Goes through the parts from left to right; undefined when they do not fit together. */
export function read(tokens: readonly Token[]): Found | undefined {
  const found: Found = {};
  for (let at = 0; at < tokens.length;) {
    const used = step(found, tokens, at);
    if (used === 0) return undefined;
    at += used;
  }
  return found;
}

/** Takes what stands at a place; answers how many parts that were, 0 when it fits nowhere. */
function step(found: Found, tokens: readonly Token[], at: number): number {
  const token = tokens[at];
  if (!token) return 0;
  if (token.is === 'time') return setTime(found, token.hour, token.minute) ? 1 : 0;
  if (token.is === 'date') return setDate(found, token) ? 1 : 0;
  if (token.is === 'number') return readNumber(found, token.value, tokens, at);
  return readWord(found, tokens, at);
}

function readNumber(found: Found, value: number, tokens: readonly Token[], at: number): number {
  const next = meaningAt(tokens, at + 1);
  const unit = next('unit');
  if (unit && !wasAt(tokens, at)) return ahead(found, value, unit.unit) ? 2 : 0;
  if (unit?.unit === 'hour') return setTime(found, value, 0) ? 2 : 0;
  // 24 de diciembre
  const gap = next('filler') && meaningAt(tokens, at + 2)('month') ? 2 : 1;
  const month = meaningAt(tokens, at + gap)('month');
  if (month && found.date === undefined) {
    const after = tokens[at + gap + 1];
    const year = after?.is === 'number' && after.value > 1999 ? after.value : undefined;
    const date = { day: value, month: month.month, ...(year === undefined ? {} : { year }) };
    return setDate(found, date) ? gap + (year === undefined ? 1 : 2) : 0;
  }
  const half = next('am') ? 'am' : next('pm') ? 'pm' : undefined;
  if (half && value >= 1 && value <= 12) return setTime(found, (value % 12) + (half === 'pm' ? 12 : 0), 0) ? 2 : 0;
  return setTime(found, value, 0) ? 1 : 0;
}

function readWord(found: Found, tokens: readonly Token[], at: number): number {
  const here = meaningAt(tokens, at);
  const month = here('month');
  const after = tokens[at + 1];
  // dec 24; what is also a weekday ("mar") is a month only so.
  if (month && after?.is === 'number' && after.value > 12 && after.value < 32)
    return setDate(found, { day: after.value, month: month.month }) ? 2 : 0;
  const counted = readCount(found, tokens, at);
  if (counted > 0) return counted;
  if (readDay(found, here)) return 1;
  const part = here('part');
  if (part && found.part === undefined) {
    found.part = part.hour;
    return 1;
  }
  if (here('next')) found.next = true;
  return here('next') || here('after') || here('at') || here('filler') || here('one') ? 1 : 0;
}

/** An hour, half an hour, за week: lengths of time in words, and next week. */
function readCount(found: Found, tokens: readonly Token[], at: number): number {
  const here = meaningAt(tokens, at);
  if (here('half')) {
    const skip = meaningAt(tokens, at + 1)('one') || meaningAt(tokens, at + 1)('filler') ? 2 : 1;
    const hour = meaningAt(tokens, at + skip)('unit')?.unit === 'hour';
    return ahead(found, 0.5, 'hour') ? skip + (hour ? 1 : 0) : 0;
  }
  const unit = here('unit');
  if (!unit) return 0;
  const before = meaningAt(tokens, at - 1);
  if (before('after') || before('one')) return ahead(found, 1, unit.unit) ? 1 : 0;
  const isNext = found.next || meaningAt(tokens, at + 1)('next');
  if (!isNext || (unit.unit !== 'week' && unit.unit !== 'month')) return 0;
  if (unit.unit === 'week') found.weekday = 1;
  else found.months = 1;
  found.next = true;
  return 1;
}

function readDay(found: Found, here: ReturnType<typeof meaningAt>): boolean {
  if (found.days !== undefined || found.weekday !== undefined || found.date) return false;
  const [day, weekday] = [here('day'), here('weekday')];
  if (day) found.days = day.days;
  else if (weekday) found.weekday = weekday.weekday;
  else if (here('weekend')) found.weekday = 6;
  else return false;
  return true;
}

function ahead(found: Found, count: number, unit: 'minute' | 'hour' | 'day' | 'week' | 'month'): boolean {
  if (found.ahead !== undefined || found.days !== undefined || count <= 0 || count > 1000) return false;
  if (unit === 'minute' || unit === 'hour') found.ahead = count * (unit === 'hour' ? 60 : 1) * MINUTE;
  else if (unit === 'month') found.months = count;
  else found.days = count * (unit === 'week' ? 7 : 1);
  return true;
}

function setTime(found: Found, hour: number, minute: number): boolean {
  if (found.time || hour > 23 || minute > 59) return false;
  found.time = { hour, minute };
  return true;
}

function setDate(found: Found, date: NonNullable<Found['date']>): boolean {
  const { day, month } = date;
  if (found.date || day < 1 || day > 31 || month < 0 || month > 11) return false;
  found.date = date;
  return true;
}

type Of<Name> = Extract<Meaning, { is: Name }>;

/** What the word at a place means, asked by the kind of meaning. */
function meaningAt(tokens: readonly Token[], at: number) {
  const token = tokens[at];
  const means = token?.is === 'word' ? token.means : [];
  return <Name extends Meaning['is']>(name: Name): Of<Name> | undefined =>
    means.find((meaning): meaning is Of<Name> => meaning.is === name);
}

const wasAt = (tokens: readonly Token[], at: number): boolean => meaningAt(tokens, at - 1)('at') !== undefined;
