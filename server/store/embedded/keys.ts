import { BSONRegExp, BSONSymbol, Binary, Code, Double, ObjectId, Timestamp } from 'bson';
import { rankOf } from './compare.ts';
import { compareDecimals, exactDecimal, type Decimal } from './decimal.ts';
import { plainName } from './field-name.ts';
import { toDecimal, toNumber } from './number.ts';
import { TYPE, typeOf, type Doc, type Numeric, type Value } from './value.ts';

/**
 * Values as bytes whose memcmp order is `compare`'s order, so that a B-tree over blobs is a MongoDB index. Every
 * encoding delimits itself, hence keys of several fields are plain concatenations; a descending field is inverted.
 */

/** What an empty array leaves in an index (MongoDB's `undefined`): between MinKey and null. */
export const EMPTY = Symbol('empty array');
export type KeyPart = Value | typeof EMPTY;

let buffer = Buffer.allocUnsafeSlow(4096);
let at = 0;

/** The key of one index entry; `descending[i]` tells the direction of part i. */
export function encodeKey(parts: KeyPart[], descending: boolean[]): Buffer {
  at = 0;
  for (let i = 0; i < parts.length; i++) {
    const from = at;
    write(parts[i]!);
    if (descending[i]) for (let j = from; j < at; j++) buffer[j] = 255 - buffer[j]!;
  }
  return Buffer.from(buffer.subarray(0, at));
}

/** The key of one value in an ascending index. */
export function encodeValue(value: KeyPart): Buffer {
  at = 0;
  write(value);
  return Buffer.from(buffer.subarray(0, at));
}

/** The first bytes of the keys of all strings that begin with `text`. */
export function encodeStringPrefix(text: string): Buffer {
  at = 0;
  grow(1);
  buffer[at++] = 0x20;
  writeText(text);
  return Buffer.from(buffer.subarray(0, at - 1));
}

/** The smallest bytes above everything that begins with `prefix`. */
export function successor(prefix: Buffer): Buffer {
  let length = prefix.length;
  while (length > 0 && prefix[length - 1] === 255) length--;
  const next = Buffer.from(prefix.subarray(0, length));
  if (length > 0) next[length - 1] = next[length - 1]! + 1;
  return next;
}

/** The same bytes for a descending field. */
export function invert(key: Buffer): Buffer {
  const inverted = Buffer.allocUnsafe(key.length);
  for (let i = 0; i < key.length; i++) inverted[i] = 255 - key[i]!;
  return inverted;
}

function write(value: KeyPart): void {
  grow(40);
  if (typeof value === 'string') {
    buffer[at++] = 0x20;
    writeText(value);
  } else if (value === EMPTY) buffer[at++] = 0x02;
  else if (typeof value === 'number') writeDouble(value);
  else writeTyped(value);
}

function writeTyped(value: Value): void {
  const type = typeOf(value);
  switch (type) {
    case TYPE.double:
      return writeDouble((value as Double).value);
    case TYPE.long:
    case TYPE.decimal:
      return writeNumber(value as Numeric);
  }
  buffer[at++] = rankOf(value);
  switch (type) {
    case TYPE.objectId:
      buffer.set((value as ObjectId).id, at);
      at += 12;
      return;
    case TYPE.bool:
      buffer[at++] = value ? 1 : 0;
      return;
    case TYPE.date:
      at = buffer.writeBigUInt64BE(BigInt((value as Date).getTime()) + 0x8000000000000000n, at);
      return;
    case TYPE.object:
      return writeFields(value as Doc);
    case TYPE.array:
      return writeItems(value as Value[]);
    default:
      writeRare(value);
  }
}

function writeRare(value: Value): void {
  if (value instanceof Binary) {
    grow(value.position + 8);
    at = buffer.writeUInt32BE(value.position, at);
    buffer[at++] = value.sub_type;
    buffer.set(value.buffer.subarray(0, value.position), at);
    at += value.position;
  } else if (value instanceof Timestamp) {
    at = buffer.writeUInt32BE(value.t, at);
    at = buffer.writeUInt32BE(value.i, at);
  } else if (value instanceof BSONRegExp) {
    writeText(value.pattern);
    writeText(value.options);
  } else if (value instanceof BSONSymbol) writeText(value.value);
  else if (value instanceof Code) writeText(value.code);
}

function writeFields(doc: Doc): void {
  for (const name of Object.keys(doc)) {
    const value = doc[name]!;
    grow(1);
    buffer[at++] = rankOf(value);
    writeText(plainName(name));
    write(value);
  }
  grow(1);
  buffer[at++] = 0;
}

function writeItems(items: Value[]): void {
  for (const item of items) write(item);
  grow(1);
  buffer[at++] = 0;
}

/** UTF-8 ended by a 0; bytes 0 and 1 become 1 1 and 1 2. */
function writeText(text: string): void {
  grow(text.length * 3 + 8);
  const from = at;
  at += buffer.write(text, at, 'utf8');
  for (let i = from; i < at; i++) {
    if (buffer[i]! > 1) continue;
    escapeText(from);
    break;
  }
  buffer[at++] = 0;
}

function escapeText(from: number): void {
  const plain = Buffer.from(buffer.subarray(from, at));
  grow(plain.length + 8);
  at = from;
  for (const byte of plain) {
    if (byte > 1) buffer[at++] = byte;
    else {
      buffer[at++] = 1;
      buffer[at++] = byte + 1;
    }
  }
}

/** Rank, the eight bytes of the double made sortable, 0 (nothing beyond the double follows). */
function writeDouble(value: number): void {
  buffer[at++] = 0x10;
  writeSortable(value);
  buffer[at++] = 0;
}

function writeSortable(value: number): void {
  if (Number.isNaN(value)) buffer.fill(0, at, at + 8);
  else {
    buffer.writeDoubleBE(value === 0 ? 0 : value, at);
    if (buffer[at]! & 0x80) for (let i = at; i < at + 8; i++) buffer[i] = 255 - buffer[i]!;
    else buffer[at] = buffer[at]! | 0x80;
  }
  at += 8;
}

/** A number that need not be a double: the greatest double not above it, then how far above it lies. */
function writeNumber(value: Numeric): void {
  const exact = toDecimal(value);
  if (exact.special) return writeDouble(toNumber(value));
  const floor = floorDouble(toNumber(value), exact);
  const base = floor === -Infinity ? { coefficient: -1n, exponent: 6200 } : exactDecimal(floor);
  if (floor !== -Infinity && compareDecimals(exact, base) === 0) return writeDouble(floor);
  buffer[at++] = 0x10;
  writeSortable(floor);
  buffer[at++] = 1;
  writeRest(exact, base);
}

function floorDouble(near: number, exact: Decimal): number {
  if (near === Infinity) return Number.MAX_VALUE;
  if (near === -Infinity) return -Infinity;
  return compareDecimals(exactDecimal(near), exact) > 0 ? nextBelow(near) : near;
}

function nextBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? -1n : 1n));
  return view.getFloat64(0);
}

/** The positive difference as its decimal exponent and 40 digits: more than decimal128 can tell apart. */
function writeRest(value: Decimal, base: Decimal): void {
  const exponent = Math.min(value.exponent, base.exponent);
  const rest =
    value.coefficient * 10n ** BigInt(value.exponent - exponent) -
    base.coefficient * 10n ** BigInt(base.exponent - exponent);
  const digits = rest.toString();
  grow(32);
  at = buffer.writeUInt16BE(digits.length + exponent + 8192, at);
  at += buffer.write(digits.slice(0, 40).padEnd(40, '0'), at, 'hex');
}

function grow(bytes: number): void {
  if (at + bytes <= buffer.length) return;
  const bigger = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, at + bytes + 1024));
  buffer.copy(bigger, 0, 0, at);
  buffer = bigger;
}
