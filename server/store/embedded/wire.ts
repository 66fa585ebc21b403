import { crc32c } from './checksum.ts';
import type { Message } from './run.ts';

/** MongoDB's wire protocol (https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/). */
const HEADER = 16;
const MAX_MESSAGE = 48_000_000;
/** What stands before the document in an answer: header, flags and section kind; or header and OP_REPLY's fields. */
const MESSAGE_ROOM = 21;
const REPLY_ROOM = 36;
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const CHECKSUM = 1;
const MORE_TO_COME = 2;
const EXHAUST_ALLOWED = 1 << 16;
const KNOWN_FLAGS = CHECKSUM | MORE_TO_COME | EXHAUST_ALLOWED;

/** A message of a client. `legacy` came as OP_QUERY and is answered so; `silent` ones want no answer. */
export interface Incoming extends Message {
  requestId: number;
  legacy: boolean;
  silent: boolean;
}

/** Something that no client of this protocol sends: its connection is closed. */
export class ProtocolError extends Error {}

/** Cuts a stream of bytes into messages. */
export class Framer {
  private chunks: Buffer[] = [];
  private length = 0;

  /** Takes bytes as they arrive and gives the messages that are complete. */
  *push(chunk: Buffer): Generator<Incoming> {
    this.chunks.push(chunk);
    this.length += chunk.length;
    while (this.length >= 4) {
      const size = this.head(4).readInt32LE(0);
      if (size < HEADER + 5 || size > MAX_MESSAGE) throw new ProtocolError(`message of ${size} bytes`);
      if (this.length < size) return;
      const all = this.head(size);
      this.chunks = all.length > size ? [all.subarray(size)] : [];
      this.length -= size;
      yield parse(all.subarray(0, size));
    }
  }

  /** At least `count` bytes in one piece. */
  private head(count: number): Buffer {
    if (this.chunks[0]!.length < count) this.chunks = [Buffer.concat(this.chunks, this.length)];
    return this.chunks[0]!;
  }
}

function parse(frame: Buffer): Incoming {
  const requestId = frame.readInt32LE(4);
  const operation = frame.readInt32LE(12);
  if (operation === OP_MSG) return parseMessage(frame, requestId);
  if (operation === OP_QUERY) return parseQuery(frame, requestId);
  throw new ProtocolError(`operation ${operation}`);
}

function parseMessage(frame: Buffer, requestId: number): Incoming {
  const flags = frame.readInt32LE(HEADER);
  if ((flags & 0xffff & ~KNOWN_FLAGS) !== 0) throw new ProtocolError(`flags ${flags}`);
  const end = flags & CHECKSUM ? frame.length - 4 : frame.length;
  if (end < frame.length && crc32c(frame.subarray(0, end)) !== frame.readUInt32LE(end))
    throw new ProtocolError('the checksum does not fit');
  const sequences: Message['sequences'] = [];
  let body: Buffer | undefined;
  let at = HEADER + 4;
  while (at < end) {
    const kind = frame[at++];
    const size = sizeAt(frame, at, end);
    const section = frame.subarray(at, at + size);
    if (kind === 0 && !body) body = section;
    else if (kind === 1) sequences.push(parseSequence(section));
    else throw new ProtocolError(`section of kind ${kind}`);
    at += size;
  }
  if (!body) throw new ProtocolError('no body');
  return { body, sequences, room: MESSAGE_ROOM, requestId, legacy: false, silent: (flags & MORE_TO_COME) !== 0 };
}

function parseSequence(section: Buffer): { name: string; documents: Buffer[] } {
  const zero = section.indexOf(0, 4);
  if (zero < 0) throw new ProtocolError('sequence without a name');
  const documents: Buffer[] = [];
  let at = zero + 1;
  while (at < section.length) {
    const size = sizeAt(section, at, section.length);
    documents.push(section.subarray(at, at + size));
    at += size;
  }
  return { name: section.toString('utf8', 4, zero), documents };
}

/** Only drivers' first hello still comes this way; the database stands in the namespace. */
function parseQuery(frame: Buffer, requestId: number): Incoming {
  const zero = frame.indexOf(0, HEADER + 4);
  if (zero < 0 || !frame.toString('utf8', HEADER + 4, zero).endsWith('.$cmd')) throw new ProtocolError('OP_QUERY');
  const from = zero + 9;
  const size = sizeAt(frame, from, frame.length);
  const database = frame.toString('utf8', HEADER + 4, zero - 5);
  return {
    body: withDatabase(frame.subarray(from, from + size), database),
    sequences: [],
    room: REPLY_ROOM,
    requestId,
    legacy: true,
    silent: false,
  };
}

/** The document with a `$db` string at its end. */
function withDatabase(body: Buffer, database: string): Buffer {
  const name = Buffer.from(`\x02$db\0....${database}\0\0`);
  name.writeInt32LE(Buffer.byteLength(database) + 1, 5);
  const joined = Buffer.concat([body.subarray(0, -1), name]);
  joined.writeInt32LE(joined.length, 0);
  return joined;
}

function sizeAt(bytes: Buffer, at: number, end: number): number {
  const size = at + 4 <= end ? bytes.readInt32LE(at) : -1;
  if (size < 5 || at + size > end) throw new ProtocolError('section out of bounds');
  return size;
}

let nextId = 1;

/** Fills in the header in the room left before an answer's document. */
export function writeHeader({ requestId, legacy }: Incoming, reply: Buffer): void {
  reply.writeInt32LE(reply.length, 0);
  reply.writeInt32LE((nextId = (nextId + 1) & 0x7fffffff), 4);
  reply.writeInt32LE(requestId, 8);
  reply.writeInt32LE(legacy ? OP_REPLY : OP_MSG, 12);
  reply.fill(0, HEADER, legacy ? REPLY_ROOM : MESSAGE_ROOM);
  if (!legacy) return;
  reply.writeInt32LE(8, 16); // AwaitCapable
  reply.writeInt32LE(1, 32); // one document
}
