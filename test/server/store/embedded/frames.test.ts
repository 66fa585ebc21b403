import { connect } from 'node:net';
import { deserialize, serialize } from 'bson';
import { describe, expect, it } from 'vitest';
import { crc32c } from '../../../../server/store/embedded/checksum.ts';
import { openStore, type Document } from './open.ts';

const store = openStore();

/** Sends bytes to the store's socket, piece by piece; answers what came back until it was closed or a whole reply had come. */
function send(...pieces: Buffer[]): Promise<{ closed: boolean; reply: Buffer }> {
  const path = decodeURIComponent(store.uri.split('/')[2]!);
  return new Promise((done, failed) => {
    const socket = connect(path, () => pieces.forEach((piece) => setImmediate(() => socket.write(piece))));
    let reply = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      reply = Buffer.concat([reply, chunk]);
      if (reply.length >= 4 && reply.length >= reply.readInt32LE(0)) socket.destroy();
    });
    socket.on('error', failed);
    socket.on('close', () => done({ closed: reply.length === 0, reply }));
  });
}

function message(operation: number, payload: Buffer, length = payload.length + 16): Buffer {
  const header = Buffer.alloc(16);
  header.writeInt32LE(length, 0);
  header.writeInt32LE(7, 4);
  header.writeInt32LE(operation, 12);
  return Buffer.concat([header, payload]);
}

const flags = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const body = (document: Document) => Buffer.concat([Buffer.from([0]), serialize(document)]);
const ping = body({ ping: 1, $db: 'admin' });
/** A section of documents that belong to a command. */
function sequence(name: string, documents: Buffer[]): Buffer {
  const content = Buffer.concat([Buffer.from(`${name}\0`), ...documents]);
  const size = Buffer.alloc(4);
  size.writeInt32LE(content.length + 4);
  return Buffer.concat([Buffer.from([1]), size, content]);
}
/** A document of that many bytes. */
const sized = (_id: number, bytes: number): Buffer =>
  Buffer.from(serialize({ _id, x: Buffer.alloc(bytes - 5 - 9 - 8) }));

function withChecksum(section: Buffer): Buffer {
  const bytes = message(2013, Buffer.concat([flags(1), section, Buffer.alloc(4)]));
  bytes.writeUInt32LE(crc32c(bytes.subarray(0, -4)), bytes.length - 4);
  return bytes;
}
const nested = (depth: number): Document => (depth === 0 ? {} : { a: nested(depth - 1) });

describe('hostile frames close their own connection and nothing else', () => {
  it.each<[string, Buffer]>([
    ['a negative length', message(2013, Buffer.alloc(8), -1)],
    ['a length below the header', message(2013, Buffer.alloc(8), 15)],
    ['over 48 MB', message(2013, Buffer.alloc(8), 48_000_001)],
    ['an unknown operation', message(4711, Buffer.concat([flags(0), ping]))],
    ['compressed', message(2012, Buffer.alloc(32))],
    ['an unknown required flag', message(2013, Buffer.concat([flags(4), ping]))],
    ['no body', message(2013, flags(0).subarray(0, 4))],
    ['an unknown section', message(2013, Buffer.concat([flags(0), Buffer.from([7]), ping]))],
    ['two bodies', message(2013, Buffer.concat([flags(0), ping, ping]))],
    ['a document longer than its frame', message(2013, Buffer.concat([flags(0), Buffer.from([0, 255, 0, 0, 0, 0])]))],
    ['a negative document length', message(2013, Buffer.concat([flags(0), Buffer.from([0, 255, 255, 255, 255, 0])]))],
    ['BSON cut off', message(2013, Buffer.concat([flags(0), Buffer.from([0, 12, 0, 0, 0, 16, 97, 0, 1, 0, 0, 0, 9])]))],
    [
      'a sequence without a name',
      message(2013, Buffer.concat([flags(0), Buffer.from([1, 8, 0, 0, 0, 97, 97, 97, 97])])),
    ],
    ['nested 150 levels', message(2013, Buffer.concat([flags(0), body({ find: 'x', filter: nested(150), $db: 'a' })]))],
    [
      'an old query for data',
      message(2004, Buffer.concat([flags(0), Buffer.from('test.x\0'), Buffer.alloc(8), serialize({})])),
    ],
    ['noise', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
  ])('%s', async (_what, bytes) => {
    expect(await send(bytes)).toMatchObject({ closed: true });
    expect(await store.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });

  it.each<[string, (bytes: Buffer) => Buffer[]]>([
    ['whole', (bytes) => [bytes]],
    ['in two pieces', (bytes) => [bytes.subarray(0, 18), bytes.subarray(18)]],
    ['byte by byte', (bytes) => [...bytes].map((byte) => Buffer.from([byte]))],
  ])('answers a well-formed message that comes %s', async (_how, cut) => {
    for (const bytes of [message(2013, Buffer.concat([flags(0), ping])), withChecksum(ping)]) {
      const { reply } = await send(...cut(bytes));
      expect(reply.readInt32LE(8)).toBe(7);
      expect(deserialize(reply.subarray(21))).toEqual({ ok: 1 });
    }
  });

  it('closes on a checksum that does not fit', async () => {
    const bytes = withChecksum(ping);
    bytes.writeUInt32LE((bytes.readUInt32LE(bytes.length - 4) ^ 1) >>> 0, bytes.length - 4);
    expect(await send(bytes)).toMatchObject({ closed: true });
  });

  it('answers all messages that come in one piece, but none that wants no answer', async () => {
    const insert = body({ insert: 'quiet', documents: [{ _id: 1 }], $db: 'frames' });
    const quiet = message(2013, Buffer.concat([flags(2), insert]));
    const count = body({ count: 'quiet', $db: 'frames' });
    const { reply } = await send(Buffer.concat([quiet, message(2013, Buffer.concat([flags(0), count]))]));
    expect(deserialize(reply.subarray(21))).toEqual({ n: 1, ok: 1 });
  });

  it('takes documents beside the command, up to 48,000,000 bytes in all', async () => {
    const of = (length: number): Buffer => {
      const command = body({ insert: 'large', ordered: true, $db: 'frames' });
      const room = length - 16 - 4 - command.length - 1 - 4 - 'documents\0'.length;
      const documents = [1, 2, 3].map((_id) => sized(_id, Math.floor((room + _id - 1) / 3)));
      return message(2013, Buffer.concat([flags(0), command, sequence('documents', documents)]));
    };
    expect(of(48_000_000)).toHaveLength(48_000_000);
    const { reply } = await send(of(48_000_000));
    expect(deserialize(reply.subarray(21))).toMatchObject({ n: 3, ok: 1 });
  });

  it('refuses a document over 16 MB without closing', async () => {
    const command = body({ insert: 'large', $db: 'frames' });
    const tooLarge = sequence('documents', [sized(9, 16_777_217)]);
    const { reply } = await send(message(2013, Buffer.concat([flags(0), command, tooLarge])));
    expect(JSON.stringify(deserialize(reply.subarray(21)))).toContain('10334');
  });

  it('takes a document of 100 levels, and refuses one of 101', async () => {
    const insert = async (levels: number) => {
      const command = body({ insert: 'deep', documents: [nested(levels - 1)], $db: 'frames' });
      const { reply } = await send(message(2013, Buffer.concat([flags(0), command])));
      return deserialize(reply.subarray(21));
    };
    expect(await insert(100)).toEqual({ n: 1, ok: 1 });
    expect(await insert(101)).toMatchObject({ n: 0 });
  });

  it('answers the first hello of older drivers', async () => {
    const query = Buffer.concat([flags(0), Buffer.from('admin.$cmd\0'), Buffer.alloc(8), serialize({ isMaster: 1 })]);
    const { reply } = await send(message(2004, query));
    expect(reply.readInt32LE(12)).toBe(1);
    expect(deserialize(reply.subarray(36))).toMatchObject({ ismaster: true, ok: 1 });
  });
});
