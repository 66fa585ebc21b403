import { Decimal128, Double, Int32 } from 'bson';
import { describe, expect, it } from 'vitest';
import { collectionOf, openStore, type Document } from './open.ts';

const store = openStore();

describe('upserts', () => {
  it.each<[string, Document, Document]>([
    ['a list of one', { m: { $in: [1] } }, { m: 1 }],
    ['a list of two', { m: { $in: [1, 2] } }, {}],
    ['an $or of one', { $or: [{ m: 3 }] }, { m: 3 }],
    ['a number as a name', { 'm.0': 7 }, { m: { 0: 7 } }],
    ['paths into one document', { 'm.x': 1, 'm.y': 2 }, { m: { x: 1, y: 2 } }],
    ['a range', { m: { $gt: 4 } }, {}],
  ])('begin with what the filter says: %s', async (_what, filter, expected) => {
    const collection = await collectionOf(store.db);
    await collection.updateOne(filter, { $set: { w: 1 } }, { upsert: true });
    expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual({ ...expected, w: 1 });
  });

  it('that replace take only _id from the filter', async () => {
    const collection = await collectionOf(store.db);
    await collection.replaceOne({ _id: 5 as never, m: 1, $and: [{ m: 2 }] }, { z: 1 }, { upsert: true });
    expect(await collection.findOne()).toEqual({ _id: 5, z: 1 });
  });
});

describe('sorting by fields of an array', () => {
  const documents = [
    { _id: 1, a: [{ x: 1, y: 9 }, { x: 2, y: 1 }] }, // prettier-ignore
    { _id: 2, a: [{ x: 1, y: 5 }] },
    { _id: 3, a: [] },
  ];
  it.each([
    [{ 'a.x': 1, 'a.y': 1 }, [3, 2, 1]],
    [{ 'a.x': -1, 'a.y': 1 }, [1, 2, 3]],
  ] as [Record<string, 1 | -1>, number[]][])(
    '%j compares element by element, with an index or without',
    async (sort, order) => {
      const collection = await collectionOf(store.db, documents);
      const ids = async () => (await collection.find().sort(sort).toArray()).map(({ _id }) => _id as unknown);
      expect(await ids()).toEqual(order);
      await collection.createIndex(sort);
      expect(await ids()).toEqual(order);
    },
  );
});

describe('a collation', () => {
  it('uses an index for what has no text, and never for what has', async () => {
    const collection = await collectionOf(store.db, [{ a: 'X', n: 1 }, { a: 'x', n: 2 }, { a: 'y', n: 1 }]); // prettier-ignore
    await collection.createIndexes([{ key: { a: 1 } }, { key: { n: 1, a: 1 } }]);
    const collation = { locale: 'en', strength: 2 };
    expect(await collection.countDocuments({ a: 'x' }, { collation })).toBe(2);
    expect(await collection.countDocuments({ a: 'x' }, { collation, hint: { a: 1 } })).toBe(2);
    const plan = await collection.find({ n: 1 }, { collation }).sort({ a: 1 }).explain();
    expect(plan.queryPlanner.winningPlan).toMatchObject({ stage: 'SORT', inputStage: { stage: 'FETCH' } });
    expect(plan.executionStats.totalDocsExamined).toBe(2);
  });
});

describe('hidden indexes', () => {
  it('are kept in step, refuse duplicates, and are used by nobody', async () => {
    const collection = await collectionOf(store.db, [{ a: 1 }]);
    await collection.createIndex({ a: 1 }, { unique: true });
    const alter = (hidden: boolean) =>
      store.db.command({ collMod: collection.collectionName, index: { name: 'a_1', hidden } });
    expect(await alter(true)).toMatchObject({ hidden_old: false, hidden_new: true });
    const stage = async () => JSON.stringify((await collection.find({ a: 1 }).explain()).queryPlanner.winningPlan);
    expect(await stage()).toContain('COLLSCAN');
    await expect(collection.insertOne({ a: 1 })).rejects.toMatchObject({ code: 11000 });
    await collection.insertOne({ a: 2 });
    await alter(false);
    expect(await stage()).toContain('IXSCAN');
    expect(await collection.countDocuments({ a: 2 })).toBe(1);
  });
});

describe('validation', () => {
  it('of the moderate level lets documents be that were wrong before', async () => {
    const collection = await collectionOf(store.db, [{ _id: 1 }]);
    const name = collection.collectionName;
    await store.db.command({ collMod: name, validator: { n: { $type: 'int' } }, validationLevel: 'moderate' });
    expect(await collection.updateOne({ _id: 1 as never }, { $set: { z: 1 } })).toMatchObject({ modifiedCount: 1 });
    await expect(collection.insertOne({ n: 'x' })).rejects.toMatchObject({ code: 121 });
    await collection.insertOne({ _id: 2 as never, n: new Int32(1) });
    const wrong = collection.updateOne({ _id: 2 as never }, { $set: { n: 'x' } });
    await expect(wrong).rejects.toMatchObject({ code: 121 });
  });
});

describe('stages', () => {
  const run = (documents: Document[], ...stages: Document[]) =>
    store.db.aggregate([{ $documents: documents }, ...stages]).toArray();

  it('$redact keeps, prunes and descends', async () => {
    const documents = [{ level: 1, a: { level: 5, b: 1 }, list: [{ level: 1 }, { level: 5 }, 7] }];
    const verdict = { $cond: [{ $gt: ['$level', 3] }, '$$PRUNE', '$$DESCEND'] };
    expect(await run(documents, { $redact: verdict })).toEqual([{ level: 1, list: [{ level: 1 }, 7] }]);
  });

  it('$setWindowFields knows rates, areas and covariances', async () => {
    const documents = [{ x: 1, y: 2 }, { x: 2, y: 6 }, { x: 4, y: 10 }]; // prettier-ignore
    const window = { documents: ['unbounded', 'current'] };
    const output = {
      rate: { $derivative: { input: '$y' }, window: { documents: [-1, 0] } },
      area: { $integral: { input: '$y' }, window },
      together: { $covariancePop: ['$x', '$y'], window },
    };
    const found = await run(documents, { $setWindowFields: { sortBy: { x: 1 }, output } }, { $unset: ['x', 'y'] });
    expect(found).toEqual([
      { rate: null, area: 0, together: 0 },
      { rate: 4, area: 4, together: 1 },
      { rate: 2, area: 20, together: 4 },
    ]);
  });

  it('write a field below what is no document by replacing it', async () => {
    const [found] = await run([{ a: 5 }], { $unwind: { path: '$a', includeArrayIndex: 'a.i' } });
    expect(found).toEqual({ a: { i: null } });
  });
});

describe('decimals', () => {
  const d = (text: string) => Decimal128.fromString(text);
  it.each<[Document, Decimal128]>([
    [{ $divide: [d('1'), 3] }, d('0.3333333333333333333333333333333333')],
    [{ $divide: [d('2'), 3] }, d('0.6666666666666666666666666666666667')],
    [{ $divide: [d('2.50'), d('1.25')] }, d('2')],
    [{ $sqrt: d('2') }, d('1.414213562373095048801688724209698')],
    [{ $sqrt: d('6.25') }, d('2.5')],
    [{ $pow: [d('1.1'), 3] }, d('1.331')],
    [{ $round: [d('2.345'), 2] }, d('2.34')],
    [{ $trunc: [d('-2.349'), 2] }, d('-2.34')],
    [{ $ceil: d('2.1') }, d('3')],
    [{ $floor: d('-2.1') }, d('-3')],
    [{ $avg: [d('1.25')] }, d('1.25')],
  ])('%j is exact to 34 digits', async (expression, expected) => {
    const [found] = await store.db.aggregate([{ $documents: [{}] }, { $project: { v: expression } }]).toArray();
    expect(String(found!.v)).toBe(String(expected));
  });

  it('are told from doubles by $mod and $log', async () => {
    const fields = { m: { $mod: [7, new Double(2)] }, n: { $mod: [7, new Double(2.5)] } };
    const [found] = await store.db
      .aggregate([{ $documents: [{}] }, { $project: fields }], { promoteValues: false })
      .toArray();
    expect(found).toEqual({ m: new Int32(1), n: new Double(2) });
  });
});

describe('dates', () => {
  it.each<[Document, string]>([
    [{ $dateFromParts: { isoWeekYear: 2024, isoWeek: 5, isoDayOfWeek: 3 } }, '2024-01-31T00:00:00.000Z'],
    [{ $dateFromParts: { isoWeekYear: 2021, isoWeek: 53 } }, '2022-01-03T00:00:00.000Z'],
    [{ $dateFromParts: { year: 2024, month: 14, day: -3, timezone: '+02:00' } }, '2025-01-27T22:00:00.000Z'],
  ])('%j', async (expression, expected) => {
    const [found] = await store.db.aggregate([{ $documents: [{}] }, { $project: { v: expression } }]).toArray();
    expect((found!.v as Date).toISOString()).toBe(expected);
  });
});
