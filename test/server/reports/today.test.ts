import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TodayView } from '../../../server/reports/schema.ts';
import type { TicketView } from '../../../server/tickets/schema.ts';
import * as corpus from '../../bench/corpus.mjs';
import { seed } from '../../bench/seed.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';
import { numberOf } from '../../support/ticket-number.ts';

const N = 1_000;
/** On 28 March 2027, after all of the corpus, the clocks of Warsaw go forward: that day begins at 23:00 UTC of the day before, and has 23 hours. */
const ZONE = 'Europe/Warsaw';
const DATE = '2027-03-28';
const at = (time: string) => Date.parse(`2027-03-${time}:00Z`);
let now = at('27T20:00');
let app: TestApp;
let mail: ScriptChannel;
let cookie: string;
const people: { id: string; cookie: string }[] = [];

beforeAll(async () => {
  // It moves by itself, so that no two things happen at one time.
  app = await buildTestApp({ clock: { now: () => new Date((now += 1)) }, empty: true });
  mail = installScriptChannel(app);
  ({ cookie } = await app.signIn('admin'));
  for (const role of ['agent', 'agent', 'supervisor'] as const) {
    const { cookie: own, agent } = await app.signIn(role);
    people.push({ id: agent.id, cookie: own });
  }
  await seed(app.context, corpus, N);
}, 120_000);
afterAll(() => app.close());

const ask = (method: 'GET' | 'POST' | 'PUT', path: string, payload?: object, who = cookie) =>
  app.inject({ method, url: `/api/v1${path}`, headers: { cookie: who }, ...(payload ? { payload } : {}) });
const today = async (): Promise<TodayView> => (await ask('GET', '/today')).json();
async function act(number: number, verb: string, body: object, who = cookie): Promise<void> {
  const answer = await ask('POST', `/tickets/${number}/${verb}`, body, who);
  expect([verb, answer.statusCode < 300, answer.statusCode < 300 || answer.json()]).toEqual([verb, true, true]);
}
const bring = async (more = {}) => await numberOf(app, (await (await mail.bring(more)).done).ticket);
const reply = (number: number, status = 'pending') =>
  act(number, 'replies', { clientId: `today-${number}-${now}`, text: 'Here you are.', status });

/** What has no outcome cannot be solved. */
async function decide(number: number): Promise<void> {
  if ((await ask('GET', `/tickets/${number}`)).json<TicketView>().undecided)
    await act(number, 'steps', { clientId: `over-${number}-${now}`, step: 'withdraw' });
}

/** All tickets of a list, page by page, as anybody reads them. */
async function listed(query: string): Promise<TicketView[]> {
  const all: TicketView[] = [];
  let after = '';
  do {
    const page = (await ask('GET', `/tickets?limit=200${query && `&${query}`}${after}`)).json();
    all.push(...page.items);
    after = page.next ? `&after=${page.next}` : '';
  } while (after);
  return all;
}

describe('who may read them', () => {
  it.each([
    ['nobody without a name', '', 401],
    ['no agent', 'agent', 403],
    ['no one who only reads', 'readonly', 403],
    ['a supervisor', 'supervisor', 200],
  ] as const)('%s', async (_who, role, status) => {
    const headers = role ? { cookie: (await app.signIn(role)).cookie } : {};
    expect((await app.inject({ url: '/api/v1/today', headers })).statusCode).toBe(status);
  });
});

describe('the desk’s day', () => {
  it('is in a time zone that there is', async () => {
    expect((await ask('PUT', '/desk', { timeZone: 'Europe/Nowhere' })).statusCode).toBe(422);
    expect((await ask('PUT', '/desk', { timeZone: ZONE }, people[2]!.cookie)).statusCode).toBe(403);
    const set = await ask('PUT', '/desk', { timeZone: ZONE });
    expect([set.statusCode, set.json()]).toEqual([200, { timeZone: ZONE }]);
    expect((await ask('GET', '/desk')).json()).toEqual({ timeZone: ZONE });
    expect((await ask('GET', '/audit?act=desk.changed')).json().items).toHaveLength(1);
  });
});

/** Two days of work on a thousand tickets: some is done just before midnight and some just after. */
async function work(): Promise<void> {
  const active = (await listed('view=active')).map(({ number }) => number);
  const take = (n: number) => active.splice(0, n);
  const solve = async (numbers: number[], agent: number) => {
    for (const number of numbers) {
      await act(number, 'assignment', { assignee: people[agent]!.id });
      await decide(number);
      await act(number, 'status', { status: 'solved' });
    }
  };
  await solve(take(5), 0);
  const early = await bring();
  now = at('27T22:30');
  await solve(take(3), 1);
  await reply(await bring());
  now = at('27T23:30'); // 00:30 of the 28th
  await solve(take(7), 0);
  await solve(take(4), 1);
  await reply(early);
  now = at('28T09:00');
  const fresh = [await bring(), await bring({ type: 'return' }), await bring({ type: 'complaint' }), await bring()];
  now = at('28T09:20');
  await reply(fresh[0]!);
  now = at('28T11:47');
  await reply(fresh[1]!, 'open');
  await decide(fresh[2]!);
  await reply(fresh[2]!, 'solved');
  for (const number of take(6)) await act(number, 'snooze', { until: new Date(now + 86_400_000).toISOString() });
  for (const number of take(4)) await act(number, 'spam', { spam: true });
  const again = take(2);
  await solve(again, 2);
  await act(again[0]!, 'status', { status: 'open' });
  await act(again[1]!, 'spam', { spam: true });
  const gone = take(1);
  await solve(gone, 2);
  await act(gone[0]!, 'merge', { into: take(1)[0], otherCustomer: true });
  for (const number of take(9)) await act(number, 'assignment', { assignee: people[1]!.id });
  const free = take(5);
  for (const number of free) await act(number, 'assignment', { assignee: null });
  now = at('28T21:40'); // 23:40 of the 28th
  await bring();
}

/** The same numbers once more, from nothing but the tickets as everybody reads them, one after the other. */
function recount(tickets: TicketView[]) {
  const dateOf = (time: string | null) =>
    time && new Date(time).toLocaleDateString('sv-SE', { timeZone: ZONE, dateStyle: 'short' });
  const open = tickets.filter(({ status }) => status === 'new' || status === 'open');
  const waiting = open.filter(({ waitingSince }) => waitingSince);
  const overdue = tickets.filter(({ due }) => due && Date.parse(due) <= now);
  const solved = tickets.filter(
    ({ status, solvedAt, spam, mergedInto }) =>
      (status === 'solved' || status === 'closed') && dateOf(solvedAt) === DATE && !spam && !mergedInto,
  );
  const waits = tickets
    .filter(({ firstRepliedAt }) => dateOf(firstRepliedAt) === DATE)
    .map(({ createdAt, firstRepliedAt }) => Math.round((Date.parse(firstRepliedAt!) - Date.parse(createdAt)) / 1000))
    .toSorted((a, b) => a - b);
  const rank = (share: number) => waits.find((_, i) => (i + 1) / waits.length >= share);
  const first = waiting.toSorted((a, b) => a.waitingSince!.localeCompare(b.waitingSince!))[0];
  const split = (keyOf: (ticket: TicketView) => string) => {
    const rows: Record<string, [open: number, solved: number]> = {};
    for (const one of open) (rows[keyOf(one)] ??= [0, 0])[0] += 1;
    for (const one of solved) (rows[keyOf(one)] ??= [0, 0])[1] += 1;
    return rows;
  };
  return {
    waiting: waiting.length,
    overdue: overdue.length,
    longest: first ? { number: first.number, since: first.waitingSince } : null,
    open: open.length,
    solved: solved.length,
    firstReply: { count: waits.length, median: rank(0.5), p90: rank(0.9) },
    agents: split(({ assignee }) => assignee?.id ?? 'none'),
    types: split(({ type }) => type),
    channels: split(({ channel }) => channel),
  };
}

const some = (rows: { open: number; solved: number }[], keyOf: (row: never) => string) =>
  Object.fromEntries(
    rows.filter(({ open, solved }) => open + solved > 0).map((row) => [keyOf(row as never), [row.open, row.solved]]),
  );

describe('the numbers of a day', () => {
  let shown: TodayView;
  let counted: ReturnType<typeof recount>;
  /** The loader’s tickets have an assignee who does not work here: they are in no row. */
  let strangers: string[];

  beforeAll(async () => {
    await work();
    const tickets = await listed('');
    expect(tickets.length).toBeGreaterThan(N);
    shown = await today();
    counted = recount(tickets);
    const known = new Set(shown.agents.map(({ agent }) => agent?.id ?? 'none'));
    strangers = Object.keys(counted.agents).filter((id) => !known.has(id));
  }, 120_000);

  it('begin and end by the desk’s time zone, on the day of 23 hours too', () => {
    expect(shown.day).toEqual({ date: DATE, from: '2027-03-27T23:00:00.000Z', to: '2027-03-28T22:00:00.000Z' });
  });

  it('are those of a recount over all tickets', () => {
    const { waiting, overdue, longest, open, solved, firstReply } = shown;
    const { agents: _, types: __, channels: ___, ...totals } = counted;
    expect({ waiting, overdue, longest, open, solved, firstReply }).toEqual(totals);
    expect(some(shown.types, ({ type }: TodayView['types'][0]) => type)).toEqual(counted.types);
    expect(some(shown.channels, ({ channel }: TodayView['channels'][0]) => channel)).toEqual(counted.channels);
    expect(strangers).toHaveLength(1);
    for (const id of strangers) delete counted.agents[id];
    expect(some(shown.agents, ({ agent }: TodayView['agents'][0]) => agent?.id ?? 'none')).toEqual(counted.agents);
  });

  it('are not nothing: each was put to the test', async () => {
    expect(shown).toMatchObject({ solved: 12, firstReply: { count: 4 } });
    expect(shown.waiting).toBeLessThan(shown.open);
    expect(shown.overdue).toBeGreaterThan(0);
    expect(shown.overdue).toBeLessThan((await listed('sort=due')).length);
    expect(shown.agents.find(({ agent }) => agent === null)?.open).toBeGreaterThanOrEqual(5);
  });

  it('are the counts of the lists that they lead to, and those lists hold as many', async () => {
    const lists: [string, number][] = [
      ['view=waiting', shown.waiting],
      ['view=overdue', shown.overdue],
      ['view=active', shown.open],
      ['solved=today', shown.solved],
      ['replied=today', shown.firstReply.count],
      ...shown.agents.flatMap(({ agent, open, solved }): [string, number][] => [
        [`view=active&assignee=${agent?.id ?? 'none'}`, open],
        [`solved=today&assignee=${agent?.id ?? 'none'}`, solved],
      ]),
      ...shown.types.flatMap(({ type, open, solved }): [string, number][] => [
        [`view=active&type=${type}`, open],
        [`solved=today&type=${type}`, solved],
      ]),
      ...shown.channels.flatMap(({ channel, open, solved }): [string, number][] => [
        [`view=active&channel=${channel}`, open],
        [`solved=today&channel=${channel}`, solved],
      ]),
    ];
    for (const [query, number] of lists) {
      expect([query, (await ask('GET', `/tickets/count?${query}`)).json().count]).toEqual([query, number]);
      expect([query, (await listed(query)).length]).toEqual([query, number]);
    }
    expect((await ask('GET', '/tickets/counts')).json().overdue).toBe(shown.overdue);
  });

  it('begin anew at midnight of the desk', async () => {
    now = at('28T22:00');
    expect(await today()).toMatchObject({ solved: 0, firstReply: { count: 0, median: null, p90: null } });
  });
});
