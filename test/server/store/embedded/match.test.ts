import { describe, expect, it } from 'vitest';
import { collectionOf, openStore, type Document } from './open.ts';

const store = openStore();

describe('query operators', () => {
  const documents = [
    { _id: 0 },
    { _id: 1, a: null },
    { _id: 2, a: 1 },
    { _id: 3, a: 5 },
    { _id: 4, a: [1, 5] },
    { _id: 5, a: [] },
    { _id: 6, a: 'text' },
    { _id: 7, a: { b: 1 } },
    {
      _id: 8,
      a: [
        { b: 1, c: 1 },
        { b: 2, c: 2 },
      ],
    },
    { _id: 9, a: [[1, 5]] },
    { _id: 10, a: { b: null } },
  ];
  it.each<[Document, number[]]>([
    [{ a: null }, [0, 1]],
    [{ a: { $ne: null } }, [2, 3, 4, 5, 6, 7, 8, 9, 10]],
    [{ a: { $exists: true } }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    [{ a: { $exists: false } }, [0]],
    [{ a: 1 }, [2, 4]],
    [{ a: [1, 5] }, [4, 9]],
    [{ a: [] }, [5]],
    [{ a: { $gt: 1 } }, [3, 4]],
    [{ a: { $gte: 1, $lt: 5 } }, [2, 4]],
    [{ a: { $gt: 1, $lt: 5 } }, [4]],
    [{ a: { $elemMatch: { $gt: 1, $lt: 5 } } }, []],
    [{ a: { $in: [5, 'text', null] } }, [0, 1, 3, 4, 6]],
    [{ a: { $nin: [5, 'text', null] } }, [2, 5, 7, 8, 9, 10]],
    [{ a: { $in: [/^te/, 1] } }, [2, 4, 6]],
    [{ a: /EX/i }, [6]],
    [{ a: { $not: { $gt: 1 } } }, [0, 1, 2, 5, 6, 7, 8, 9, 10]],
    [{ a: { $size: 2 } }, [4, 8]],
    [{ a: { $all: [1, 5] } }, [4]],
    [{ a: { $type: 'array' } }, [4, 5, 8, 9]],
    [{ a: { $type: ['string', 'null'] } }, [1, 6]],
    [{ a: { $mod: [4, 1] } }, [2, 3, 4]],
    [{ a: { $bitsAllSet: 5 } }, [3, 4]],
    [{ a: { b: 1 } }, [7]],
    [{ 'a.b': 1 }, [7, 8]],
    [{ 'a.b': null }, [0, 1, 2, 3, 6, 10]],
    [{ 'a.b': { $exists: false } }, [0, 1, 2, 3, 4, 5, 6, 9]],
    [{ 'a.b': 1, 'a.c': 2 }, [8]],
    [{ a: { $elemMatch: { b: 1, c: 2 } } }, []],
    [{ a: { $elemMatch: { b: 2, c: 2 } } }, [8]],
    [{ 'a.0': 1 }, [4]],
    [{ 'a.1.b': 2 }, [8]],
    [{ $or: [{ a: 5 }, { a: 'text' }] }, [3, 4, 6]],
    [{ a: { $in: [] } }, []],
    [{ $and: [{ a: { $gt: 9 } }, { a: { $lt: 2 } }] }, []],
    [{ 'a.b': { $gt: 9, $lt: 2 } }, []],
    [{ $nor: [{ a: { $exists: true } }] }, [0]],
    [{ $and: [{ a: { $gt: 0 } }, { a: { $lt: 2 } }] }, [2, 4]],
    [{ $expr: { $eq: ['$a', 5] } }, [3]],
    [{ $jsonSchema: { required: ['a'], properties: { a: { bsonType: 'int' } } } }, [2, 3]],
  ])('%j', async (filter, ids) => {
    const plain = await collectionOf(store.db, documents as Document[]);
    const find = async (collection: typeof plain) =>
      (await collection.find(filter).toArray()).map(({ _id }) => _id as unknown as number);
    const sorted = async (collection: typeof plain) => (await find(collection)).sort((x, y) => x - y);
    expect(await sorted(plain)).toEqual(ids);
    await plain.createIndexes([{ key: { a: 1 } }, { key: { 'a.b': -1 } }, { key: { 'a.0': 1 } }]);
    expect(await sorted(plain)).toEqual(ids);
    expect(await plain.countDocuments(filter)).toBe(ids.length);
  });
});
