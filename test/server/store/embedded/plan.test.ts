import { beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Document } from './open.ts';

const store = openStore();
const TOTAL = 10_000;
const STATUSES = ['new', 'open', 'pending', 'solved', 'closed'];

interface Plan {
  stage: string;
  indexName?: string;
  direction?: string;
  inputStage?: Plan;
  inputStages?: Plan[];
}

/** The stages from the outside in, and how much was looked at. */
async function explain(filter: Document, options: Document = {}) {
  const cursor = store.db.collection('tickets').find(filter, options);
  const { queryPlanner, executionStats } = (await cursor.explain('executionStats')) as Document;
  const stages: string[] = [];
  const indexes: string[] = [];
  const visit = (plan: Plan) => {
    stages.push(plan.stage);
    if (plan.indexName) indexes.push(plan.indexName);
    for (const inner of plan.inputStages ?? (plan.inputStage ? [plan.inputStage] : [])) visit(inner);
  };
  visit((queryPlanner as { winningPlan: Plan }).winningPlan);
  const { totalKeysExamined: keys, totalDocsExamined: docs, nReturned } = executionStats as Record<string, number>;
  return { stages, indexes: [...new Set(indexes)], keys: keys!, docs: docs!, nReturned: nReturned! };
}

beforeAll(async () => {
  const tickets = store.db.collection('tickets');
  for (let from = 0; from < TOTAL; from += 2000) {
    await tickets.insertMany(
      Array.from({ length: 2000 }, (_, i) => ({
        number: from + i,
        status: STATUSES[(from + i) % 5],
        lastActivityAt: new Date(1.7e12 + (((from + i) * 7919) % TOTAL) * 1000),
        team: (from + i) % 10,
        tags: [`t${(from + i) % 100}`, 'all'],
        email: `u${from + i}@example.org`,
        origin: i % 2 === 0 ? `o${from + i}` : undefined,
        identities: [{ channel: 'email', value: `v${from + i}` }],
      })),
    );
  }
  await tickets.createIndexes([
    { key: { status: 1, lastActivityAt: -1 } },
    { key: { number: 1 }, unique: true },
    { key: { team: 1, status: 1, lastActivityAt: -1 } },
    { key: { tags: 1, lastActivityAt: -1 } },
    { key: { email: 1 } },
    { key: { origin: 1 }, unique: true, partialFilterExpression: { origin: { $type: 'string' } }, name: 'origin' },
    { key: { 'identities.value': 1, 'identities.channel': 1 }, name: 'identity' },
    { key: { lastActivityAt: -1 } },
  ]);
});

describe('the index chosen at 10,000 documents', () => {
  const page = { sort: { lastActivityAt: -1 }, limit: 50 };
  it.each<[string, Document, Document, string, number]>([
    ['an _id', { _id: 1 }, {}, '_id_', 0],
    ['an equality and its sort', { status: 'open' }, page, 'status_1_lastActivityAt_-1', 50],
    [
      'several values, merged by the sort',
      { status: { $in: ['new', 'open'] } },
      page,
      'status_1_lastActivityAt_-1',
      50,
    ],
    [
      'the same backwards',
      { status: { $in: ['new', 'open'] } },
      { ...page, sort: { lastActivityAt: 1 } },
      'status_1_lastActivityAt_-1',
      50,
    ],
    [
      'two equalities and several values',
      { team: 3, status: { $in: STATUSES } },
      page,
      'team_1_status_1_lastActivityAt_-1',
      50,
    ],
    ['a sort alone', {}, page, 'lastActivityAt_-1', 50],
    [
      'a range within an equality',
      { status: 'open', lastActivityAt: { $gte: new Date(1.7e12), $lt: new Date(1.7e12 + 100_000) } },
      {},
      'status_1_lastActivityAt_-1',
      20,
    ],
    ['a unique key', { number: 77 }, {}, 'number_1', 1],
    ['a range', { number: { $gte: 100, $lt: 150 } }, {}, 'number_1', 50],
    ['several keys', { number: { $in: [5, 1, 9] } }, { sort: { number: -1 } }, 'number_1', 3],
    ['an element of an array, sorted', { tags: 'all' }, page, 'tags_1_lastActivityAt_-1', 50],
    ['several elements, sorted', { tags: { $in: ['t1', 't2'] } }, page, 'tags_1_lastActivityAt_-1', 50],
    ['the beginning of a text', { email: /^u770[0-4]@/ }, {}, 'email_1', 5],
    ['a partial index', { origin: 'o100' }, {}, 'origin', 1],
    ['an element of documents', { identities: { $elemMatch: { channel: 'email', value: 'v7' } } }, {}, 'identity', 1],
  ])('%s', async (_what, filter, options, index, docs) => {
    const plan = await explain(filter, options);
    expect(plan.stages).not.toContain('COLLSCAN');
    expect(plan.stages).not.toContain('SORT');
    expect(plan.indexes).toEqual([index]);
    expect(plan.nReturned).toBe(docs);
    expect(plan.docs).toBeLessThanOrEqual(docs + 12);
  });

  it.each<[string, Document, string, number]>([
    ['a rare tag within a status that many have', { status: 'open', tags: 't5' }, 'tags_1_lastActivityAt_-1', 100],
    ['a status within a tag that all have', { status: 'new', tags: 'all' }, 'status_1_lastActivityAt_-1', 50],
    ['a handful, which is sorted then', { status: 'open', email: 'u5@example.org' }, 'email_1', 1],
  ])('leads to little where the rest is left to be looked at: %s', async (_what, filter, index, docs) => {
    const plan = await explain(filter, page);
    expect(plan.indexes).toEqual([index]);
    expect(plan.docs).toBeLessThanOrEqual(docs + 12);
  });

  it('unites the branches of an $or', async () => {
    const plan = await explain({ $or: [{ number: 5 }, { email: 'u9@example.org' }, { number: { $gt: 9997 } }] });
    expect(plan).toMatchObject({ indexes: ['number_1', 'email_1'], nReturned: 4, docs: 4 });
    expect(plan.stages).toContain('OR');
  });

  it('scans and sorts when no index helps, or when it must not be used', async () => {
    expect((await explain({ missing: 1 })).stages).toEqual(['COLLSCAN']);
    expect((await explain({ team: { $gt: 100 } }, { sort: { email: 1, number: 1 } })).stages).toContain('SORT');
    expect((await explain({ $or: [{ number: 5 }, { missing: 1 }] })).stages).toEqual(['COLLSCAN']);
    expect((await explain({ origin: { $ne: 'o100' } })).indexes).toEqual([]);
    const collation = { locale: 'en', strength: 2 };
    expect((await explain({ email: 'U9@EXAMPLE.ORG' }, { collation })).stages).toEqual(['COLLSCAN']);
  });

  it('follows a hint', async () => {
    expect((await explain({ status: 'open', number: 3 }, { hint: 'status_1_lastActivityAt_-1' })).indexes).toEqual([
      'status_1_lastActivityAt_-1',
    ]);
    expect((await explain({ number: 3 }, { hint: { $natural: 1 } })).stages).toEqual(['COLLSCAN']);
    await expect(explain({ number: 3 }, { hint: 'nothing' })).rejects.toMatchObject({ code: 2 });
  });

  it('serves updates, deletes, counts and pipelines', async () => {
    const stage = async (command: Document) =>
      JSON.stringify((await store.db.command({ explain: command })).queryPlanner);
    const filter = { number: 5 };
    expect(await stage({ update: 'tickets', updates: [{ q: filter, u: { $set: { a: 1 } } }] })).toContain('IXSCAN');
    expect(await stage({ delete: 'tickets', deletes: [{ q: filter, limit: 1 }] })).toContain('IXSCAN');
    expect(await stage({ count: 'tickets', query: filter })).toContain('IXSCAN');
    const pipeline = [
      { $match: { status: 'open' } },
      { $sort: { lastActivityAt: -1 } },
      { $limit: 5 },
      { $project: { a: 1 } },
    ];
    const explained = await stage({ aggregate: 'tickets', pipeline, cursor: {} });
    expect(explained).toContain('IXSCAN');
    expect(explained).not.toContain('"SORT"');
  });
});

describe('what an index gives', () => {
  const tickets = () => store.db.collection('tickets');

  it('is the page that a scan gives', async () => {
    const filter = { status: { $in: ['new', 'pending'] }, team: { $ne: 5 } };
    const page = (hint: Document | string) =>
      tickets()
        .find(filter, { hint, sort: { lastActivityAt: -1 }, skip: 100, limit: 50, projection: { number: 1 } })
        .toArray();
    expect(await page('status_1_lastActivityAt_-1')).toEqual(await page({ $natural: 1 }));
  });

  it('counts without reading documents', async () => {
    expect(await tickets().countDocuments({ status: 'open' })).toBe(2000);
    expect(await tickets().countDocuments({ tags: { $in: ['all', 't1'] } })).toBe(TOTAL);
    expect(await tickets().countDocuments({ number: { $gte: 9000 } }, { limit: 10 })).toBe(10);
  });
});
