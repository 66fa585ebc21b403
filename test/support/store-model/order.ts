import { mongo } from 'mongoose';

// The classes of the driver, whatever else is loaded.
const { BSONRegExp, Binary, Code, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } = mongo.BSON;

/** A BSON value as the driver gives it with `promoteValues: false`; undefined is a missing field. */
export type Value = unknown;
export interface Doc {
  [name: string]: Value;
}

/** What an empty array is sorted as. */
export const EMPTY = Symbol('empty array');

export const isDoc = (value: Value): value is Doc =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** A time stamp is a Long for the driver's classes, and no number. */
export const isNumber = (value: Value): boolean =>
  value instanceof Int32 ||
  value instanceof Double ||
  value instanceof Decimal128 ||
  (value instanceof Long && !(value instanceof Timestamp));

/** MongoDB's order of types (https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/). */
export function rank(value: Value): number {
  if (value instanceof MinKey) return 1;
  if (value === EMPTY) return 2;
  if (value === null || value === undefined) return 3;
  if (isNumber(value)) return 4;
  if (typeof value === 'string') return 5;
  if (Array.isArray(value)) return 7;
  if (value instanceof Binary) return 8;
  if (value instanceof ObjectId) return 9;
  if (typeof value === 'boolean') return 10;
  if (value instanceof Date) return 11;
  if (value instanceof Timestamp) return 12;
  if (value instanceof BSONRegExp) return 13;
  if (value instanceof Code) return 14;
  if (value instanceof MaxKey) return 15;
  if (isDoc(value)) return 6;
  throw new Error(`no value of the model: ${String(value)}`);
}

/** MongoDB's order of values. */
export function order(a: Value, b: Value): number {
  return Math.sign(rank(a) - rank(b)) || within(a, b);
}

function within(a: Value, b: Value): number {
  if (isNumber(a)) return orderNumbers(exact(a), exact(b));
  if (Array.isArray(a)) return orderLists(a, b as Value[], order);
  if (isDoc(a)) return orderLists(Object.entries(a), Object.entries(b as Doc), orderFields);
  if (a instanceof Binary) {
    const other = b as mongo.BSON.Binary;
    return sign(a.position, other.position) || sign(a.sub_type, other.sub_type) || orderBytes(a.value(), other.value());
  }
  if (a instanceof ObjectId) return orderBytes(a.id, (b as mongo.BSON.ObjectId).id);
  if (a instanceof Date) return sign(a.getTime(), (b as Date).getTime());
  if (a instanceof Timestamp)
    return sign(a.t, (b as mongo.BSON.Timestamp).t) || sign(a.i, (b as mongo.BSON.Timestamp).i);
  if (a instanceof BSONRegExp) {
    const other = b as mongo.BSON.BSONRegExp;
    return orderTexts(a.pattern, other.pattern) || orderTexts(a.options, other.options);
  }
  if (a instanceof Code) return orderTexts(a.code, (b as mongo.BSON.Code).code);
  if (typeof a === 'string') return orderTexts(a, b as string);
  return typeof a === 'boolean' ? sign(Number(a), Number(b)) : 0;
}

const sign = (a: number, b: number): number => Math.sign(a - b) || 0;
const orderBytes = (a: Uint8Array, b: Uint8Array): number => Buffer.compare(a, b);
const orderTexts = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function orderFields([nameA, a]: [string, Value], [nameB, b]: [string, Value]): number {
  return Math.sign(rank(a) - rank(b)) || orderTexts(nameA, nameB) || order(a, b);
}

function orderLists<T>(a: T[], b: T[], compare: (x: T, y: T) => number): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const found = compare(a[i]!, b[i]!);
    if (found !== 0) return found;
  }
  return sign(a.length, b.length);
}

/** A number as a fraction, or one of the three that are none. */
export type Exact = number | { top: bigint; bottom: bigint };

export function exact(value: Value): Exact {
  if (value instanceof Int32) return { top: BigInt(value.value), bottom: 1n };
  if (value instanceof Long) return { top: value.toBigInt(), bottom: 1n };
  if (value instanceof Double) return exactDouble(value.value);
  const text = String(value);
  const [, digits = '', exponent = '0'] = /^(-?[\d.]+)(?:E([+-]?\d+))?$/.exec(text) ?? [];
  if (digits === '') return Number(text);
  const [whole = '', part = ''] = digits.split('.');
  const power = Number(exponent) - part.length;
  const top = BigInt(whole + part);
  return power >= 0 ? { top: top * 10n ** BigInt(power), bottom: 1n } : { top, bottom: 10n ** BigInt(-power) };
}

function exactDouble(value: number): Exact {
  if (!Number.isFinite(value)) return value;
  let [top, bottom] = [value, 1n];
  for (; !Number.isInteger(top); top *= 2) bottom *= 2n;
  return { top: BigInt(top), bottom };
}

/** NaN is the smallest number. */
function orderNumbers(a: Exact, b: Exact): number {
  if (typeof a === 'object' && typeof b === 'object') {
    const difference = a.top * b.bottom - b.top * a.bottom;
    return difference > 0n ? 1 : difference < 0n ? -1 : 0;
  }
  const place = (x: Exact): number => (typeof x === 'object' ? 2 : Number.isNaN(x) ? 0 : x < 0 ? 1 : 3);
  return sign(place(a), place(b));
}
