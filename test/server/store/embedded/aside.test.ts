import { beforeAll, expect, it } from 'vitest';
import { codeOf, collectionOf, openStore, type Document } from './open.ts';

/** Reads that look at more than two thousand documents run in a thread of their own: nothing else may tell it. */
const N = 12_000;
const store = openStore();
let large: Awaited<ReturnType<typeof collectionOf>>;

beforeAll(async () => {
  const text = 'x'.repeat(100);
  large = await collectionOf(
    store.db,
    Array.from({ length: N }, (_, n) => ({ _id: n as never, n, third: n % 3, text })),
  );
});

it('answers long aggregations, counts, distinct values, sorts and scans', async () => {
  const groups = await large
    .aggregate([{ $group: { _id: '$third', n: { $sum: 1 }, last: { $max: '$n' } } }, { $sort: { _id: 1 } }])
    .toArray();
  expect(groups).toEqual([0, 1, 2].map((_id) => ({ _id, n: N / 3, last: N - 3 + _id })));
  expect(await large.countDocuments({ third: 1 })).toBe(N / 3);
  expect(await large.countDocuments({})).toBe(N);
  expect(await large.estimatedDocumentCount()).toBe(N);
  expect(await large.distinct('third')).toEqual([0, 1, 2]);
  expect((await large.find().sort({ n: -1 }).limit(2).toArray()).map(({ n }) => n as number)).toEqual([N - 1, N - 2]);
  expect((await large.find({ n: { $gte: N - 3 } }).toArray()).length).toBe(3);
  expect(await store.db.command({ validate: large.collectionName })).toMatchObject({ valid: true, nrecords: N });
});

it('does not let short reads and writes wait for a long one', async () => {
  const order: string[] = [];
  const pipeline = [
    { $limit: 300 },
    {
      $lookup: {
        from: large.collectionName,
        let: { n: '$n' },
        pipeline: [{ $match: { $expr: { $eq: ['$n', '$$n'] } } }],
        as: 'same',
      },
    },
    { $count: 'n' },
  ];
  const long = large
    .aggregate(pipeline)
    .toArray()
    .then((found) => order.push(`long ${found[0]?.n}`));
  const side = await collectionOf(store.db, [{ a: 1 }]);
  for (let i = 0; i < 20; i++) {
    await side.updateOne({ a: 1 }, { $inc: { b: 1 } });
    expect(await side.findOne({ a: 1 })).toMatchObject({ b: i + 1 });
  }
  order.push('short');
  await long;
  expect(order).toEqual(['short', 'long 300']);
});

it('sees in a long read what was acknowledged before it, indexes and new collections too', async () => {
  const fresh = await collectionOf(
    store.db,
    Array.from({ length: 3000 }, (_, n) => ({ n })),
  );
  for (let i = 0; i < 20; i++) {
    await fresh.insertOne({ n: 3000 + i, list: [1, 2, i] });
    expect(await fresh.countDocuments({ n: { $gte: 0 } })).toBe(3001 + i);
    if (i === 5) await fresh.createIndex({ list: 1 });
    if (i === 10) await fresh.createIndex({ n: 1 });
    if (i === 15) await fresh.dropIndex('n_1');
  }
  expect((await fresh.find({ list: { $in: [1, 2] }, n: { $gte: 0 } }).toArray()).length).toBe(20);
  await fresh.rename('renamed');
  expect(await store.db.collection('renamed').countDocuments({ n: { $gte: 0 } })).toBe(3020);
  await store.db.collection('renamed').drop();
  expect(await store.db.collection('renamed').countDocuments({ n: { $gte: 0 } })).toBe(0);
});

it('goes on with a cursor while others write, and closes it', async () => {
  const rows = await collectionOf(
    store.db,
    Array.from({ length: 6000 }, (_, n) => ({ n, even: n % 2 === 0 })),
  );
  const cursor = rows.find({ even: true, n: { $gte: 4500 } }).batchSize(100);
  const found: number[] = [];
  for await (const { n } of cursor) {
    found.push(n as number);
    if (found.length % 100 === 0) {
      await rows.deleteOne({ n: n + 150 });
      await rows.insertOne({ n: 10_000 + found.length, even: false });
      if (found.length === 300) await rows.createIndex({ even: 1, n: 1 });
    }
  }
  expect(found.length).toBe(750 - found.filter((n, i) => i > 0 && n - found[i - 1]! > 2).length);
  expect(new Set(found).size).toBe(found.length);
  const open = await store.db.command({ find: rows.collectionName, filter: { n: { $gte: 4500 } }, batchSize: 2 });
  const { id } = open.cursor as Document;
  const killed = await store.db.command({ killCursors: rows.collectionName, cursors: [id] });
  expect((killed.cursorsKilled as unknown[]).map(String)).toEqual([String(id)]);
  expect(await codeOf(store.db.command({ getMore: id, collection: rows.collectionName }))).toBe(43);
});

it('passes on what is wrong with a long read', async () => {
  expect(await codeOf(large.aggregate([{ $group: { _id: { $toInt: '$text' } } }]).toArray())).toBe(241);
  expect(
    await codeOf(large.find({ $expr: { $gt: [{ $divide: [1, { $subtract: ['$n', 5000] }] }, 2] } }).toArray()),
  ).not.toBe(0);
});

it('lets a pipeline that writes go on where writes are done', async () => {
  await large.aggregate([{ $match: { third: 2 } }, { $project: { n: 1 } }, { $out: 'thirds' }]).toArray();
  expect(await store.db.collection('thirds').countDocuments()).toBe(N / 3);
});
