import { expect, it } from 'vitest';
import { codeOf, collectionOf, openStore } from './open.ts';

const store = openStore();

it('makes of an upsert what its query says', async () => {
  const collection = await collectionOf(store.db);
  const query = { _id: 7 as never, 'a.b': 1, c: { $gt: 5 }, $and: [{ d: { $eq: 'x' } }] };
  await collection.updateOne(query, { $set: { e: 1 }, $setOnInsert: { f: 2 } }, { upsert: true });
  expect(await collection.findOne()).toEqual({ _id: 7, a: { b: 1 }, d: 'x', e: 1, f: 2 });
  await collection.updateOne({ _id: 7 as never }, { $setOnInsert: { f: 3 }, $set: { e: 2 } }, { upsert: true });
  expect(await collection.findOne()).toMatchObject({ e: 2, f: 2 });
  expect(await codeOf(collection.updateMany({}, { $set: { g: 1 } }, { upsert: true }))).toBe(0);
});
