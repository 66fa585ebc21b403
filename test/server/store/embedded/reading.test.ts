import { Binary, Long } from 'bson';
import { describe, expect, it } from 'vitest';
import { codeOf, collectionOf, openStore, type Document } from './open.ts';

const store = openStore();

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

  it('takes and leaves out whole fields of every type', async () => {
    const fields = { 7: 'seven', s: 'q', d: new Date(5), b: new Binary(Buffer.from('xyz')), o: { p: [1, { r: null }] }, n: 2.5, l: Long.fromNumber(9), x: /a/i, t: true }; // prettier-ignore
    const collection = await collectionOf(store.db, [{ _id: 1, ...fields } as never]);
    const one = async (projection: Document) => Object.keys((await collection.findOne({}, { projection })) ?? {});
    const names = ['_id', ...Object.keys(fields)];
    for (const name of Object.keys(fields)) {
      expect(await collection.findOne({}, { projection: { [name]: 1, _id: 0 } })).toEqual(
        await collection.findOne({}, { projection: { [name]: { $ifNull: [`$${name}`, 0] }, _id: 0 } }),
      );
      expect((await one({ [name]: 0 })).sort()).toEqual(names.filter((other) => other !== name).sort());
    }
    expect(await one({ x: 1, s: true })).toEqual(['_id', 's', 'x']);
    expect(await one({ _id: 1 })).toEqual(['_id']);
    expect(await one({ _id: 1, ...Object.fromEntries(Object.keys(fields).map((name) => [name, 0])) })).toEqual(['_id']);
    expect(await one({ absent: 1, _id: false })).toEqual([]);
    expect((await one({ absent: false })).sort()).toEqual(names.sort());
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
