import { Types, type mongo } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AuditLog } from '../../../server/audit/model.ts';
import { drain } from '../../../server/channels/delivery.ts';
import { sweepOrphans } from '../../../server/intake/orphans.ts';
import { sweep } from '../../../server/intake/sweep.ts';
import { listFilter } from '../../../server/tickets/list-filter.ts';
import type { ListQuery } from '../../../server/tickets/list-schema.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import * as corpus from '../../bench/corpus.mjs';
import { seed } from '../../bench/seed.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';
import { orders } from './explain-orders.ts';
import { askOwn } from './explain-own.ts';
import { routed } from './explain-routing.ts';

/**
 * Every list, look-up and sweep at 10,000 tickets: what the product really asks is recorded while it works, and each
 * question is explained. None may read a whole collection, a page may read little more than it answers.
 */
const N = 10_000;
/** Read whole by design: as many documents as a desk has people, teams and rules. */
const SMALL = new Set([
  ...'agents teams rules sla leases counters articles email_cursors letterheads retention_rules'.split(' '),
  ...'holds macros tags automations desk calendars shop shop-logo article-categories repair-points'.split(' '),
]);
const ASKING = /^(find|findOne|findOneAndUpdate|countDocuments|updateOne|updateMany|deleteOne|deleteMany)$/;

interface Question {
  collection: string;
  method: string;
  filter: Record<string, unknown>;
  options: { sort?: mongo.Sort; limit?: number; hint?: string };
}

let app: TestApp;
let email: ScriptChannel;
let cookie: string;
const asked = new Map<string, Question>();
/** Whether the engine can read an index in the order of a sort; some always sort what they found. */
let readsInOrder: boolean;

beforeAll(async () => {
  app = await buildTestApp({ empty: true });
  readsInOrder = await canReadInOrder();
  email = installScriptChannel(app);
  await seed(app.context, corpus, N);
  ({ cookie } = await app.signIn());
  record();
  await everything();
  app.context.db.set('debug', false);
}, 180_000);
afterAll(() => app.close());

// Only a foreign engine is asked: the embedded one must be able to.
async function canReadInOrder(): Promise<boolean> {
  if (!process.env['TEST_MONGODB_URI']) return true;
  const probe = app.context.db.collection('probe');
  await probe.createIndex({ at: -1 });
  await probe.insertMany(Array.from({ length: 1000 }, (_, at) => ({ at })));
  const { executionStats } = await explain(probe.find().sort({ at: -1 }).limit(1));
  return (executionStats?.totalDocsExamined ?? 1000) < 10;
}

interface Plan {
  queryPlanner: unknown;
  executionStats?: { totalDocsExamined: number; nReturned: number };
}
const explain = async (cursor: mongo.FindCursor): Promise<Plan> => (await cursor.explain('executionStats')) as Plan;

function record(): void {
  app.context.db.set('debug', (collection: string, method: string, filter: never, ...rest: unknown[]) => {
    if (!ASKING.test(method) || SMALL.has(collection)) return;
    const options = (rest.at(-1) ?? {}) as Question['options'];
    const key = JSON.stringify([collection, method, shapeOf(filter), options.sort]);
    if (!asked.has(key)) asked.set(key, { collection, method, filter, options });
  });
}

/** The names and operators of a filter without its values: one question a shape. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value && typeof value === 'object' && value.constructor === Object)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
  return typeof value;
}

async function everything(): Promise<void> {
  const get = async (url: string) => {
    const answer = await app.inject({ url, headers: { cookie } });
    expect([url, answer.statusCode]).toEqual([url, 200]);
    return answer.json();
  };
  const views = 'all unassigned active waiting overdue mine mentions new open pending snoozed solved closed'
    .split(' ')
    .map((view) => `view=${view}`);
  const filters = [
    'status=open',
    'type=return',
    'view=active&type=return',
    'view=waiting&channel=email',
    'solved=today',
    'solved=today&type=return',
    'replied=today&assignee=me',
    'channel=webchat',
    'assignee=me',
    'assignee=none',
    'tag=order',
    'q=%2317',
  ];
  for (const query of [...views, ...filters, `q=${corpus.person(3).email}`]) {
    const page = await get(`/api/v1/tickets?limit=50&${query}`);
    if (page.next) await get(`/api/v1/tickets?limit=50&${query}&after=${page.next}`);
  }
  await get('/api/v1/tickets/counts');
  for (const query of ['view=active&channel=email', 'view=overdue', 'solved=today&assignee=none', 'replied=today'])
    await get(`/api/v1/tickets/count?${query}`);
  const lead = (await app.signIn('supervisor')).cookie;
  expect((await app.inject({ url: '/api/v1/today', headers: { cookie: lead } })).statusCode).toBe(200);
  for (const known of ['macros', 'tags?counts=true']) await get(`/api/v1/${known}`);
  await bulk();
  const saved = { name: 'Saved', query: { tag: 'order' } };
  await app.inject({ method: 'POST', url: '/api/v1/views', headers: { cookie }, payload: saved });
  await get('/api/v1/views');
  const ticket = await get('/api/v1/tickets/17');
  await get('/api/v1/tickets/17/messages?after=0');
  await get('/api/v1/tickets/17/messages?before=3');
  await get(`/api/v1/tickets?team=${ticket.id}&customer=${ticket.customer.id}`);
  await get(`/api/v1/customers/${ticket.customer.id}`);
  await get(`/api/v1/customers/${ticket.customer.id}/timeline`);
  const received = await (await email.bring({ threadKeys: ['k'] })).done;
  await (
    await email.bring({ threadKeys: ['k'] })
  ).done;
  const { number } = await Tickets(app.context).findById(received.ticket).lean().orFail();
  const payload = { clientId: 'explain-me', text: 'Hello' };
  const url = `/api/v1/tickets/${number}/replies`;
  const sent = await app.inject({ method: 'POST', url, headers: { cookie }, payload });
  expect(sent.statusCode).toBe(201);
  await people(get);
  await orders(app, get);
  await askOwn(app, 17);
  await retention();
  for (const [path, body] of [
    ['merge', { into: 17, otherCustomer: true }],
    ['links', { number: 18, kind: 'related' }],
  ] as const)
    await app.inject({
      method: 'POST',
      url: `/api/v1/tickets/${path === 'merge' ? number : 17}/${path}`,
      headers: { cookie },
      payload: body,
    });
  await get('/api/v1/tickets/17/related');
  await get('/api/v1/customers?blocked=true');
  await get('/api/v1/customers?address=nobody@people.test');
  await app.inject({ method: 'DELETE', url: `/api/v1/tickets/${number}/merge`, headers: { cookie } });
  const ledger = await get('/api/v1/intake?limit=1');
  await get(`/api/v1/intake?limit=1&after=${ledger.next}`);
  await get('/api/v1/intake?outcome=quarantined');
  for (const more of ['', 'outcome=ticket&', 'outcome=duplicate&']) {
    const { next } = await get(`/api/v1/intake?account=env&${more}limit=1`);
    if (next) await get(`/api/v1/intake?account=env&${more}limit=1&after=${next}`);
  }
  for (const of of ['', '?account=env']) await get(`/api/v1/intake/summary${of}`);
  // Few bytes lie in the ledger, more of them in one place, many in another.
  for (const size of [20_000, 300_000]) await (await email.bring({ text: 'x'.repeat(size) })).done;
  await routed(app, email);
  await sweepOrphans(app.context);
  await sweep(app.context);
  await drain(app.context);
  await new Promise((resolve) => setTimeout(resolve, 3_000)); // the loops' own turns: routing, snooze, outbox
}

/** What the rules of retention ask of ten thousand tickets, and their log. */
async function retention(): Promise<void> {
  const { cookie: admin } = await app.signIn('admin');
  const ask = async (method: 'GET' | 'POST', path: string, payload?: object) => {
    const url = `/api/v1/retention/${path}`;
    const answer = await app.inject({ method, url, headers: { cookie: admin }, ...(payload ? { payload } : {}) });
    expect([url, answer.statusCode < 300]).toEqual([url, true]);
    return answer.json();
  };
  for (const [act, days] of [...['files', 'redact', 'erase'].map((act) => [act, 1]), ['redact', 36_500]]) {
    const active = days !== 1; // nothing is so old: the run asks and removes nothing
    const { id } = await ask('POST', 'rules', { type: null, channel: null, days, act, active });
    await ask('GET', `preview?rule=${id}`);
  }
  await ask('POST', 'runs');
  const over = async () => expect((await ask('GET', 'runs?limit=1')).items[0].state).toBe('done');
  await eventually(over);
}

/** A change of some tickets, and its undoing. */
async function bulk(): Promise<void> {
  const ask = (method: 'GET' | 'POST', path: string, payload?: object) =>
    app.inject({ method, url: `/api/v1/bulk${path}`, headers: { cookie }, ...(payload ? { payload } : {}) });
  const { id } = (await ask('POST', '', { acts: { priority: 'high' }, numbers: [11, 12, 13] })).json() as {
    id: string;
  };
  const state = async () => ((await ask('GET', `/${id}`)).json() as { state: string }).state;
  await eventually(async () => expect(await state()).toBe('done'));
  await ask('POST', `/${id}/undo`);
  await eventually(async () => expect(await state()).toBe('undone'));
}

/** What the settings ask: people, sessions, and a log of a thousand acts. */
async function people(asAgent: (url: string) => Promise<unknown>): Promise<void> {
  const admin = await app.signIn('admin');
  const payload = { password: admin.agent.password };
  const headers = { cookie: admin.cookie };
  await app.inject({ method: 'POST', url: '/api/v1/agents/me/two-factor', payload, headers });
  const by = { kind: 'agent' as const, id: admin.agent.id };
  const acts = Array.from({ length: 1_000 }, (_, n) => ({
    _id: new Types.ObjectId(),
    at: new Date(Date.UTC(2026, 0, 1) + n * 60_000),
    act: n % 50 === 0 ? ('rule.added' as const) : ('sign-in' as const),
    by: n % 40 === 0 ? by : { kind: 'system' as const },
  }));
  await AuditLog(app.context).insertMany(acts);
  const times = 'since=2026-01-01T02:00:00Z&until=2026-01-01T10:00:00Z';
  for (const query of ['', 'act=rule.added&', `by=${by.id}&`, `about=${by.id}&`, `${times}&`]) {
    const list = await app.inject({ url: `/api/v1/audit?${query}limit=10`, headers });
    const { next } = list.json() as { next: string | null };
    if (next) await app.inject({ url: `/api/v1/audit?${query}limit=10&after=${next}`, headers });
  }
  for (const path of ['agents', 'teams', 'roles', 'agents/me/sessions', 'agents/me/two-factor'])
    await asAgent(`/api/v1/${path}`);
}

async function planOf({ collection, filter, options }: Question): Promise<Plan> {
  const cursor = app.context.db.collection(collection).find(filter as never);
  if (options.hint) cursor.hint(options.hint);
  if (options.sort) cursor.sort(options.sort);
  if (options.limit) cursor.limit(options.limit);
  return await explain(cursor);
}

async function readsEverything(question: Question): Promise<boolean> {
  const { queryPlanner } = await planOf(question);
  if (!JSON.stringify(queryPlanner).includes('COLLSCAN')) return false;
  if (readsInOrder) return true;
  // The second engine's gateway says so of a partial index that is read whole as well: what it looked at tells.
  const collection = app.context.db.collection(question.collection);
  const { executionStats } = await explain(collection.find(question.filter as never));
  return (executionStats?.totalDocsExamined ?? Infinity) >= (await collection.countDocuments({}));
}

const said = ({ method, collection, filter, options }: Question) =>
  `${method} ${collection} ${JSON.stringify(filter)} ${JSON.stringify(options.sort ?? {})}`;

test('what the product asks was recorded', () => expect(asked.size).toBeGreaterThan(30));

test('nothing that the product asks reads a whole collection', { timeout: 60_000 }, async () => {
  const wrong: string[] = [];
  for (const question of asked.values()) {
    // A page of everything narrows nothing: only the order can take it from an index.
    if (!readsInOrder && Object.keys(question.filter).length === 0) continue;
    if (await readsEverything(question)) wrong.push(said(question));
  }
  expect(wrong).toEqual([]);
});

/** From the end of one thread, past what was answered since. */
const isWithinThread = ({ collection, filter }: Question) => collection === 'messages' && 'ticket' in filter;

/** Where no index is read in the order of a sort, a page costs what its filter finds; never ten more. */
test('a page reads little more than it answers', { timeout: 60_000 }, async () => {
  const wrong: string[] = [];
  for (const question of asked.values()) {
    if (!question.options.limit || isWithinThread(question)) continue;
    const { totalDocsExamined = 0, nReturned = 0 } = (await planOf(question)).executionStats ?? {};
    const needed = readsInOrder
      ? nReturned
      : await app.context.db.collection(question.collection).countDocuments(question.filter as never);
    if (totalDocsExamined > needed + 2 * question.options.limit + 10)
      wrong.push(`${totalDocsExamined} for ${needed}: ${said(question)}`);
  }
  expect(wrong).toEqual([]);
});

/** Each is a stretch of an index: nothing is looked at that does not count. */
test('what is open and who waits is counted without looking at anything else', { timeout: 60_000 }, async () => {
  const open: ListQuery[] = [{}, { type: 'return' }, { channel: 'email' }, { assignee: 'none' }];
  const counts: ListQuery[] = [
    { view: 'waiting' },
    { view: 'overdue' },
    ...open.map((more) => ({ view: 'active' as const, ...more })),
  ];
  for (const query of counts) {
    const filter = await listFilter(app.context, query, undefined, 'count');
    const { totalDocsExamined, nReturned } =
      (await planOf({ collection: 'tickets', method: 'count', filter, options: {} })).executionStats ?? {};
    expect([query, totalDocsExamined]).toEqual([query, nReturned]);
    if (!query.assignee) expect(nReturned).toBeGreaterThan(0);
  }
});
