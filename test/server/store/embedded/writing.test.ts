import { mongo } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { codeOf, collectionOf, openStore } from './open.ts';

const store = openStore();

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
    expect(await codeOf(collection.insertOne({ _id: [1] as never }))).toBe(2);
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
