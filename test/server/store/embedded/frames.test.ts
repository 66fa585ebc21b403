import { connect } from 'node:net';
import { deserialize, serialize } from 'bson';
import { describe, expect, it } from 'vitest';
import { openStore, type Document } from './open.ts';

const store = openStore();

/** Sends bytes to the store's socket; answers what came back until it was closed or a whole reply had come. */
function send(bytes: Buffer): Promise<{ closed: boolean; reply: Buffer }> {
  const path = decodeURIComponent(store.uri.split('/')[2]!);
  return new Promise((done, failed) => {
    const socket = connect(path, () => socket.write(bytes));
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

  it('answers a well-formed message, whole or in pieces, with a checksum or without', async () => {
    for (const bytes of [
      message(2013, Buffer.concat([flags(0), ping])),
      message(2013, Buffer.concat([flags(1), ping, Buffer.alloc(4)])),
    ]) {
      const { reply } = await send(bytes);
      expect(reply.readInt32LE(8)).toBe(7);
      expect(deserialize(reply.subarray(21))).toEqual({ ok: 1 });
    }
  });

  it('answers the first hello of older drivers', async () => {
    const query = Buffer.concat([flags(0), Buffer.from('admin.$cmd\0'), Buffer.alloc(8), serialize({ isMaster: 1 })]);
    const { reply } = await send(message(2004, query));
    expect(reply.readInt32LE(12)).toBe(1);
    expect(deserialize(reply.subarray(36))).toMatchObject({ ismaster: true, ok: 1 });
  });
});
