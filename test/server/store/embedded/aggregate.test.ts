import { beforeAll, describe, expect, it } from 'vitest';
import { collectionOf, openStore, type Document } from './open.ts';

const store = openStore();
const day = (n: number) => new Date(Date.UTC(2024, 0, 1 + n, n % 24));
const SALES = Array.from({ length: 30 }, (_, i) => ({
  _id: i,
  item: `i${i % 3}`,
  qty: i,
  tags: [`a${i % 2}`, 'all'],
  at: day(i),
}));

beforeAll(async () => {
  await store.db.collection<Document>('sales').insertMany(SALES as Document[]);
  await store.db.collection<Document>('items').insertMany([
    { _id: 'i0', price: 2 },
    { _id: 'i1', price: 3 },
  ] as Document[]);
});

const run = (...pipeline: Document[]) => store.db.collection('sales').aggregate(pipeline).toArray();

describe('stages', () => {
  it.each<[string, Document[], unknown[]]>([
    [
      '$group',
      [
        { $match: { qty: { $gte: 27 } } },
        {
          $group: {
            _id: '$item',
            n: { $sum: 1 },
            total: { $sum: '$qty' },
            avg: { $avg: '$qty' },
            max: { $max: '$qty' },
            first: { $first: '$_id' },
            all: { $push: '$qty' },
          },
        },
        { $sort: { _id: 1 } },
      ],
      [0, 1, 2].map((i) => ({
        _id: `i${i}`,
        n: 1,
        total: 27 + i,
        avg: 27 + i,
        max: 27 + i,
        first: 27 + i,
        all: [27 + i],
      })),
    ],
    [
      '$group of all',
      [{ $group: { _id: null, n: { $sum: 1 }, u: { $addToSet: '$item' } } }],
      [{ _id: null, n: 30, u: ['i0', 'i1', 'i2'] }],
    ],
    ['$count', [{ $match: { item: 'i1' } }, { $count: 'n' }], [{ n: 10 }]],
    ['$count of nothing', [{ $match: { item: 'none' } }, { $count: 'n' }], []],
    [
      '$unwind and $sortByCount',
      [{ $unwind: '$tags' }, { $sortByCount: '$tags' }, { $limit: 1 }],
      [{ _id: 'all', count: 30 }],
    ],
    [
      '$project',
      [{ $match: { _id: 5 } }, { $project: { _id: 0, q: { $multiply: ['$qty', 2] }, 'o.p': '$item', tags: 1 } }],
      [{ tags: ['a1', 'all'], q: 10, o: { p: 'i2' } }],
    ],
    [
      '$addFields and $unset',
      [{ $match: { _id: 5 } }, { $set: { 'o.p': 1, qty: '$$REMOVE' } }, { $unset: ['tags', 'at'] }],
      [{ _id: 5, item: 'i2', o: { p: 1 } }],
    ],
    ['$replaceRoot', [{ $match: { _id: 5 } }, { $replaceRoot: { newRoot: { v: '$qty' } } }], [{ v: 5 }]],
    [
      '$facet',
      [
        {
          $facet: {
            page: [{ $sort: { _id: 1 } }, { $skip: 5 }, { $limit: 2 }, { $project: { _id: 1 } }],
            total: [{ $count: 'n' }],
          },
        },
      ],
      [{ page: [{ _id: 5 }, { _id: 6 }], total: [{ n: 30 }] }],
    ],
    [
      '$lookup',
      [
        { $match: { _id: { $lt: 3 } } },
        { $lookup: { from: 'items', localField: 'item', foreignField: '_id', as: 'i' } },
        { $project: { n: { $size: '$i' }, price: { $first: '$i.price' } } },
      ],
      [
        { _id: 0, n: 1, price: 2 },
        { _id: 1, n: 1, price: 3 },
        { _id: 2, n: 0 },
      ],
    ],
    [
      '$lookup with a pipeline',
      [
        { $match: { _id: 1 } },
        {
          $lookup: {
            from: 'items',
            let: { k: '$item' },
            pipeline: [{ $match: { $expr: { $eq: ['$_id', '$$k'] } } }, { $project: { price: 1, _id: 0 } }],
            as: 'i',
          },
        },
        { $project: { i: 1 } },
      ],
      [{ _id: 1, i: [{ price: 3 }] }],
    ],
    [
      '$unionWith',
      [
        { $match: { _id: 1 } },
        { $unionWith: { coll: 'items', pipeline: [{ $match: { price: 3 } }] } },
        { $project: { _id: 1 } },
      ],
      [{ _id: 1 }, { _id: 'i1' }],
    ],
    [
      '$bucket',
      [{ $bucket: { groupBy: '$qty', boundaries: [0, 10, 30], output: { n: { $sum: 1 } } } }],
      [
        { _id: 0, n: 10 },
        { _id: 10, n: 20 },
      ],
    ],
    [
      '$documents and $densify',
      [{ $limit: 1 }, { $facet: { none: [{ $limit: 1 }] } }, { $replaceWith: { n: { $size: '$none' } } }],
      [{ n: 1 }],
    ],
    [
      '$setWindowFields',
      [
        { $match: { item: 'i0' } },
        {
          $setWindowFields: {
            partitionBy: '$item',
            sortBy: { at: 1 },
            output: { sum: { $sum: '$qty', window: { documents: ['unbounded', 'current'] } }, rank: { $rank: {} } },
          },
        },
        { $limit: 3 },
        { $project: { sum: 1, rank: 1 } },
      ],
      [
        { _id: 0, sum: 0, rank: 1 },
        { _id: 3, sum: 3, rank: 2 },
        { _id: 6, sum: 9, rank: 3 },
      ],
    ],
  ])('%s', async (_name, pipeline, expected) => {
    expect(await run(...pipeline)).toEqual(expected);
  });

  it('$unwind keeps what it is told to', async () => {
    const collection = await collectionOf(store.db, [
      { _id: 1 as never, a: [] },
      { _id: 2 as never },
      { _id: 3 as never, a: [7, 8] },
    ]);
    const unwind = { path: '$a', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i' };
    expect(await collection.aggregate([{ $unwind: unwind }]).toArray()).toEqual([
      { _id: 1, i: null },
      { _id: 2, i: null },
      { _id: 3, a: 7, i: 0 },
      { _id: 3, a: 8, i: 1 },
    ]);
    expect(await collection.aggregate([{ $unwind: '$a' }]).toArray()).toHaveLength(2);
  });

  it('$graphLookup follows links', async () => {
    const tree = await collectionOf(store.db, [
      { _id: 'a', p: null },
      { _id: 'b', p: 'a' },
      { _id: 'c', p: 'b' },
    ] as never[]);
    const graph = {
      from: tree.collectionName,
      startWith: '$p',
      connectFromField: 'p',
      connectToField: '_id',
      as: 'up',
      depthField: 'd',
    };
    const [found] = await tree.aggregate([{ $match: { _id: 'c' } }, { $graphLookup: graph }]).toArray();
    expect(found!.up).toEqual([
      { _id: 'b', p: 'a', d: 0 },
      { _id: 'a', p: null, d: 1 },
    ]);
  });

  it('$densify and $fill complete a series', async () => {
    const collection = await collectionOf(store.db, [
      { d: 1, v: 1 },
      { d: 4, v: 4 },
    ]);
    const pipeline = [
      { $densify: { field: 'd', range: { step: 1, bounds: 'full' } } },
      { $fill: { sortBy: { d: 1 }, output: { v: { method: 'linear' } } } },
    ];
    expect((await collection.aggregate(pipeline).toArray()).map(({ v }) => v as number)).toEqual([1, 2, 3, 4]);
  });

  it('$out replaces, $merge merges', async () => {
    await run({ $match: { _id: { $lt: 3 } } }, { $out: 'out' });
    await run({ $match: { _id: { $lt: 2 } } }, { $project: { qty: 1 } }, { $out: 'out' });
    const out = store.db.collection('out');
    expect(await out.find().toArray()).toEqual([
      { _id: 0, qty: 0 },
      { _id: 1, qty: 1 },
    ]);
    await run({ $match: { _id: { $in: [1, 2] } } }, { $project: { item: 1 } }, { $merge: { into: 'out' } });
    expect(await out.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 0, qty: 0 },
      { _id: 1, qty: 1, item: 'i1' },
      { _id: 2, item: 'i2' },
    ]);
    await run(
      { $match: { _id: 1 } },
      { $merge: { into: 'out', whenMatched: [{ $set: { both: ['$qty', '$$new.at'] } }] } },
    );
    expect((await out.findOne({ _id: 1 as never }))!.both).toEqual([1, day(1)]);
  });
});
