import { BSONRegExp, BSONSymbol, Binary, Code, Decimal128, Double, ObjectId, Timestamp } from 'bson';
import { fail } from './errors.ts';
import { plainName } from './field-name.ts';
import { TYPE, typeOf, type Doc, type Value } from './value.ts';

/** What an answer may hold besides BSON values: `Uint8Array` is a document already encoded. */
export type Reply = Value | Uint8Array | Reply[] | undefined | { [name: string]: Reply };

let buffer = Buffer.allocUnsafeSlow(1 << 16);
let at = 0;

/**
 * Encodes a document, leaving `room` bytes before it. Whole JavaScript numbers within 32 bits become Int32, other
 * numbers doubles.
 */
export function encode(doc: Doc | { [name: string]: Reply }, room = 0): Buffer {
  at = room;
  writeDocument(doc as { [name: string]: Reply });
  const bytes = Buffer.allocUnsafeSlow(at);
  buffer.copy(bytes, 0, 0, at);
  if (buffer.length > 1 << 22) buffer = Buffer.allocUnsafeSlow(1 << 16);
  return bytes;
}

function writeDocument(doc: { [name: string]: Reply }): void {
  const from = open();
  for (const name of Object.keys(doc)) {
    const value = doc[name];
    if (value !== undefined) writeElement(name, value);
  }
  close(from);
}

function writeArray(items: Reply[]): void {
  const from = open();
  for (let i = 0; i < items.length; i++) writeElement(String(i), items[i] ?? null);
  close(from);
}

function open(): number {
  grow(16);
  at += 4;
  return at - 4;
}

function close(from: number): void {
  grow(1);
  buffer[at++] = 0;
  buffer.writeInt32LE(at - from, from);
}

function writeElement(name: string, value: Reply): void {
  switch (typeof value) {
    case 'string':
      header(TYPE.string, name);
      return writeString(value);
    case 'number':
      if (!Number.isInteger(value) || value > 2147483647 || value < -2147483648) return writeDouble(name, value);
      header(TYPE.int, name);
      at = buffer.writeInt32LE(value, at);
      return;
    case 'boolean':
      header(TYPE.bool, name);
      buffer[at++] = value ? 1 : 0;
      return;
    case 'bigint':
      header(TYPE.long, name);
      at = buffer.writeBigInt64LE(value, at);
      return;
  }
  if (value === null || value === undefined) return header(TYPE.null, name);
  if (value instanceof Uint8Array) return writeRaw(name, value);
  writeObject(name, value as Value);
}

function writeObject(name: string, value: Value): void {
  const type = typeOf(value);
  switch (type) {
    case TYPE.object:
      header(type, name);
      return writeDocument(value as Doc);
    case TYPE.array:
      header(type, name);
      return writeArray(value as Value[]);
    case TYPE.objectId:
      header(type, name);
      buffer.set((value as ObjectId).id, at);
      at += 12;
      return;
    case TYPE.date:
      header(type, name);
      at = buffer.writeBigInt64LE(BigInt((value as Date).getTime()), at);
      return;
    case TYPE.double:
      return writeDouble(name, (value as Double).value);
    default:
      writeRare(name, type, value);
  }
}

function writeRare(name: string, type: number, value: Value): void {
  header(type & 255, name);
  if (value instanceof Decimal128) {
    buffer.set(value.bytes, at);
    at += 16;
  } else if (value instanceof Binary) writeBinary(value);
  else if (value instanceof BSONRegExp) {
    writeCString(value.pattern);
    writeCString(value.options);
  } else if (value instanceof Timestamp) {
    at = buffer.writeUInt32LE(value.i, at);
    at = buffer.writeUInt32LE(value.t, at);
  } else if (value instanceof BSONSymbol) writeString(value.value);
  else if (value instanceof Code) writeCode(value);
}

function writeBinary(value: Binary): void {
  grow(value.position + 16);
  at = buffer.writeInt32LE(value.position, at);
  buffer[at++] = value.sub_type;
  buffer.set(value.buffer.subarray(0, value.position), at);
  at += value.position;
}

function writeCode(value: Code): void {
  if (!value.scope) return writeString(value.code);
  const from = at;
  at += 4;
  writeString(value.code);
  writeDocument(value.scope as Doc);
  buffer.writeInt32LE(at - from, from);
}

function writeDouble(name: string, value: number): void {
  header(TYPE.double, name);
  at = buffer.writeDoubleLE(value, at);
}

function writeRaw(name: string, bytes: Uint8Array): void {
  header(TYPE.object, name);
  grow(bytes.length + 16);
  buffer.set(bytes, at);
  at += bytes.length;
}

function header(type: number, name: string): void {
  grow(name.length * 3 + 24);
  buffer[at++] = type;
  writeCString(plainName(name));
}

function writeCString(text: string): void {
  grow(text.length * 3 + 24);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0) fail(2, 'a field name or regular expression must not contain a null byte');
    if (code > 127) {
      at += buffer.write(text.slice(i), at, 'utf8');
      break;
    }
    buffer[at++] = code;
  }
  buffer[at++] = 0;
  grow(24);
}

function writeString(text: string): void {
  grow(text.length * 3 + 24);
  const from = at;
  at += 4;
  at += buffer.write(text, at, 'utf8');
  buffer[at++] = 0;
  buffer.writeInt32LE(at - from - 4, from);
}

function grow(bytes: number): void {
  if (at + bytes <= buffer.length) return;
  const bigger = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, at + bytes + 4096));
  buffer.copy(bigger, 0, 0, at);
  buffer = bigger;
}
