import { Types } from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Agents, Teams } from '../../../server/agents/model.ts';
import { Leases, releaseLeases } from '../../../server/lease.ts';
import { Calendars } from '../../../server/settings/calendar/model.ts';
import { forgetCalendars } from '../../../server/settings/calendar/kept.ts';
import { followSettings } from '../../../server/sla/follow.ts';
import { alarming, sweepDeadlines } from '../../../server/sla/loop.ts';
import { followCustomers } from '../../../server/sla/reclass.ts';
import type { Policy } from '../../../server/sla/schema.ts';
import type { InboundMessage } from '../../../server/tickets/envelopes.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import type { MessageView, TicketView } from '../../../server/tickets/schema.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';
import { numberOf } from '../../support/ticket-number.ts';
import { without } from '../../support/without.ts';

/** A Monday. */
const START = Date.parse('2027-05-10T08:00:00Z');
const HOUR = 3_600_000;
let now = START;
let app: TestApp;
let mail: ScriptChannel;
let cookie: string;
let lead: Awaited<ReturnType<TestApp['signIn']>>;
let ana: Awaited<ReturnType<TestApp['signIn']>>;
beforeAll(async () => {
  app = await buildTestApp({ clock: { now: () => new Date(now) }, empty: true });
  mail = installScriptChannel(app);
  ({ cookie } = await app.signIn('admin'));
  lead = await app.signIn('supervisor', { name: 'Lea' });
  ana = await app.signIn('agent', { name: 'Ana' });
  await ask('PUT', '/desk', { timeZone: 'UTC' });
});
// What the loop does is done here, step by step: it runs in "another process".
beforeEach(async () => {
  await releaseLeases(app.context);
  const lease = { holder: 'another', process: 'another', until: new Date(Date.now() + 90_000) };
  await Leases(app.context).updateOne({ _id: 'deadlines' }, { $set: lease }, { upsert: true });
});
afterAll(() => app.close());

type Method = 'GET' | 'POST' | 'PUT';
const ask = (method: Method, path: string, payload?: object, who = cookie) =>
  app.inject({ method, url: `/api/v1${path}`, headers: { cookie: who }, ...(payload ? { payload } : {}) });
async function done(method: Method, path: string, payload?: object) {
  const answer = await ask(method, path, payload);
  expect([path, answer.statusCode < 300 ? '' : answer.body]).toEqual([path, '']);
  return answer.json();
}
async function bring(more: Partial<InboundMessage> = {}): Promise<number> {
  const { ticket } = await (await mail.bring({ type: 'inquiry', ...more })).done;
  return await numberOf(app, ticket);
}
const read = (number: number): Promise<TicketView> => done('GET', `/tickets/${number}`);
const due = async (number: number) => (await read(number)).due?.slice(5, 16) ?? null;
const act = (number: number, verb: string, body: object) => done('POST', `/tickets/${number}/${verb}`, body);
const lines = async (number: number) =>
  (await done('GET', `/tickets/${number}/messages`)).items.flatMap(({ event }: MessageView) =>
    event?.kind.startsWith('deadline') ? [event] : [],
  );
const setPolicies = (...policies: Partial<Policy>[]) =>
  done('PUT', '/sla', { policies: policies.map((policy, i) => ({ name: `${i}`, raise: false, ...policy })) });
/** Two hours to the first reply, one to the next. */
const QUICK: Partial<Policy> = {
  firstReply: { amount: 120, unit: 'minutes' },
  nextReply: { amount: 60, unit: 'minutes' },
  warnMinutes: 30,
};
const listed = async (query: string): Promise<number[]> =>
  (await done('GET', `/tickets?${query}`)).items.map(({ number }: TicketView) => number);

describe('what is promised', () => {
  it.each([
    ['nobody', undefined, 401, 401],
    ['an agent', 'agent', 200, 403],
    ['a supervisor', 'supervisor', 200, 200],
  ] as const)('%s', async (_who, role, reads, writes) => {
    const who = role ? (await app.signIn(role)).cookie : '';
    expect((await ask('GET', '/sla', undefined, who)).statusCode).toBe(reads);
    const { policies } = (await ask('GET', '/sla')).json();
    expect((await ask('PUT', '/sla', { policies }, who)).statusCode).toBe(writes);
  });

  it('names teams and agents that there are, and stands in the log', async () => {
    const missing = { policies: [{ name: 'x', raise: true, team: 'a'.repeat(24) }] };
    expect((await ask('PUT', '/sla', missing)).statusCode).toBe(422);
    const nobody = { policies: [{ name: 'x', raise: true, agent: 'a'.repeat(24) }] };
    expect((await ask('PUT', '/sla', nobody)).statusCode).toBe(422);
    expect(await setPolicies(QUICK)).toMatchObject({ unchanged: false, policies: [QUICK] });
    expect((await done('GET', '/audit?act=sla.changed')).items.length).toBeGreaterThan(0);
  });
});

describe('a deadline', () => {
  it('runs from the start, stops with the answer, and waits while the customer is awaited', async () => {
    await setPolicies({ ...QUICK, resolution: { amount: 480, unit: 'minutes' } });
    now = Date.parse('2027-05-10T09:00:00Z');
    const from = { kind: 'email' as const, value: 'runs@people.test', verified: false };
    const number = await bring({ threadKeys: ['runs'], from });
    expect(await read(number)).toMatchObject({
      ...{ due: '2027-05-10T11:00:00.000Z', firstReplyBy: '2027-05-10T11:00:00.000Z' },
      ...{ nextReplyBy: null, resolveBy: '2027-05-10T17:00:00.000Z' },
    });
    now += HOUR;
    await act(number, 'replies', { clientId: 'sla-reply-1', text: 'Which one?' });
    expect(await due(number)).toBeNull();
    now += 2 * HOUR;
    await bring({ threadKeys: ['runs'], from });
    // From 10 to 12 they were awaited: one hour to the next reply, and two more until it is to be solved.
    expect(await read(number)).toMatchObject({
      ...{ due: '2027-05-10T13:00:00.000Z', nextReplyBy: '2027-05-10T13:00:00.000Z' },
      resolveBy: '2027-05-11T11:00:00.000Z',
    });
    await act(number, 'status', { status: 'solved' });
    expect(await due(number)).toBeNull();
    now += HOUR;
    await act(number, 'status', { status: 'open' });
    expect(await due(number)).toBe('05-10T14:00');
    for (const [verb, off, on] of [
      ['spam', { spam: true }, { spam: false }],
      ['merge', { into: await bring(), otherCustomer: true }, undefined],
    ] as const) {
      await act(number, verb, off);
      expect([verb, await due(number)]).toEqual([verb, null]);
      if (on) await act(number, verb, on);
      if (on) expect(await due(number)).not.toBeNull();
    }
  });

  it('goes by type, priority, team and class as they are now', async () => {
    const minutes = (amount: number): Partial<Policy> => ({ firstReply: { amount, unit: 'minutes' } });
    await setPolicies(
      { ...minutes(10), classes: ['vip'] },
      { ...minutes(20), priorities: ['urgent'] },
      { ...minutes(30), types: ['complaint'] },
      minutes(40),
    );
    now = Date.parse('2027-05-11T09:00:00Z');
    const from = { kind: 'email' as const, value: 'class@people.test', verified: false };
    const number = await bring({ from });
    expect(await due(number)).toBe('05-11T09:40');
    await act(number, 'type', { type: 'complaint' });
    expect(await due(number)).toBe('05-11T09:30');
    await act(number, 'priority', { priority: 'urgent' });
    expect(await due(number)).toBe('05-11T09:20');
    const { customer } = await read(number);
    expect(await done('PUT', `/customers/${customer.id}`, { class: 'vip' })).toMatchObject({ class: 'vip' });
    await followCustomers(app.context);
    expect(await due(number)).toBe('05-11T09:10');
    expect(await due(await bring({ from }))).toBe('05-11T09:10');

    const team = await Teams(app.context).create({ v: 1, name: 'Late', createdAt: new Date(now) });
    const hours = [{ day: 2, from: '12:00', to: '13:00' }];
    await Calendars(app.context).create({ _id: String(team._id), v: 1, timeZone: 'UTC', hours, holidays: [] });
    forgetCalendars(app.context);
    await act(number, 'assignment', { team: String(team._id) });
    expect(await due(number)).toBe('05-11T12:10');
  });

  it('follows policies and calendars that are changed, also where that was broken off', async () => {
    const fresh = await bring();
    await setPolicies({ firstReply: { amount: 1, unit: 'calendarDays' } });
    // The process ends before the first ticket is written.
    await expect(followSettings(without(app.context, 'Ticket'))).rejects.toThrow('the process ends');
    expect(await due(fresh)).not.toBe('05-12T23:59');
    await followSettings(app.context);
    expect(await due(fresh)).toBe('05-12T23:59');
    await ask('PUT', '/desk', { timeZone: 'Europe/Warsaw' });
    forgetCalendars(app.context);
    await followSettings(app.context);
    expect(await due(fresh)).toBe('05-12T21:59');
    await ask('PUT', '/desk', { timeZone: 'UTC' });
    forgetCalendars(app.context);
  });
});

describe('what is overdue', () => {
  it('stands in its list, what is longest due first, and lists can be in the order of deadlines', async () => {
    await setPolicies({ ...QUICK, types: ['inquiry'] }, { resolution: { amount: 14, unit: 'calendarDays' } });
    now = Date.parse('2027-05-12T09:00:00Z');
    await Tickets(app.context).updateMany({}, { $set: { due: null, alarmAt: null } });
    const numbers: number[] = [];
    for (const type of ['complaint', 'inquiry', 'inquiry', 'return'] as const) {
      numbers.push(await bring({ type }));
      now += 60_000;
    }
    const [complaint, first, second, back] = numbers;
    expect(await listed('view=overdue')).toEqual([]);
    expect(await listed('sort=due')).toEqual([first, second, ...(complaint! < back! ? [complaint, back] : [])]);
    now += 2 * HOUR;
    expect(await listed('view=overdue')).toEqual([first, second]);
    expect((await done('GET', '/tickets/counts')).overdue).toBe(2);
    const page = await done('GET', '/tickets?sort=due&limit=3');
    const rest = await done('GET', `/tickets?sort=due&limit=3&after=${page.next}`);
    expect([...page.items, ...rest.items].map(({ number }: TicketView) => number)).toEqual([
      first,
      second,
      complaint,
      back,
    ]);
    expect(await listed('sort=due&type=return')).toEqual([back]);
    await act(first!, 'status', { status: 'solved' });
    expect(await listed('view=overdue')).toEqual([second]);
  });
});

describe('who is told', () => {
  beforeAll(async () => {
    await Agents(app.context).updateMany({ role: 'supervisor', name: { $ne: 'Lea' } }, { $set: { active: false } });
  });

  it('its agent before, those who lead after, each once; the priority rises and somebody else gets it', async () => {
    await setPolicies({ ...QUICK, raise: true, agent: lead.agent.id });
    now = Date.parse('2027-05-13T09:00:00Z');
    const number = await bring();
    const told = vi.spyOn(app.context.events, 'emit');
    const { id } = await read(number);
    // Why it waits is told when it waits; others are late as well.
    const names = () =>
      told.mock.calls
        .splice(0)
        .flatMap(([, about]) => ('fields' in about && 'ticket' in about && about.ticket === id ? about.fields : []))
        .filter((field) => field !== 'routing');
    const team = await Teams(app.context).create({ v: 1, name: `Watch ${id}`, createdAt: new Date(now) });
    await act(number, 'assignment', { team: String(team._id) });
    expect(names()).toEqual(['team']);
    await act(number, 'assignment', { assignee: ana.agent.id });
    expect(names()).toEqual(expect.arrayContaining(['assignee', 'queued']));
    await sweepDeadlines(app.context);
    expect(await lines(number)).toEqual([]);
    now += 95 * 60_000;
    for (const _ of [1, 2]) await sweepDeadlines(app.context);
    const by = '2027-05-13T11:00:00.000Z';
    const near = { kind: 'deadlineNear', params: { clock: 'firstReply', by, told: 'Ana', agents: ana.agent.id } };
    expect(await lines(number)).toEqual([near]);
    expect((await read(number)).mentions).toEqual([ana.agent.id]);
    expect(names()).toEqual(['due', 'mentions']);
    now += HOUR;
    for (const _ of [1, 2]) await sweepDeadlines(app.context);
    expect(names()).toEqual(['due', 'mentions', 'priority', 'assignee', 'assignedAt']);
    told.mockRestore();
    const agents = `${ana.agent.id} ${lead.agent.id}`;
    const missed = { clock: 'firstReply', by, priority: 'high', agent: 'Lea', told: 'Ana, Lea' };
    expect(await lines(number)).toEqual([near, { kind: 'deadlineMissed', params: { ...missed, agents } }]);
    expect(await read(number)).toMatchObject({ priority: 'high', assignee: { id: lead.agent.id } });
  });

  it('of nothing a second time, and of everything, wherever a crash comes', async () => {
    await setPolicies({ ...QUICK, raise: true });
    now = Date.parse('2027-05-14T09:00:00Z');
    const number = await bring();
    now += 3 * HOUR;
    // The process ends when the ticket is written and its line is not, and again when the line stands there.
    await sweepDeadlines(without(app.context, 'Message'));
    expect(await lines(number)).toEqual([]);
    expect(await read(number)).toMatchObject({ priority: 'high' });
    const emit = () => Promise.reject(new Error('the process ends'));
    await sweepDeadlines({ ...app.context, events: { emit } });
    expect(await lines(number)).toHaveLength(1);
    expect(await alarming(app.context, new Date(now))).toHaveLength(1);
    for (const _ of [1, 2]) await sweepDeadlines(app.context);
    expect((await lines(number)).map(({ kind }: { kind: string }) => kind)).toEqual(['deadlineMissed']);
    expect(await read(number)).toMatchObject({ priority: 'high', mentions: [expect.any(String)] });
    expect(await alarming(app.context, new Date(now))).toHaveLength(0);
    const stored = await Tickets(app.context).findOne({ number }).lean().orFail();
    expect(await Messages(app.context).countDocuments({ ticket: stored._id, direction: 'event' })).toBe(1);
  });

  it('of what works, also behind a page of what fails; who only fails keeps nobody awake', async () => {
    await setPolicies(QUICK);
    now = Date.parse('2027-05-17T09:00:00Z');
    const number = await bring();
    const stored = await Tickets(app.context).findOne({ number }).lean().orFail();
    const alarmAt = new Date(now - HOUR);
    const customer = new Types.ObjectId();
    const { _id: _, ...like } = stored;
    // Nothing can be written to them any more.
    const broken = Array.from({ length: 60 }, (_one, i) => ({
      ...{ ...like, number: 1_000_000 + i, origin: `broken-${i}`, threadKeys: [`broken-${i}`] },
      ...{ customer, subject: '', snippet: '', fields: {}, erased: true, alarmAt },
    }));
    await Tickets(app.context).collection.insertMany(broken as never);
    const customers = app.context.db.collection('customers');
    await customers.insertOne({ _id: customer, v: 1, reclassed: true, class: 'vip', createdAt: new Date(now) });
    await done('PUT', `/customers/${String(stored.customer)}`, { class: 'vip' });
    now += 3 * HOUR;
    expect(await followCustomers(app.context)).toBe(false);
    expect(await sweepDeadlines(app.context)).toBe(false);
    expect((await lines(number)).map(({ kind }: { kind: string }) => kind)).toEqual(['deadlineMissed']);
    expect(await alarming(app.context, new Date(now))).toHaveLength(50);
    await Tickets(app.context).deleteMany({ origin: /^broken-/ });
    expect(await customers.distinct('_id', { reclassed: true })).toEqual([customer]);
    await customers.deleteOne({ _id: customer });
  });
});
