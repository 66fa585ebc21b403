import { BSONRegExp, BSONSymbol, Binary, Code, Decimal128, Double, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { MongoError } from './errors.ts';
import { fieldName } from './field-name.ts';
import { newDoc, type Doc, type Value } from './value.ts';

const MAX_DEPTH = 100;
const NAME_SLOTS = 4096;
/** Field names recur in every document: a direct-mapped cache saves making the same small string again. */
const names: (string | undefined)[] = new Array<string | undefined>(NAME_SLOTS);

// Decoding is synchronous and not re-entrant, so the cursor lives in the module: passing it costs a third of the time.
let buffer: Buffer = Buffer.alloc(0);
let at = 0;
let end = 0;
let depth = 0;

/** Decodes one whole BSON document (https://bsonspec.org/spec.html); throws InvalidBSON (22) on anything malformed. */
export function decode(bytes: Uint8Array): Doc {
  start(bytes);
  const doc = readDocument();
  if (at !== buffer.length) invalid('bytes after the end');
  return doc;
}

/**
 * Decodes a command: as `decode`, but leaves the documents in the top-level array named `raw` as bytes, so that an
 * insert stores what it got.
 */
export function decodeCommand(bytes: Uint8Array, raw: string): { doc: Doc; raws: Buffer[] | undefined } {
  start(bytes);
  const doc = newDoc();
  let raws: Buffer[] | undefined;
  const close = open();
  for (let type = buffer[at++]!; type !== 0; type = buffer[at++]!) {
    const name = readName();
    const from = at;
    raws = name === raw && type === 4 ? readRawDocuments() : raws;
    if (name !== raw || !raws) {
      at = from;
      doc[name] = readValue(type);
    }
    if (at >= close) invalid('unterminated document');
  }
  finish(close);
  return { doc, raws };
}

/** Decodes one value of a stored document, of which the bytes from `offset` on are read. */
export function decodeElement(bytes: Buffer, type: number, offset: number): Value {
  start(bytes);
  at = offset;
  return readValue(type);
}

function start(bytes: Uint8Array): void {
  buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  at = 0;
  end = buffer.length;
  depth = 0;
}

function open(): number {
  if (at + 5 > end) invalid('truncated document');
  const size = buffer.readInt32LE(at);
  if (size < 5 || at + size > end) invalid('document size out of bounds');
  if (++depth > MAX_DEPTH) invalid('nested too deeply');
  const close = at + size;
  at += 4;
  return close;
}

function finish(close: number): void {
  if (at !== close) invalid('document size does not match its content');
  depth--;
}

function readDocument(): Doc {
  const doc = newDoc();
  const outer = end;
  const close = open();
  end = close;
  for (let type = buffer[at++]!; type !== 0; type = buffer[at++]!) {
    const name = readName();
    doc[name] = readValue(type);
    if (at >= close) invalid('unterminated document');
  }
  finish(close);
  end = outer;
  return doc;
}

function readArray(): Value[] {
  const items: Value[] = [];
  const outer = end;
  const close = open();
  end = close;
  for (let type = buffer[at++]!; type !== 0; type = buffer[at++]!) {
    skipName();
    items.push(readValue(type));
    if (at >= close) invalid('unterminated array');
  }
  finish(close);
  end = outer;
  return items;
}

/** Undefined when something else than documents is in the array: then it is read like any other. */
function readRawDocuments(): Buffer[] | undefined {
  const raws: Buffer[] = [];
  const close = open();
  for (let type = buffer[at++]!; type !== 0; type = buffer[at++]!) {
    if (type !== 3) {
      depth--;
      return undefined;
    }
    skipName();
    const size = need(4) && buffer.readInt32LE(at);
    if (size < 5 || at + size > close) invalid('document size out of bounds');
    raws.push(buffer.subarray(at, at + size));
    at += size;
  }
  finish(close);
  return raws;
}

function readValue(type: number): Value {
  switch (type) {
    case 1:
      need(8);
      return new Double(buffer.readDoubleLE((at += 8) - 8));
    case 2:
      return readString();
    case 3:
      return readDocument();
    case 4:
      return readArray();
    case 7:
      need(12);
      return objectIdAt((at += 12) - 12);
    case 8:
      return readBoolean();
    case 9:
      return readDate();
    case 10:
      return null;
    case 16:
      need(4);
      return buffer.readInt32LE((at += 4) - 4);
    case 18:
      need(8);
      return buffer.readBigInt64LE((at += 8) - 8);
    default:
      return readRare(type);
  }
}

/** The driver's own constructor with an offset (not in its types) saves copying the bytes twice. */
const FastObjectId = ObjectId as unknown as new (bytes: Uint8Array, offset: number) => ObjectId;

function objectIdAt(offset: number): ObjectId {
  return new FastObjectId(buffer, offset);
}

function readRare(type: number): Value {
  switch (type) {
    case 5:
      return readBinary();
    case 6: // undefined: deprecated, reads as null like in MongoDB's own drivers
      return null;
    case 11:
      return new BSONRegExp(readCString(), readCString());
    case 13:
      return new Code(readString());
    case 14:
      return new BSONSymbol(readString());
    case 15: {
      const close = at + need(4) + buffer.readInt32LE(at) - 4;
      at += 4;
      const code = readString();
      const value = new Code(code, readDocument());
      if (at !== close) invalid('code with scope of the wrong size');
      return value;
    }
    case 17: {
      need(8);
      const value = new Timestamp({ i: buffer.readUInt32LE(at), t: buffer.readUInt32LE(at + 4) });
      at += 8;
      return value;
    }
    case 19:
      need(16);
      return new Decimal128(Uint8Array.prototype.slice.call(buffer, at, (at += 16)));
    case 255:
      return new MinKey();
    case 127:
      return new MaxKey();
    default:
      return invalid(`unknown type ${type}`);
  }
}

function readString(): string {
  const size = need(4) && buffer.readInt32LE(at);
  at += 4;
  if (size < 1 || at + size > end || buffer[at + size - 1] !== 0) invalid('bad string');
  const value = buffer.toString('utf8', at, at + size - 1);
  at += size;
  return value;
}

function readBoolean(): boolean {
  need(1);
  const byte = buffer[at++]!;
  if (byte > 1) invalid('bad boolean');
  return byte === 1;
}

function readDate(): Date {
  need(8);
  const high = buffer.readInt32LE(at + 4);
  const ms = high * 4294967296 + buffer.readUInt32LE(at);
  at += 8;
  if (ms > 8.64e15 || ms < -8.64e15)
    throw new MongoError(2, 'dates beyond the years -271821 to 275760 are not supported');
  return new Date(ms);
}

function readBinary(): Binary {
  need(5);
  const size = buffer.readInt32LE(at);
  const subtype = buffer[at + 4]!;
  at += 5;
  if (size < 0 || at + size > end) invalid('bad binary');
  const value = new Binary(Uint8Array.prototype.slice.call(buffer, at, at + size), subtype);
  at += size;
  return value;
}

/** A field's name, from the cache when its bytes agree. */
function readName(): string {
  const from = at;
  let hash = 0;
  let byte = buffer[at]!;
  let ascii = true;
  while (byte !== 0) {
    if (at >= end) invalid('unterminated name');
    if (byte > 127) ascii = false;
    hash = (hash * 31 + byte) | 0;
    byte = buffer[++at]!;
  }
  const length = at - from;
  at++;
  if (!ascii) return buffer.toString('utf8', from, from + length);
  if (buffer[from]! <= 57 && buffer[from]! >= 48) return fieldName(buffer.toString('latin1', from, from + length));
  const slot = hash & (NAME_SLOTS - 1);
  const known = names[slot];
  if (known !== undefined && known.length === length && sameBytes(known, from)) return known;
  const name = buffer.toString('latin1', from, from + length);
  if (length <= 32) names[slot] = name;
  return name;
}

function sameBytes(name: string, from: number): boolean {
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) !== buffer[from + i]) return false;
  return true;
}

function skipName(): void {
  while (buffer[at] !== 0) if (++at >= end) invalid('unterminated name');
  at++;
}

function readCString(): string {
  const from = at;
  skipName();
  return buffer.toString('utf8', from, at - 1);
}

function need(bytes: number): 0 | 4 {
  if (at + bytes > end) invalid('truncated value');
  return 4;
}

function invalid(why: string): never {
  throw new MongoError(22, `Invalid BSON: ${why}`);
}
