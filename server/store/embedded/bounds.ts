import { BSONRegExp } from 'bson';
import { rankOf } from './compare.ts';
import type { Filter } from './filter.ts';
import { EMPTY, encodeStringPrefix, encodeValue } from './keys.ts';
import type { Need } from './needs.ts';
import { literalPrefix } from './regex.ts';
import { type Test } from './tests.ts';
import { isNumeric, type Value } from './value.ts';

/** A stretch of one field's ascending keys; its ends are prefixes of keys. */
export interface Interval {
  low: Buffer;
  lowIn: boolean;
  high: Buffer;
  highIn: boolean;
}

/** What an index field is restricted to, in key order, and the filters that this restriction replaces. */
export interface FieldBounds {
  intervals: Interval[];
  points: boolean;
  replaces: Filter[];
}

/** The tightest bounds that conditions on one field give; undefined when none restricts an index. */
export function boundsOf(needs: Need[], array: boolean): FieldBounds | undefined {
  for (const operator of ['$eq', '$in']) {
    for (const need of needs) {
      if (need.test.operator !== operator) continue;
      const bounds = pointBounds(need, array);
      if (bounds) return bounds;
    }
  }
  return rangeBounds(needs, array) ?? regexBounds(needs);
}

function pointBounds({ test, filter, exact }: Need, array: boolean): FieldBounds | undefined {
  const values = test.operator === '$eq' ? [test.value] : (test.value as Value[]);
  if (test.operator === '$in' && values.some((value) => value instanceof BSONRegExp)) return undefined;
  const keys = new Map<string, Buffer>();
  let precise = exact;
  for (const value of values) {
    if (Array.isArray(value) || value === null) precise = precise && value === null && !array;
    for (const key of pointKeys(value)) keys.set(key.toString('latin1'), key);
  }
  const sorted = [...keys.values()].sort(Buffer.compare);
  const intervals = sorted.map((key) => ({ low: key, lowIn: true, high: key, highIn: true }));
  return { intervals, points: true, replaces: precise ? [filter] : [] };
}

/** An array is found by itself (inside another array) or by its first element. */
function pointKeys(value: Value): Buffer[] {
  if (!Array.isArray(value)) return [encodeValue(value)];
  return [encodeValue(value), encodeValue(value.length === 0 ? EMPTY : value[0]!)];
}

const RANGES = new Set(['$gt', '$gte', '$lt', '$lte']);

/** Through arrays different elements may fulfil different conditions, so there only one range counts. */
function rangeBounds(needs: Need[], array: boolean): FieldBounds | undefined {
  let best: FieldBounds | undefined;
  let group: Filter | undefined;
  for (const need of needs) {
    const interval = RANGES.has(need.test.operator) ? rangeOf(need.test) : undefined;
    if (!interval) continue;
    const replaces = need.exact ? [need.filter] : [];
    if (!best) [best, group] = [{ intervals: [interval], points: false, replaces }, need.group];
    else if (!array || (need.group && need.group === group)) {
      best.intervals = [intersect(best.intervals[0]!, interval)];
      best.replaces.push(...replaces);
    }
  }
  return best;
}

function rangeOf({ operator, value }: Test): Interval | undefined {
  const rank = rankOf(value);
  if (value === null || rank === 0x01 || rank === 0xf0 || rank === 0x40 || rank === 0xa0) return undefined;
  if (isNumeric(value) && Number.isNaN(Number(value.toString()))) return undefined;
  const key = encodeValue(value);
  const type = Buffer.from([rank]);
  if (operator.startsWith('$g')) return { low: key, lowIn: operator === '$gte', high: type, highIn: true };
  const below = rank === 0x10 ? NAN : type;
  return { low: below, lowIn: below === type, high: key, highIn: operator === '$lte' };
}

const NAN = Buffer.from([0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

function intersect(a: Interval, b: Interval): Interval {
  const lower = Buffer.compare(a.low, b.low);
  const upper = compareHigh(a.high, b.high);
  return {
    low: lower >= 0 ? a.low : b.low,
    lowIn: lower === 0 ? a.lowIn && b.lowIn : lower > 0 ? a.lowIn : b.lowIn,
    high: upper <= 0 ? a.high : b.high,
    highIn: upper === 0 ? a.highIn && b.highIn : upper < 0 ? a.highIn : b.highIn,
  };
}

/** As upper ends a prefix stands for everything that begins with it, so the shorter one is greater. */
function compareHigh(a: Buffer, b: Buffer): number {
  const length = Math.min(a.length, b.length);
  return Buffer.compare(a.subarray(0, length), b.subarray(0, length)) || b.length - a.length;
}

function regexBounds(needs: Need[]): FieldBounds | undefined {
  for (const { test } of needs) {
    if (test.operator === '$regex') {
      const prefix = literalPrefix(test.value as BSONRegExp);
      if (prefix === '') continue;
      const low = encodeStringPrefix(prefix);
      const itself = encodeValue(test.value);
      const intervals = [low, itself].map((key) => ({ low: key, lowIn: true, high: key, highIn: true }));
      return { intervals, points: false, replaces: [] };
    }
  }
  return undefined;
}
