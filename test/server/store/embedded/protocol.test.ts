import { Long } from 'bson';
import { describe, expect, it } from 'vitest';
import { codeOf, collectionOf, openStore, type Document } from './open.ts';

const store = openStore();

describe('what the server says it is', () => {
  it('is a standalone server of a wire version that drivers take', async () => {
    const hello = await store.db.admin().command({ hello: 1 });
    expect(hello).toMatchObject({ isWritablePrimary: true, maxBsonObjectSize: 16777216, ok: 1 });
    expect(hello.maxWireVersion).toBeGreaterThanOrEqual(21);
    expect(hello.setName).toBeUndefined();
  });

  it.each([
    ['an unknown command', { nothing: 1 }, 59],
    ['an unknown field', { ping: 1, nothing: 1 }, 40415],
    ['a transaction', { find: 'x', txnNumber: Long.fromNumber(1), startTransaction: true, autocommit: false }, 20],
    ['an unknown stage', { aggregate: 'x', pipeline: [{ $nothing: 1 }], cursor: {} }, 40324],
    ['an unknown operator', { find: 'x', filter: { $nothing: 1 } }, 2],
    ['an unknown field operator', { find: 'x', filter: { a: { $nothing: 1 } } }, 2],
    ['an unknown expression', { aggregate: 'x', pipeline: [{ $addFields: { a: { $nothing: 1 } } }], cursor: {} }, 168],
    ['an unknown projection', { aggregate: 'x', pipeline: [{ $project: { a: { $nothing: 1 } } }], cursor: {} }, 31325],
    ['a text search', { find: 'x', filter: { $text: { $search: 'a' } } }, 27],
    ['a change stream', { aggregate: 'x', pipeline: [{ $changeStream: {} }], cursor: {} }, 40573],
    ['a cursor nobody has', { getMore: Long.fromNumber(5), collection: 'x' }, 43],
    ['a text index', { createIndexes: 'x', indexes: [{ key: { a: 'text' }, name: 'a' }] }, 67],
    ['a capped collection', { create: 'x', capped: true, size: 1000 }, 115],
  ])('refuses %s', async (_what, command: Document, code) => {
    expect(await codeOf(store.db.command(command))).toBe(code);
  });

  it('takes sessions', async () => {
    const session = store.client.startSession();
    const collection = await collectionOf(store.db);
    await collection.insertOne({ a: 1 }, { session });
    expect(await collection.countDocuments({ a: 1 }, { session })).toBe(1);
    await session.endSession();
  });
});
