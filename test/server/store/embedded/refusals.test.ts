import { Long } from 'bson';
import { describe, expect, it } from 'vitest';
import { collectionOf, openStore, type Document } from './open.ts';

const store = openStore();

/** The code a command is refused with: its own, or that of its first write error. */
async function refusal(command: Document): Promise<number | undefined> {
  const reply = await store.db.command(command).catch((error: { code?: number }) => ({ ok: 0, code: error.code }));
  return (reply as Document).writeErrors?.[0]?.code ?? (reply as Document).code;
}

const update = (q: Document, u: unknown, more: Document = {}) => ({ update: 'refusals', updates: [{ q, u, ...more }] });
const upsert = (q: Document, u: unknown = { $set: { w: 1 } }) => update(q, u, { upsert: true });
const find = (more: Document) => ({ find: 'refusals', ...more });
const aggregate = (...pipeline: Document[]) => ({ aggregate: 'refusals', pipeline, cursor: {} });
const index = (key: Document, more: Document = {}) => ({ createIndexes: 'i', indexes: [{ key, name: 'n', ...more }] });

describe("refused with MongoDB's codes", () => {
  it.each<[string, number, Document]>([
    ['a path matched twice in an upsert', 54, upsert({ m: { $all: [6, 7] } })],
    ['a path and one below it in an upsert', 54, upsert({ 'm.x': 1, m: { y: 1 } })],
    ['$expr in an upsert', 224, upsert({ $expr: { $eq: ['$m', 1] } })],
    ['an array as _id in an upsert', 53, upsert({ _id: [1] })],
    ['an array as _id', 2, { insert: 'refusals', documents: [{ _id: [1] }] }],
    ['a document that is none', 14, { insert: 'refusals', documents: [1] }],
    ['a collection of the system', 73, { insert: 'system.x', documents: [{ a: 1 }] }],
    ['an update without u', 40414, { update: 'refusals', updates: [{ q: {} }] }],
    ['an unknown field of an update', 40415, update({}, { $set: { a: 1 } }, { nothing: 1 })],
    ['a delete without limit', 40414, { delete: 'refusals', deletes: [{ q: {} }] }],
    ['a delete of two', 9, { delete: 'refusals', deletes: [{ q: {}, limit: 2 }] }],
    ['a sort of many updates', 9, update({}, { $set: { a: 1 } }, { multi: true, sort: { _id: 1 } })],
    ['constants without a pipeline', 51198, update({}, { $set: { a: 1 } }, { c: { x: 1 } })],
    ['array filters of a pipeline', 9, update({}, [{ $set: { a: 1 } }], { arrayFilters: [{ x: 1 }] })],
    ['an array filter with a capital', 2, update({}, { $set: { 'a.$[X]': 1 } }, { arrayFilters: [{ X: 1 }] })],
    ['all elements and one', 40, update({}, { $set: { 'a.$[]': 1, 'a.0': 2 } })],
    ['a field that begins with $', 52, update({}, { $set: { 'a.$x': 1 } })],
    ['$addToSet with more than $each', 2, update({}, { $addToSet: { a: { $each: [1], x: 1 } } })],
    ['half an element as $size', 2, find({ filter: { a: { $size: 1.5 } } })],
    ['an unknown $type', 2, find({ filter: { a: { $type: 99 } } })],
    ['no $type', 9, find({ filter: { a: { $type: [] } } })],
    ['a negative bit mask', 9, find({ filter: { a: { $bitsAllSet: -1 } } })],
    ['$near without an index', 291, find({ filter: { a: { $near: [1, 1] } } })],
    ['a negative limit', 51024, find({ limit: -2 })],
    ['a limit in words', 14, find({ limit: 'x' })],
    ['a tailable cursor', 2, find({ tailable: true })],
    ['a sort in words', 15974, find({ sort: { a: 'up' } })],
    ['a sort by two arrays', 2, find({ sort: { a: 1, b: 1 } })],
    ['an unknown locale', 2, find({ collation: { locale: 'xx' } })],
    ['a strength of 9', 51024, find({ collation: { locale: 'en', strength: 9 } })],
    ['maxTimeMS in words', 2, find({ maxTimeMS: 'soon' })],
    ['a position in the middle of a projection', 31394, find({ filter: { a: 1 }, projection: { 'a.$.v': 1 } })],
    ['two positions in a projection', 31276, find({ filter: { a: 1 }, projection: { 'a.$': 1, 'b.$': 1 } })],
    ['an excluded position', 31395, find({ filter: { a: 1 }, projection: { 'a.$': 0 } })],
    ['a projected name with $', 16410, find({ projection: { 'a.$x': 1 } })],
    ['a hint that no index has', 2, { ...aggregate(), hint: 'nothing' }],
    ['$out before the end', 40601, aggregate({ $out: 'x' }, { $match: {} })],
    ['$documents of a collection', 73, aggregate({ $documents: [] })],
    ['$documents after something', 40602, aggregate({ $match: {} }, { $documents: [] })],
    ['a pipeline without a collection', 73, { aggregate: 1, pipeline: [{ $match: {} }], cursor: {} }],
    ['an unknown field of $lookup', 9, aggregate({ $lookup: { from: 'x', as: 'y', pipeline: [], nothing: 1 } })],
    ['an unknown field of $unwind', 28811, aggregate({ $unwind: { path: '$a', nothing: 1 } })],
    ['a variable with a capital', 9, aggregate({ $project: { x: { $let: { vars: { A: 1 }, in: 1 } } } })],
    ['JavaScript', 31264, aggregate({ $project: { x: { $function: { body: 'x', args: [], lang: 'js' } } } })],
    ['a partial index by $ne', 67, index({ a: 1 }, { partialFilterExpression: { a: { $ne: 1 } } })],
    ['options of the index on _id', 197, index({ _id: 1 }, { unique: true })],
    ['the name of the index on _id', 2, { createIndexes: 'i', indexes: [{ key: { a: 1 }, name: '_id_' }] }],
    ['no index to make', 2, { createIndexes: 'i', indexes: [] }],
    ['a cursor without its collection', 40414, { getMore: Long.fromNumber(1) }],
    ['killing no cursors', 40414, { killCursors: 'refusals' }],
    ['the values of no field', 40414, { distinct: 'refusals' }],
  ])('%s: %i', async (_what, code, command) => {
    const collection = store.db.collection<Document>('refusals');
    await collection.replaceOne({ _id: 1 as never }, { a: [1, 2], b: [3, 4] }, { upsert: true });
    expect(await refusal(command)).toBe(code);
  });

  it('an index by the same name, or the same index by another name (86, 85)', async () => {
    const collection = await collectionOf(store.db);
    await collection.createIndex({ a: 1 });
    const again = (options: Document, key: Document = { a: 1 }) =>
      collection.createIndex(key, options).catch((error: { code: number }) => error.code);
    expect(await again({ unique: true })).toBe(86);
    expect(await again({ name: 'a_1' }, { b: 1 })).toBe(86);
    expect(await again({ expireAfterSeconds: 5 })).toBe(85);
    expect(await again({ name: 'other' })).toBe(85);
    expect(await again({ name: 'other', unique: true })).toBe('other');
    expect(await again({})).toBe('a_1');
  });

  it('a numeric field beside a position, where an index would have to choose', async () => {
    const collection = await collectionOf(store.db);
    await collection.createIndex({ 'a.0': 1 });
    const error = await collection.insertOne({ a: [{ 0: 1 }] }).catch((reason: { code: number }) => reason);
    expect(error).toMatchObject({ code: 16746 });
  });

  it('two paths that lead to one element', async () => {
    const collection = await collectionOf(store.db, [{ a: [1, 2] }]);
    const both = (number: number) =>
      collection
        .updateOne({}, { $inc: { 'a.$[]': 1, 'a.$[x]': 10 } }, { arrayFilters: [{ x: number }] })
        .catch((error: { code: number }) => error.code);
    expect(await both(2)).toBe(40);
    expect(await both(7)).toMatchObject({ modifiedCount: 1 });
  });
});
