import { describe, expect, it } from 'vitest';
import { collectionOf, openStore } from './open.ts';

const store = openStore();

/** The driver's objects put whole numbers first; the bytes tell the truth. */
async function storedNames(collection: Awaited<ReturnType<typeof collectionOf>>, path: string): Promise<string[]> {
  const [row] = await collection.aggregate([{ $project: { pairs: { $objectToArray: path } } }]).toArray();
  return (row!.pairs as { k: string }[]).map(({ k }) => k);
}

describe('fields whose names are whole numbers', () => {
  it('stay where they were written, through updates, and _id stays first', async () => {
    const collection = await collectionOf(store.db);
    await collection.insertOne(new Map<string, unknown>([['b', 1], ['7', 2], ['a', 3], ['0', 4]]) as never); // prettier-ignore
    expect(await storedNames(collection, '$$ROOT')).toEqual(['_id', 'b', '7', 'a', '0']);
    await collection.updateOne({}, { $set: { 5: 1, '7': 9, c: new Map([['x', 1], ['1', 2]]) } }); // prettier-ignore
    expect(await storedNames(collection, '$$ROOT')).toEqual(['_id', 'b', '7', 'a', '0', '5', 'c']);
    expect(await storedNames(collection, '$c')).toEqual(['x', '1']);
  });

  it('are found, sorted, indexed, projected and computed like others', async () => {
    const collection = await collectionOf(store.db, [
      { _id: 1, 2024: 5, o: { 1: { x: 1 } }, list: [{ 0: 'a' }, 'b'] },
      { _id: 2, 2024: 3, o: { 1: { x: 2 } } },
    ] as never);
    await collection.createIndexes([{ key: { 2024: 1 } }, { key: { 'o.1.x': 1 } }]);
    const found = async (query: object) => (await collection.find(query).toArray()).map(({ _id }) => _id as unknown);
    expect(await found({ 2024: { $gt: 3 } })).toEqual([1]);
    expect(await found({ 'o.1.x': 2 })).toEqual([2]);
    expect(await found({ 'list.0.0': 'a' })).toEqual([1]);
    expect(await found({ 'list.1': 'b' })).toEqual([1]);
    const plan = await collection.find({ 2024: 3 }).explain();
    expect(plan.queryPlanner.winningPlan.inputStage).toMatchObject({ indexName: '2024_1' });
    const sorted = await collection.find({}, { projection: { 2024: 1, _id: 0 } }).sort({ 2024: 1 });
    expect(await sorted.toArray()).toEqual([{ 2024: 3 }, { 2024: 5 }]);
    const [computed] = await collection.aggregate([{ $project: { v: '$2024', w: '$o.1.x' } }, { $limit: 1 }]).toArray();
    expect(computed).toEqual({ _id: 1, v: 5, w: 1 });
    await collection.updateOne({ _id: 1 as never }, { $set: { 'list.1': 'c', 'o.1.x': 7 }, $inc: { 2024: 1 } });
    expect(await collection.findOne({ _id: 1 as never })).toEqual({
      ...{ _id: 1, 2024: 6, o: { 1: { x: 7 } }, list: [{ 0: 'a' }, 'c'] },
    });
  });

  it('tell documents apart by their order', async () => {
    const collection = await collectionOf(store.db);
    await collection.createIndex({ d: 1 }, { unique: true });
    const make = (...entries: [string, number][]) => ({ d: new Map(entries) });
    await collection.insertMany([make(['b', 1], ['2', 1]), make(['2', 1], ['b', 1])]);
    expect(await collection.countDocuments(make(['b', 1], ['2', 1]))).toBe(1);
    const error = await collection.insertOne(make(['b', 1], ['2', 1])).catch((reason: Error) => reason);
    expect((error as Error).message).toMatch(/dup key: \{ d: \{ b: 1, 2: 1 \} \}$/);
  });
});
