import { Long } from 'bson';
import { mongo } from 'mongoose';
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
    ['an unknown expression', { aggregate: 'x', pipeline: [{ $project: { a: { $nothing: 1 } } }], cursor: {} }, 168],
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

describe('writing', () => {
  it('answers inserts, updates and deletes with exact counts', async () => {
    const collection = await collectionOf(store.db, [{ g: 1 }, { g: 1 }, { g: 2 }]);
    expect(await collection.updateMany({ g: 1 }, { $set: { z: 1 } })).toMatchObject({
      matchedCount: 2,
      modifiedCount: 2,
    });
    expect(await collection.updateMany({ g: 1 }, { $set: { z: 1 } })).toMatchObject({
      matchedCount: 2,
      modifiedCount: 0,
    });
    expect(
      await collection.updateOne({ g: 9 }, { $setOnInsert: { s: 1 }, $inc: { n: 2 } }, { upsert: true }),
    ).toMatchObject({
      matchedCount: 0,
      upsertedCount: 1,
    });
    expect(await collection.findOne({ g: 9 }, { projection: { _id: 0 } })).toEqual({ g: 9, n: 2, s: 1 });
    expect(await collection.replaceOne({ g: 2 }, { r: 1 })).toMatchObject({ modifiedCount: 1 });
    expect(await collection.deleteMany({ g: 1 })).toMatchObject({ deletedCount: 2 });
    expect(await collection.deleteOne({ nobody: 1 })).toMatchObject({ deletedCount: 0 });
    expect(await collection.countDocuments()).toBe(2);
  });

  it('finds and modifies one document', async () => {
    const collection = await collectionOf(store.db, [
      { _id: 1 as never, n: 1 },
      { _id: 2 as never, n: 2 },
    ]);
    const options = { sort: { n: -1 }, returnDocument: 'after' } as const;
    expect(await collection.findOneAndUpdate({}, { $inc: { n: 5 } }, options)).toEqual({ _id: 2, n: 7 });
    expect(await collection.findOneAndUpdate({ n: 1 }, { $inc: { n: 1 } }, { projection: { _id: 0 } })).toEqual({
      n: 1,
    });
    expect(
      await collection.findOneAndReplace(
        { k: 5 },
        { v: 1 },
        { upsert: true, returnDocument: 'after', projection: { _id: 0 } },
      ),
    ).toEqual({ v: 1 });
    expect(await collection.findOneAndDelete({ n: 7 })).toEqual({ _id: 2, n: 7 });
    expect(await collection.findOneAndDelete({ n: 7 })).toBeNull();
  });

  it('keeps _id first and unchanged', async () => {
    const collection = await collectionOf(store.db);
    await collection.insertOne({ a: 1, _id: 5 as never });
    expect(Object.keys((await collection.findOne())!)).toEqual(['_id', 'a']);
    expect(await codeOf(collection.updateOne({ a: 1 }, { $set: { _id: 6 } }))).toBe(66);
    expect(await codeOf(collection.insertOne({ _id: [1] as never }))).toBe(53);
    await collection.replaceOne({ a: 1 }, { b: 2 });
    expect(await collection.findOne()).toEqual({ _id: 5, b: 2 });
  });

  it('tells duplicates exactly', async () => {
    const collection = await collectionOf(store.db, [
      { _id: 1 as never, t: 1, a: 1 },
      { _id: 2 as never, t: 1, a: 2 },
    ]);
    await collection.createIndex({ t: 1, a: 1 }, { unique: true });
    const error = await collection.updateOne({ _id: 1 as never }, { $set: { a: 2 } }).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 11000, keyPattern: { t: 1, a: 1 }, keyValue: { t: 1, a: 2 } });
    expect((error as Error).message).toContain(
      `E11000 duplicate key error collection: ${collection.namespace} index: t_1_a_1 dup key: { t: 1, a: 2 }`,
    );
    expect(await collection.findOne({ t: 1, a: 1 })).toMatchObject({ _id: 1 });
    expect(await codeOf(collection.createIndex({ t: 1 }, { unique: true }))).toBe(11000);
    expect((await collection.indexes()).map(({ name }) => name)).toEqual(['_id_', 't_1_a_1']);
    expect(await store.db.command({ validate: collection.collectionName })).toMatchObject({ valid: true });
  });

  it.each([
    [true, 1, [1]],
    [false, 2, [1, 3]],
  ])('writes in bulk, ordered %s, and names what failed', async (ordered, inserted, kept) => {
    const collection = await collectionOf(store.db);
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 3 }] as never[];
    const error = await collection.insertMany(documents, { ordered }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(mongo.MongoBulkWriteError);
    const { insertedCount, writeErrors } = error as mongo.MongoBulkWriteError;
    expect(insertedCount).toBe(inserted);
    expect([writeErrors].flat()).toMatchObject([{ index: 1, code: 11000 }]);
    expect((await collection.find().toArray()).map(({ _id }) => _id)).toEqual(kept);
  });

  it('refuses a document over 16 MB and keeps one of 12 MB', async () => {
    const collection = await collectionOf(store.db);
    await collection.insertOne({ s: 'x'.repeat(12_000_000) });
    expect((await collection.findOne())!.s).toHaveLength(12_000_000);
    expect(await codeOf(collection.updateOne({}, { $set: { t: 'y'.repeat(6_000_000) } }))).toBe(17419);
  });

  it('does not let one of many racing increments get lost', async () => {
    const collection = await collectionOf(store.db, [{ n: 0 }]);
    await Promise.all(Array.from({ length: 200 }, () => collection.updateOne({}, { $inc: { n: 1 } })));
    expect((await collection.findOne())!.n).toBe(200);
  });

  it('makes one document of racing upserts', async () => {
    const collection = await collectionOf(store.db);
    await collection.createIndex({ k: 1 }, { unique: true });
    await Promise.all(
      Array.from({ length: 20 }, () => collection.updateOne({ k: 1 }, { $inc: { n: 1 } }, { upsert: true })),
    );
    expect(await collection.find({}, { projection: { _id: 0 } }).toArray()).toEqual([{ k: 1, n: 20 }]);
  });
});

describe('reading', () => {
  it('hands out cursors in batches, with and without a sort', async () => {
    const collection = await collectionOf(
      store.db,
      Array.from({ length: 2500 }, (_, i) => ({ _id: i as never, k: i % 7 })),
    );
    const ids = async (cursor: AsyncIterable<Document>) => {
      const found: number[] = [];
      for await (const { _id } of cursor) found.push(_id as number);
      return found;
    };
    const all = Array.from({ length: 2500 }, (_, i) => i);
    expect(await ids(collection.find().batchSize(100))).toEqual(all);
    expect(await ids(collection.find().sort({ _id: -1 }).batchSize(333))).toEqual(all.toReversed());
    expect(await ids(collection.find({ k: 3 }).sort({ k: 1, _id: 1 }).batchSize(10))).toEqual(
      all.filter((i) => i % 7 === 3),
    );
    expect(await ids(collection.find().skip(2400).limit(50))).toEqual(all.slice(2400, 2450));
    expect(await ids(collection.aggregate([{ $match: { k: 1 } }], { batchSize: 20 }))).toHaveLength(357);
  });

  it('goes on with a cursor while documents come and go', async () => {
    const collection = await collectionOf(
      store.db,
      Array.from({ length: 300 }, (_, i) => ({ _id: i as never })),
    );
    const cursor = collection.find().sort({ _id: 1 }).batchSize(50);
    const seen: unknown[] = [];
    for (let i = 0; i < 50; i++) seen.push((await cursor.next())!._id);
    await collection.deleteMany({ _id: { $gte: 100, $lt: 200 } } as never);
    for await (const { _id } of cursor) seen.push(_id);
    expect(seen).toEqual([
      ...Array.from({ length: 100 }, (_, i) => i),
      ...Array.from({ length: 100 }, (_, i) => 200 + i),
    ]);
  });

  it('projects', async () => {
    const document = {
      _id: 1,
      a: [
        { k: 1, v: 'x' },
        { k: 2, v: 'y' },
      ],
      n: [1, 2, 3, 4],
      s: 'q',
      o: { p: 1, r: 2 },
    };
    const collection = await collectionOf(store.db, [document as never]);
    const one = (filter: Document, projection: Document) => collection.findOne(filter, { projection });
    expect(await one({ 'a.k': 2 }, { 'a.$': 1 })).toEqual({ _id: 1, a: [{ k: 2, v: 'y' }] });
    expect(await one({}, { n: { $slice: [1, 2] }, a: 0 })).toEqual({ _id: 1, n: [2, 3], s: 'q', o: { p: 1, r: 2 } });
    expect(await one({}, { _id: 0, a: { $elemMatch: { k: 1 } }, up: { $toUpper: '$s' } })).toEqual({
      a: [{ k: 1, v: 'x' }],
      up: 'Q',
    });
    expect(await one({}, { 'a.v': 1, 'o.p': 1, _id: 0 })).toEqual({ a: [{ v: 'x' }, { v: 'y' }], o: { p: 1 } });
    expect(await one({}, { 'o.p': 0, a: 0, n: 0 })).toEqual({ _id: 1, s: 'q', o: { r: 2 } });
    expect(await codeOf(one({}, { a: 1, s: 0 }))).toBe(31254);
  });

  it('compares by a collation', async () => {
    const collection = await collectionOf(store.db, [{ a: 'Éa' }, { a: 'B' }, { a: 'b' }, { a: 'éA' }]);
    const find = (a: string, strength: number) =>
      collection.countDocuments({ a }, { collation: { locale: 'en', strength } });
    expect([await find('b', 2), await find('ea', 2), await find('ea', 1), await find('b', 3)]).toEqual([2, 0, 2, 1]);
  });

  it('stops what takes too long', async () => {
    const collection = await collectionOf(
      store.db,
      Array.from({ length: 2000 }, (_, i) => ({ i })),
    );
    const join = {
      from: collection.collectionName,
      let: { i: '$i' },
      pipeline: [{ $match: { $expr: { $gt: ['$i', '$$i'] } } }],
      as: 'x',
    };
    expect(await codeOf(collection.aggregate([{ $lookup: join }], { maxTimeMS: 30 }).toArray())).toBe(50);
  });

  it('tells distinct values and counts', async () => {
    const collection = await collectionOf(store.db, [
      { a: [1, 2], b: 'x' },
      { a: 2, b: 'y' },
      { a: 3, b: 'x' },
    ]);
    expect(await collection.distinct('a')).toEqual([1, 2, 3]);
    expect(await collection.distinct('b', { a: 2 })).toEqual(['x', 'y']);
    expect(await collection.estimatedDocumentCount()).toBe(3);
  });
});
