import { BSONRegExp, BSONSymbol, Binary, Code, ObjectId, Timestamp } from 'bson';
import { plainName } from './field-name.ts';
import { compareNumbers } from './number.ts';
import { TYPE, typeOf, type Doc, type Numeric, type Value } from './value.ts';

/** Orders two values; negative, 0 or positive. */
export type Compare = (a: Value, b: Value) => number;

/** Where each BSON type stands in MongoDB's comparison order; types with one rank compare by value. */
const RANKS = new Map<number, number>([
  [TYPE.minKey, 0x01],
  [TYPE.null, 0x03],
  [TYPE.int, 0x10],
  [TYPE.long, 0x10],
  [TYPE.double, 0x10],
  [TYPE.decimal, 0x10],
  [TYPE.string, 0x20],
  [TYPE.symbol, 0x20],
  [TYPE.object, 0x30],
  [TYPE.array, 0x40],
  [TYPE.binData, 0x50],
  [TYPE.objectId, 0x60],
  [TYPE.bool, 0x70],
  [TYPE.date, 0x80],
  [TYPE.timestamp, 0x90],
  [TYPE.regex, 0xa0],
  [TYPE.javascript, 0xb0],
  [TYPE.javascriptWithScope, 0xb8],
  [TYPE.maxKey, 0xf0],
]);

/** The rank of a value's type in the comparison order; also the first byte of its index key. */
export function rankOf(value: Value): number {
  return RANKS.get(typeOf(value))!;
}

/** MongoDB's order over all BSON values: by type, then by value; numbers of different types by their exact value. */
export const compare: Compare = makeCompare(compareStrings);

/** `compare` with strings ordered by a collation, also inside documents and arrays. */
export function makeCompare(strings: (a: string, b: string) => number): Compare {
  const compareAny: Compare = (a, b) => {
    if (typeof a === 'string' && typeof b === 'string') return strings(a, b);
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    const rank = rankOf(a);
    const difference = rank - rankOf(b);
    if (difference !== 0) return difference;
    switch (rank) {
      case 0x10:
        return compareNumbers(a as Numeric, b as Numeric);
      case 0x20:
        return strings(textOf(a as string), textOf(b as string));
      case 0x30:
        return compareFields(a as Doc, b as Doc, compareAny);
      case 0x40:
        return compareItems(a as Value[], b as Value[], compareAny);
      default:
        return compareScalars(rank, a, b);
    }
  };
  return compareAny;
}

/** True when two values are equal in MongoDB's order (1, 1.0 and Long 1 are). */
export function equal(a: Value, b: Value): boolean {
  return compare(a, b) === 0;
}

/** Strings by their UTF-8 bytes, which is by code point; JavaScript's own order differs above U+D7FF. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    return x >= 0xd800 && y >= 0xd800 ? afterSurrogates(x) - afterSurrogates(y) : x - y;
  }
  return a.length - b.length;
}

function afterSurrogates(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

function textOf(value: string | BSONSymbol): string {
  return typeof value === 'string' ? value : value.value;
}

function compareScalars(rank: number, a: Value, b: Value): number {
  switch (rank) {
    case 0x50:
      return compareBinaries(a as Binary, b as Binary);
    case 0x60:
      return Buffer.compare((a as ObjectId).id, (b as ObjectId).id);
    case 0x70:
      return Number(a) - Number(b);
    case 0x80:
      return (a as Date).getTime() - (b as Date).getTime();
    case 0x90:
      return (a as Timestamp).t - (b as Timestamp).t || (a as Timestamp).i - (b as Timestamp).i;
    case 0xa0: {
      const [x, y] = [a as BSONRegExp, b as BSONRegExp];
      return compareStrings(x.pattern, y.pattern) || compareStrings(x.options, y.options);
    }
    case 0xb0:
    case 0xb8:
      return compareStrings((a as Code).code, (b as Code).code);
    default:
      return 0; // null, MinKey and MaxKey have one value each
  }
}

function compareBinaries(a: Binary, b: Binary): number {
  return a.position - b.position || a.sub_type - b.sub_type || Buffer.compare(bytesOf(a), bytesOf(b));
}

function bytesOf(value: Binary): Uint8Array {
  return value.buffer.subarray(0, value.position);
}

/** Documents field by field in their own order: type first, then name, then value; the shorter one is smaller. */
function compareFields(a: Doc, b: Doc, compareAny: Compare): number {
  const left = Object.keys(a);
  const right = Object.keys(b);
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const x = a[left[i]!]!;
    const y = b[right[i]!]!;
    const order =
      rankOf(x) - rankOf(y) || compareStrings(plainName(left[i]!), plainName(right[i]!)) || compareAny(x, y);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareItems(a: Value[], b: Value[], compareAny: Compare): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compareAny(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
