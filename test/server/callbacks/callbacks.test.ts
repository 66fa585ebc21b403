import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LightMyRequestResponse } from 'fastify';
import { addToken } from '../../../server/agents/token.ts';
import { Callbacks } from '../../../server/callbacks/model.ts';
import type { CallbackList, CallbackView } from '../../../server/callbacks/schema.ts';
import type { CustomerView } from '../../../server/customers/schema.ts';
import type { TicketView, MessageView } from '../../../server/tickets/schema.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';
import { numberOf } from '../../support/ticket-number.ts';
import { read } from '../privacy/export/desk.ts';

/** A Monday, ten o'clock in Bucharest. */
const MONDAY = Date.parse('2037-03-02T08:00:00Z');
const MINUTE = 60_000;
let now = MONDAY;
let app: TestApp;
let mail: ScriptChannel;
let admin: string;
let ana: { cookie: string; agent: { id: string } };
let ben: { cookie: string; agent: { id: string } };
beforeAll(async () => {
  app = await buildTestApp({ clock: { now: () => new Date(now) }, env: { PUBLIC_URL: 'https://help.example.com' } });
  mail = installScriptChannel(app);
  admin = (await app.signIn('admin')).cookie;
  ana = await app.signIn('agent', { languages: ['ro', 'en'] });
  ben = await app.signIn('agent', { languages: ['pl'] });
  await ok('PUT', '/desk', { timeZone: 'Europe/Bucharest' }, admin);
});
afterAll(() => app.close());
beforeEach(async () => {
  now = MONDAY;
  await Callbacks(app.context).deleteMany({});
  await ok('PUT', '/telephone', { callbacks: true, country: 'RO', capacity: 2, minutes: 15 }, admin);
  mail.sent.length = 0;
});

const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object, cookie = ana.cookie) =>
  app.inject({ method, url: `/api/v1${path}`, headers: { cookie }, ...(payload ? { payload } : {}) });
async function ok<T>(...request: Parameters<typeof ask>): Promise<T> {
  const answer: LightMyRequestResponse = await ask(...request);
  expect([request[1], answer.statusCode < 300, answer.body]).toEqual([request[1], true, answer.body]);
  return answer.json<T>();
}
let people = 0;
async function bring(language: 'ro' | 'pl' = 'ro'): Promise<number> {
  const value = `person${(people += 1)}@people.example`;
  const from = { kind: 'email' as const, value, name: `Person ${people}`, verified: false };
  return await numberOf(app, (await (await mail.bring({ from, threadKeys: [value], language })).done).ticket);
}
const slots = async (): Promise<string[]> =>
  (await ok<{ items: { at: string }[] }>('GET', '/callbacks/slots')).items.map(({ at }) => at);
const AT = '2037-03-02T10:00:00.000Z';
const wish = (at = AT, phone = '0721 000 001') => ({ at, phone, topic: 'My lamp' });
const book = async (number?: number, at?: string): Promise<CallbackView> =>
  await ok('POST', `/tickets/${number ?? (await bring())}/callbacks`, wish(at));
const list = (mine = false, cookie = ana.cookie) =>
  ok<CallbackList>('GET', `/callbacks${mine ? '?mine=true' : ''}`, undefined, cookie);
const ticket = (number: number) => ok<TicketView>('GET', `/tickets/${number}`);
const lines = async (number: number): Promise<unknown[]> =>
  (await ok<{ items: MessageView[] }>('GET', `/tickets/${number}/messages`)).items.flatMap(({ event }) =>
    event?.kind === 'callback' ? [event.params.what] : [],
  );
const letter = (subject: RegExp) =>
  eventually(() => {
    const found = mail.sent.filter((message) => subject.test(message.subject ?? ''));
    expect(found).toHaveLength(1);
    return found[0];
  });
async function attempt(id: string, outcome: object, cookie = ana.cookie): Promise<CallbackView> {
  await ok('POST', `/callbacks/${id}/claim`, undefined, cookie);
  return await ok('POST', `/callbacks/${id}/outcome`, outcome, cookie);
}

it('is for agents who are signed in', async () => {
  const { id } = await book();
  expect((await app.inject({ url: '/api/v1/callbacks' })).statusCode).toBe(401);
  const readonly = (await app.signIn('readonly')).cookie;
  expect((await ask('POST', `/callbacks/${id}/claim`, undefined, readonly)).statusCode).toBe(403);
  const authorization = `Bearer ${await addToken(app.context, 'robot', ['callbacks:write'])}`;
  const url = `/api/v1/callbacks/${id}/claim`;
  expect((await app.inject({ method: 'POST', url, headers: { authorization } })).statusCode).toBe(403);
});

it('offers slots of the opening hours, with some notice, some days ahead, and none while it is off', async () => {
  const offered = await slots();
  // An hour ahead, until Monday in a week at five.
  expect([offered[0], offered.at(-1), offered.length]).toEqual([
    '2037-03-02T09:00:00.000Z',
    '2037-03-09T14:45:00.000Z',
    24 + 5 * 32,
  ]);
  await ok('PUT', '/telephone', { callbacks: false }, admin);
  expect((await ask('GET', '/callbacks/slots')).statusCode).toBe(422);
  expect((await ask('POST', `/tickets/${await bring()}/callbacks`, wish())).statusCode).toBe(422);
});

it.each([
  [{ at: '2037-03-02T10:07:00Z' }, 'slot-taken'],
  [{ at: '2037-03-01T10:00:00Z' }, 'slot-taken'],
  [{ at: '2037-03-02T08:15:00Z' }, 'slot-taken'],
  [{ phone: '12 34' }, 'unprocessable'],
  [{ phone: 'my office' }, 'unprocessable'],
])('refuses %j', async (wrong, code) => {
  const answer = await ask('POST', `/tickets/${await bring()}/callbacks`, { ...wish(), ...wrong });
  expect(answer.json()).toMatchObject({ code });
  expect(await Callbacks(app.context).countDocuments()).toBe(0);
});

it('gives a slot to as many as it has room for, however many ask at once', async () => {
  const numbers: number[] = [];
  for (let i = 0; i < 12; i += 1) numbers.push(await bring());
  const answers = await Promise.all(numbers.map((number) => ask('POST', `/tickets/${number}/callbacks`, wish())));
  const codes = answers.map((answer) => answer.statusCode).sort();
  expect(codes).toEqual([201, 201, ...Array.from({ length: 10 }, () => 409)]);
  expect(await Callbacks(app.context).countDocuments()).toBe(2);
  expect(await slots()).not.toContain(AT);
  // One who goes makes room for one.
  const [first] = (await list()).items;
  await ok('POST', `/callbacks/${first?.id}/cancellation`);
  expect(await slots()).toContain(AT);
  const later = await Promise.all(numbers.map((number) => ask('POST', `/tickets/${number}/callbacks`, wish())));
  expect(later.filter((answer) => answer.statusCode === 201)).toHaveLength(1);
});

it('is one at a time for a ticket, also when it is asked for twice at once', async () => {
  const number = await bring();
  const both = await Promise.all([1, 2].map(() => ask('POST', `/tickets/${number}/callbacks`, wish())));
  expect(both.map((answer) => answer.statusCode).sort()).toEqual([201, 409]);
  expect((await list()).items).toHaveLength(1);
  expect(await Callbacks(app.context).countDocuments({ state: 'held' })).toBe(0);
});

it('tells the customer when it is, and lets the ticket sleep until then', async () => {
  const number = await bring();
  await book(number);
  const sent = await letter(/^Apelul tău este rezervat/);
  expect(sent).toMatchObject({ automatic: true, purpose: 'service' });
  expect(sent?.text).toContain('luni, 2 martie');
  expect(sent?.text).toContain('12:00');
  expect(sent?.text).toMatch(/https:\/\/help\.example\.com\/help\/ro\/requests\/[\w.-]{50,}\/callback/);
  expect(sent?.text).not.toContain('lamp');
  expect(await ticket(number)).toMatchObject({ status: 'snoozed', snoozedUntil: AT });
  expect(await lines(number)).toEqual(['booked']);
  const stored = JSON.stringify(await Callbacks(app.context).collection.find({}).toArray());
  expect(stored).not.toMatch(/721000001|lamp/);
});

describe('the call list', () => {
  it('has who waits the longest first, with what is known, and for each agent their languages', async () => {
    const [late, soon] = [await bring(), await bring('pl')];
    await book(late, '2037-03-02T12:00:00.000Z');
    await book(soon);
    const { items, offered } = await list();
    expect(offered).toBe(true);
    expect(items.map((item) => item.ticket.number)).toEqual([soon, late]);
    expect(items[1]).toMatchObject({
      number: '+40721000001',
      readable: '+40 721 000 001',
      topic: 'My lamp',
      language: 'ro',
    });
    expect((await list(true)).items.map((item) => item.ticket.number)).toEqual([late]);
    expect((await list(true, ben.cookie)).items.map((item) => item.ticket.number)).toEqual([soon]);
  });

  it('gives a call to one agent at a time', async () => {
    const { id, ticket: of } = await book();
    const claims = await Promise.all(
      [ana, ben].map(({ cookie }) => ask('POST', `/callbacks/${id}/claim`, undefined, cookie)),
    );
    expect(claims.map((answer) => answer.statusCode).sort()).toEqual([200, 409]);
    const [winner, loser] = claims[0]?.statusCode === 200 ? [ana, ben] : [ben, ana];
    expect(await ticket(of.number)).toMatchObject({ status: 'open', assignee: { id: winner.agent.id } });
    const late = await ask('POST', `/callbacks/${id}/outcome`, { outcome: 'reached' }, loser.cookie);
    expect(late.json()).toMatchObject({ code: 'conflict' });
    await ok('DELETE', `/callbacks/${id}/claim`, undefined, loser.cookie);
    expect((await list()).items[0]?.agent?.id).toBe(winner.agent.id);
    await ok('DELETE', `/callbacks/${id}/claim`, undefined, winner.cookie);
    await ok('POST', `/callbacks/${id}/claim`, undefined, loser.cookie);
    // Who has forgotten it holds nobody up.
    now += 30 * MINUTE;
    await ok('POST', `/callbacks/${id}/claim`, undefined, winner.cookie);
  });
});

describe('what becomes of it', () => {
  it('reached: with a note, the next step, and a number that is surely theirs', async () => {
    const number = await bring();
    const { id, customer } = await book(number);
    const done = await attempt(id, { outcome: 'reached', note: 'Sends a photo.', next: 'wait' });
    expect(done).toMatchObject({ state: 'reached', tries: [{ outcome: 'reached' }] });
    expect(await ticket(number)).toMatchObject({ status: 'pending' });
    const { items } = await ok<{ items: MessageView[] }>('GET', `/tickets/${number}/messages`);
    expect(items.find(({ direction }) => direction === 'note')?.text).toBe('Sends a photo.');
    const { identities } = await ok<CustomerView>('GET', `/customers/${customer.id}`);
    expect(identities).toContainEqual(
      expect.objectContaining({ kind: 'phone', value: '+40721000001', verified: true }),
    );
    expect((await list()).items).toEqual([]);
    const again = await ask('POST', `/callbacks/${id}/outcome`, { outcome: 'no-answer' });
    expect(again.json()).toMatchObject({ code: 'conflict' });
  });

  it('no answer: three tries with pauses in opening hours, then a letter', async () => {
    const number = await bring();
    const { id } = await book(number, '2037-03-02T14:30:00.000Z');
    now = Date.parse('2037-03-02T14:31:00Z');
    expect((await attempt(id, { outcome: 'no-answer' })).dueAt).toBe('2037-03-03T07:00:00.000Z');
    expect(await ticket(number)).toMatchObject({ status: 'snoozed', snoozedUntil: '2037-03-03T07:00:00.000Z' });
    now = Date.parse('2037-03-03T07:05:00Z');
    expect((await attempt(id, { outcome: 'no-answer' }, ben.cookie)).dueAt).toBe('2037-03-03T09:05:00.000Z');
    now = Date.parse('2037-03-03T09:06:00Z');
    expect(await attempt(id, { outcome: 'no-answer' })).toMatchObject({ state: 'unreached', agent: null });
    expect(await lines(number)).toEqual(['booked', 'no-answer', 'no-answer', 'unreached']);
    expect(await ticket(number)).toMatchObject({ status: 'pending' });
    await letter(/^Nu am reușit să vorbim cu tine/);
    expect((await list()).items).toEqual([]);
  });

  it('the wrong number: the customer is asked in writing', async () => {
    const number = await bring();
    const { id } = await book(number);
    expect(await attempt(id, { outcome: 'wrong-number' })).toMatchObject({ state: 'wrong-number' });
    await letter(/^Numărul nu funcționează/);
    expect(await ticket(number)).toMatchObject({ status: 'pending' });
    await book(number, '2037-03-03T10:00:00.000Z');
  });

  it('is concluded once by an agent who presses twice', async () => {
    const { id, ticket: of } = await book();
    await ok('POST', `/callbacks/${id}/claim`);
    const outcome = { outcome: 'no-answer' };
    const both = await Promise.all([1, 2].map(() => ask('POST', `/callbacks/${id}/outcome`, outcome)));
    expect(both.map((answer) => answer.statusCode).sort()).toEqual([200, 409]);
    expect((await list()).items[0]?.tries).toHaveLength(1);
    // It is nobody's now: who comes late leaves no note either.
    const late = await ask('POST', `/callbacks/${id}/outcome`, { outcome: 'reached', note: 'Too late.' });
    const { body } = await ask('GET', `/tickets/${of.number}/messages`);
    expect([late.statusCode, body.includes('Too late.')]).toEqual([409, false]);
  });
});

it('moves to another slot, whose place it takes and whose own it leaves', async () => {
  await ok('PUT', '/telephone', { capacity: 1 }, admin);
  const [one, other] = [await book(), await book(await bring(), '2037-03-02T11:00:00.000Z')];
  expect((await ask('POST', `/callbacks/${one.id}/slot`, { at: other.at })).json()).toMatchObject({
    code: 'slot-taken',
  });
  const moved = await ok<CallbackView>('POST', `/callbacks/${one.id}/slot`, { at: '2037-03-03T10:00:00.000Z' });
  expect(moved).toMatchObject({ at: '2037-03-03T10:00:00.000Z', dueAt: '2037-03-03T10:00:00.000Z' });
  await letter(/^Apelul tău a fost mutat/);
  expect(await slots()).toContain(AT);
  expect(await ticket(one.ticket.number)).toMatchObject({ snoozedUntil: '2037-03-03T10:00:00.000Z' });
});

it('of several who move to the same place one gets it, and the others keep theirs', async () => {
  await ok('PUT', '/telephone', { capacity: 1 }, admin);
  const ids: string[] = [];
  for (const hour of [10, 11, 12]) ids.push((await book(await bring(), `2037-03-02T${hour}:00:00.000Z`)).id);
  const at = '2037-03-03T10:00:00.000Z';
  const moves = await Promise.all(ids.map((id) => ask('POST', `/callbacks/${id}/slot`, { at })));
  expect(moves.filter((answer) => answer.statusCode === 200)).toHaveLength(1);
  const there = (await list()).items.filter((item) => item.at === at);
  expect([there.length, (await list()).items.length]).toEqual([1, 3]);
});

it('tells nobody of a call that another person has asked for, also where their tickets are one', async () => {
  const [one, other] = [await bring(), await bring()];
  const { id } = await book(one);
  await letter(/^Apelul tău este rezervat/);
  await ok('POST', `/tickets/${one}/merge`, { into: other, otherCustomer: true });
  await ok('POST', `/callbacks/${id}/cancellation`);
  expect(await lines(other)).toContain('cancelled');
  // What is owed is written in one go: when the next letter is out, the other would be.
  await eventually(async () =>
    expect(await Callbacks(app.context).countDocuments({ owes: { $exists: true } })).toBe(0),
  );
  await ok('POST', `/callbacks/${(await book(other)).id}/slot`, { at: '2037-03-03T10:00:00.000Z' });
  await letter(/^Apelul tău a fost mutat/);
  expect(mail.sent.filter(({ subject }) => /anulat/.test(subject ?? ''))).toEqual([]);
});

it('is exported with its customer, and gone with them', async () => {
  const { customer } = await book();
  const zip = await app.inject({ url: `/api/v1/customers/${customer.id}/export`, headers: { cookie: admin } });
  const { data } = read(zip.rawPayload);
  expect(data.callbacks).toEqual([
    expect.objectContaining({ state: 'booked', number: '+40721000001', topic: 'My lamp', at: AT, tries: [] }),
  ]);
  await ok('POST', `/customers/${customer.id}/erasure`, { confirm: customer.id }, admin);
  await eventually(async () => expect(await Callbacks(app.context).countDocuments()).toBe(0));
});
