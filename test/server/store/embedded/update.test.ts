import { Decimal128, Double, EJSON, Int32, Long } from 'bson';
import { describe, expect, it } from 'vitest';
import { collectionOf, openStore, type Document } from './open.ts';

const store = openStore();

const typed = (value: unknown) =>
  EJSON.parse(EJSON.stringify(value as Document, { relaxed: false }), { relaxed: false }) as Document;

describe('update operators', () => {
  const items = [
    { k: 1, q: 1 },
    { k: 2, q: 2 },
  ];
  it.each<[string, Document, Document, Document]>([
    ['$set', { a: 1 }, { $set: { 'b.c': 2, a: 3 } }, { a: 3, b: { c: 2 } }],
    ['$set into an array', { a: [1] }, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
    [
      '$unset',
      { a: 1, b: { c: 1, d: 2 }, e: [1, 2] },
      { $unset: { a: 1, 'b.c': 1, 'e.0': 1, z: 1 } },
      { b: { d: 2 }, e: [null, 2] },
    ],
    ['$inc', { n: 1 }, { $inc: { n: 2, m: -1 } }, { n: 3, m: -1 }],
    ['$mul', { n: 3 }, { $mul: { n: 2, m: 5 } }, { n: 6, m: 0 }],
    ['$min and $max', { a: 5, b: 5 }, { $min: { a: 3, c: 1 }, $max: { b: 3, d: 1 } }, { a: 3, b: 5, c: 1, d: 1 }],
    [
      '$rename',
      { a: 1, b: { c: 2 } },
      { $rename: { a: 'x.y', 'b.c': 'z', nothing: 'n' } },
      { b: {}, x: { y: 1 }, z: 2 },
    ],
    ['$push', { a: [1] }, { $push: { a: 2, b: 1 } }, { a: [1, 2], b: [1] }],
    ['$push at a position', { a: [1, 4] }, { $push: { a: { $each: [2, 3], $position: 1 } } }, { a: [1, 2, 3, 4] }],
    ['$push sorted and cut', { a: [5, 1] }, { $push: { a: { $each: [3], $sort: -1, $slice: 2 } } }, { a: [5, 3] }],
    [
      '$push by a field',
      { a: [{ q: 2 }] },
      { $push: { a: { $each: [{ q: 1 }], $sort: { q: 1 }, $slice: -2 } } },
      { a: [{ q: 1 }, { q: 2 }] },
    ],
    ['$addToSet', { a: [1, { x: 1 }] }, { $addToSet: { a: { $each: [1, 2, 2, { x: 1 }] } } }, { a: [1, { x: 1 }, 2] }],
    ['$pull', { a: [1, 5, 3], b: items }, { $pull: { a: { $gte: 3 }, b: { k: 1 } } }, { a: [1], b: [items[1]] }],
    ['$pull of a value', { a: [1, [1], 1] }, { $pull: { a: 1 } }, { a: [[1]] }],
    ['$pullAll', { a: [1, 2, 1, 3] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
    ['$pop', { a: [1, 2, 3], b: [1, 2] }, { $pop: { a: 1, b: -1 } }, { a: [1, 2], b: [2] }],
    ['$bit', { a: 13 }, { $bit: { a: { and: 10, or: 1 } } }, { a: 9 }],
    ['$[]', { a: [1, 2] }, { $inc: { 'a.$[]': 10 } }, { a: [11, 12] }],
    [
      '$[] inside $[]',
      { a: [{ b: [1] }, { b: [2, 3] }] },
      { $mul: { 'a.$[].b.$[]': 2 } },
      { a: [{ b: [2] }, { b: [4, 6] }] },
    ],
    ['a replacement', { a: 1 }, { b: 2 }, { b: 2 }],
  ])('%s', async (_name, before, update, after) => {
    const collection = await collectionOf(store.db, [before]);
    const operation = Object.keys(update)[0]!.startsWith('$')
      ? collection.updateOne({}, update)
      : collection.replaceOne({}, update);
    expect(await operation).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
    expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual(after);
    expect(await store.db.command({ validate: collection.collectionName })).toMatchObject({ valid: true });
  });

  it('knows $ from the query, $[name] from array filters, and pipelines', async () => {
    const collection = await collectionOf(store.db, [{ items, grades: [80, 95, 100] }]);
    await collection.updateOne({ 'items.k': 2 }, { $set: { 'items.$.q': 20 } });
    await collection.updateOne({ items: { $elemMatch: { k: 1, q: 1 } } }, { $inc: { 'items.$.q': 9 } });
    await collection.updateOne({}, { $set: { 'grades.$[high]': 99 } }, { arrayFilters: [{ high: { $gte: 95 } }] });
    await collection.updateOne({}, { $set: { 'items.$[i].seen': true } }, { arrayFilters: [{ 'i.k': { $lt: 2 } }] });
    await collection.updateOne({}, [{ $set: { total: { $sum: '$items.q' } } }, { $unset: 'grades.x' }]);
    expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual({
      items: [
        { k: 1, q: 10, seen: true },
        { k: 2, q: 20 },
      ],
      grades: [80, 99, 99],
      total: 30,
    });
  });

  it('keeps and widens numeric types as MongoDB does', async () => {
    const start = {
      i: new Int32(2147483647),
      l: Long.fromString('5'),
      d: new Double(1),
      x: Decimal128.fromString('1.10'),
      s: new Int32(1),
    };
    const collection = await collectionOf(store.db, [start]);
    await collection.updateOne(
      {},
      { $inc: { i: 1, l: new Int32(1), d: new Int32(1), x: Decimal128.fromString('0.2'), s: new Double(1) } },
    );
    const raw = await collection.findOne({}, { projection: { _id: 0 }, promoteValues: false });
    expect(typed(raw)).toEqual(
      typed({
        i: Long.fromString('2147483648'),
        l: Long.fromString('6'),
        d: new Double(2),
        x: Decimal128.fromString('1.30'),
        s: new Double(2),
      }),
    );
  });

  it('sets the date', async () => {
    const collection = await collectionOf(store.db, [{}]);
    const before = Date.now();
    await collection.updateOne({}, { $currentDate: { at: { $type: 'date' }, ts: { $type: 'timestamp' } } });
    const found = await collection.findOne();
    expect(found!.at.getTime()).toBeGreaterThanOrEqual(before);
    expect(found!.ts._bsontype).toBe('Timestamp');
  });

  it.each<[string, Document, Document, number]>([
    ['an unknown operator', {}, { $nothing: { a: 1 } }, 9],
    ['a conflict', {}, { $set: { a: 1 }, $inc: { 'a.b': 1 } }, 40],
    ['the same path twice', {}, { $set: { a: 1 }, $unset: { a: 1 } }, 40],
    ['a path through a number', { a: 1 }, { $set: { 'a.b': 1 } }, 28],
    ['$pull through a number', { a: 1 }, { $pull: { 'a.b': 1 } }, 28],
    ['$inc of a text', { a: 'x' }, { $inc: { a: 1 } }, 14],
    ['$inc by a text', { a: 1 }, { $inc: { a: 'x' } }, 14],
    ['$inc beyond 64 bits', { a: Long.MAX_VALUE }, { $inc: { a: 1 } }, 2],
    ['$push to a number', { a: 1 }, { $push: { a: 1 } }, 2],
    ['$push with an unknown clause', { a: [] }, { $push: { a: { $each: [], $sorted: 1 } } }, 2],
    ['$pop of a number', { a: 1 }, { $pop: { a: 1 } }, 14],
    ['$rename through an array', { a: [{ b: 1 }] }, { $rename: { 'a.b': 'c' } }, 2],
    ['$ without a match in an array', { a: [1] }, { $set: { 'a.$': 1 } }, 2],
    ['$[] on a number', { a: 1 }, { $set: { 'a.$[]': 1 } }, 2],
    ['an unknown array filter', { a: [1] }, { $set: { 'a.$[x]': 1 } }, 2],
    ['an empty field name', {}, { $set: { 'a..b': 1 } }, 56],
    ['another _id', {}, { $set: { _id: 5 } }, 66],
    ['no _id', {}, { $unset: { _id: 1 } }, 66],
    ['a stage that an update must not have', {}, [{ $match: {} }], 72],
    ['fields that are none', {}, { $set: 5 }, 9],
  ])('refuses %s and changes nothing', async (_name, before, update, code) => {
    const collection = await collectionOf(store.db, [before]);
    const [stored] = await collection.find().toArray();
    const command = { update: collection.collectionName, updates: [{ q: {}, u: update }] };
    const reply = await store.db.command(command).catch((error: Document) => ({ writeErrors: [error] }));
    expect((reply.writeErrors as Document[])[0]!.code).toBe(code);
    expect(await collection.find().toArray()).toEqual([stored]);
  });
});
