import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addToken } from '../../../server/agents/token.ts';
import { Calls } from '../../../server/calls/model.ts';
import type { CallAnswer, CallView } from '../../../server/calls/schema.ts';
import { callerNumber, e164 } from '../../../server/customers/phone.ts';
import type { CustomerView } from '../../../server/customers/schema.ts';
import { upsertCustomer } from '../../../server/customers/upsert.ts';
import type { Static } from 'typebox';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { read } from '../privacy/export/desk.ts';
import { connect, eventually, type Client } from '../realtime/desk.ts';

let app: TestApp;
let url: string;
let admin: string;
let bearer: string;
let ana: { cookie: string; agent: { id: string; email: string } };
let logged = '';
let count = 0;
beforeAll(async () => {
  const log = new PassThrough();
  log.on('data', (chunk: Buffer) => (logged += chunk.toString()));
  app = await buildTestApp({ log });
  url = await app.listen();
  bearer = `Bearer ${await addToken(app.context, 'exchange', ['calls:write'])}`;
  admin = (await app.signIn('admin')).cookie;
  ana = await app.signIn('agent');
  const { statusCode } = await put(`/api/v1/agents/${ana.agent.id}`, { extension: '201' });
  expect([statusCode, (await put('/api/v1/telephone', { country: 'RO' })).statusCode]).toEqual([200, 200]);
});
afterAll(() => app.close());
let id: string;
beforeEach(() => (id = `call-${(count += 1)}`));

const put = (path: string, payload: object) =>
  app.inject({ method: 'PUT', url: path, headers: { cookie: admin }, payload });
const get = async <T>(path: string, cookie = ana.cookie): Promise<T> =>
  (await app.inject({ url: `/api/v1${path}`, headers: { cookie } })).json<T>();
const post = (payload: object, headers: Record<string, string> = { authorization: bearer }) =>
  app.inject({ method: 'POST', url: '/api/v1/calls', headers, payload });
async function say(event: string, more: object = {}): Promise<Static<typeof CallAnswer>> {
  const answer = await post({ id, event, ...more });
  expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)]);
  return answer.json();
}
const timeline = (customer: string) => get<{ calls: CallView[] }>(`/customers/${customer}/timeline`);
const numberOf = (n: number) => `+4072100${String(n).padStart(4, '0')}`;
const knownBy = async (number: string, name: string): Promise<string> => {
  const email = { kind: 'email' as const, value: `${name}@people.example`, name, verified: true };
  const customer = String((await upsertCustomer(app.context, email, 'ro'))._id);
  const identities = `/api/v1/customers/${customer}/identities`;
  const payload = { kind: 'phone', value: number };
  const added = await app.inject({ method: 'POST', url: identities, headers: { cookie: ana.cookie }, payload });
  expect(added.statusCode).toBe(200);
  return customer;
};

it('is for telephone systems only', async () => {
  const ring = { id, event: 'ringing', from: numberOf(1) };
  expect((await post(ring, {})).statusCode).toBe(401);
  for (const cookie of [ana.cookie, admin]) expect((await post(ring, { cookie })).statusCode).toBe(403);
  const other = `Bearer ${await addToken(app.context, 'shop', ['orders:write'])}`;
  expect((await post(ring, { authorization: other })).statusCode).toBe(403);
  expect((await app.inject({ url: `/api/v1/calls/${'0'.repeat(24)}` })).statusCode).toBe(401);
  expect(await Calls(app.context).countDocuments()).toBe(0);
});

it.each([{ id: '' }, { id: undefined }, { event: 'hold' }, { at: 'yesterday' }])('refuses %j', async (wrong) => {
  expect((await post({ id, event: 'ringing', from: numberOf(1), ...wrong })).statusCode).toBe(400);
});

it.each([
  ['+40 721 000 001', null, '+40721000001'],
  ['0040721000001', null, '+40721000001'],
  ['0721 000 001', 'RO', '+40721000001'],
  ['0721 000 001', null, undefined],
  ['600 12 34 56', 'ES', '+34600123456'],
  ['601-234-567', 'PL', '+48601234567'],
  ['8 (912) 345-67-89', 'RU', '+79123456789'],
  ['12', 'RO', undefined],
  ['call me', 'RO', undefined],
  ['+40 721', null, undefined],
])('%s in %s is %s', (text, country, number) => expect(e164(text, country)).toBe(number));

it.each([
  ['sip:+40721000001@exchange.example;user=phone', '+40721000001'],
  ['tel:0721000001', '+40721000001'],
  ['204', '204'],
  ['anonymous', undefined],
  ['sip:anonymous@anonymous.invalid', undefined],
  ['', undefined],
  [null, undefined],
])('%s is the caller %s', (said, number) => expect(callerNumber(said, 'RO')).toBe(number));

it('shows the agent with whom it rings who calls, at once, and goes on to its end', async () => {
  const customer = await knownBy('0721 000 002', 'Maria');
  const client: Client = await connect({ app, url } as never, ana.cookie);
  const answer = await say('ringing', { from: numberOf(2), agent: '201', queue: 'support' });
  expect(answer).toEqual({ id: expect.any(String) as string, state: 'ringing', customer, shown: true });
  await eventually(() => client.frames.filter(({ t }) => t === 'call')).toEqual([
    { t: 'call', seq: expect.any(Number) as number, call: answer.id, agents: [ana.agent.id] },
  ]);
  expect(await get<CallView>(`/calls/${answer.id}`)).toMatchObject({
    ...{ state: 'ringing', direction: 'in', number: '+40 721 000 002', agent: null, rang: [ana.agent.id] },
    customer: { id: customer, name: 'Maria', language: 'ro', known: true, proved: false },
  });
  await say('answered', { agent: ana.agent.email.toUpperCase(), at: new Date(Date.now() - 65_000).toISOString() });
  expect(await say('ended')).toMatchObject({ state: 'ended' });
  const { calls } = await timeline(customer);
  expect(calls).toEqual([
    expect.objectContaining({ id: answer.id, state: 'ended', agent: expect.anything() as object }),
  ]);
  expect(calls[0]?.seconds).toBeGreaterThanOrEqual(65);
});

it('takes events in any order, each of them once, also at the same time', async () => {
  const events = ['ended', 'answered', 'ringing', 'ended', 'ringing'];
  const answers = await Promise.all(events.map((event) => say(event, { from: numberOf(3), agent: '201' })));
  expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
  const [answer] = answers;
  expect((await get<CallView>(`/calls/${answer?.id}`)).state).toBe('ended');
  const client: Client = await connect({ app, url } as never, ana.cookie);
  for (const event of events) await say(event, { from: numberOf(3), agent: '201' });
  await say('missed');
  await eventually(() => client.frames.filter(({ t }) => t === 'call').length).toBe(1);
  expect((await timeline(answer?.customer ?? '')).calls).toHaveLength(1);
});

it('has ended without an answer when it was missed, by whatever name', async () => {
  await say('ringing', { from: numberOf(4) });
  expect(await say('ended')).toMatchObject({ state: 'missed', shown: false });
  id = `${id}-more`;
  expect(await say('missed', { from: numberOf(4) })).toMatchObject({ state: 'missed' });
});

it('makes an unknown number a new caller of whom nothing is proved, and the same one the next time', async () => {
  const { customer, id: call } = await say('ringing', { from: numberOf(5) });
  expect((await get<CallView>(`/calls/${call}`)).customer).toMatchObject({ name: '+40 721 000 005', known: false });
  const { identities } = await get<CustomerView>(`/customers/${customer}`);
  expect(identities).toMatchObject([{ kind: 'phone', value: numberOf(5), verified: false }]);
  id = `${id}-again`;
  const again = await say('ringing', { from: '0721000005' });
  expect(again.customer).toBe(customer);
  expect((await get<CallView>(`/calls/${again.id}`)).customer).toMatchObject({ known: true });
  const found = await get<{ items: CustomerView[] }>(`/customers?address=${encodeURIComponent('0721 000 005')}`);
  expect(found.items.map((one) => one.id)).toEqual([customer]);
});

it('logs who withholds the number as nobody, until the telephone system says it', async () => {
  const { id: call, customer } = await say('ringing', { from: 'anonymous', agent: '201' });
  expect([customer, (await get<CallView>(`/calls/${call}`)).number]).toEqual([null, '']);
  const later = await say('answered', { from: numberOf(6), agent: '201' });
  expect(later.id).toBe(call);
  expect(await get<CallView>(`/calls/${call}`)).toMatchObject({
    number: '+40 721 000 006',
    customer: { known: false },
  });
});

it('of a call that goes out knows whom it was to', async () => {
  const customer = await knownBy(numberOf(7), 'Iulia');
  expect(await say('answered', { direction: 'out', from: '201', to: numberOf(7), agent: '201' })).toMatchObject({
    customer,
  });
  expect((await timeline(customer)).calls).toMatchObject([{ direction: 'out', agent: { id: ana.agent.id } }]);
});

it('opens whoever goes on for a customer who was merged, with the calls of both', async () => {
  const [one, other] = [await knownBy(numberOf(8), 'Dan'), await knownBy(numberOf(9), 'Daniel')];
  await say('ringing', { from: numberOf(8) });
  const payload = { into: other };
  await app.inject({ method: 'POST', url: `/api/v1/customers/${one}/merge`, headers: { cookie: ana.cookie }, payload });
  id = `${id}-again`;
  const { id: call } = await say('ringing', { from: numberOf(8) });
  expect((await get<CallView>(`/calls/${call}`)).customer).toMatchObject({ id: other, name: 'Daniel' });
  expect((await timeline(other)).calls).toHaveLength(2);
});

it('refuses a number that is none, and one that is somebody else’s', async () => {
  const customer = await knownBy(numberOf(10), 'Petru');
  const add = (value: string) =>
    app.inject({
      ...{ method: 'POST', url: `/api/v1/customers/${customer}/identities`, headers: { cookie: ana.cookie } },
      payload: { kind: 'phone', value },
    });
  expect((await add('12 34')).statusCode).toBe(422);
  await knownBy(numberOf(11), 'Pavel');
  expect((await add(numberOf(11))).json()).toMatchObject({ code: 'already-exists' });
});

it('is exported with its customer, and gone with them', async () => {
  const customer = await knownBy(numberOf(12), 'Zoe');
  await say('answered', { from: numberOf(12), agent: '201' });
  const zip = await app.inject({ url: `/api/v1/customers/${customer}/export`, headers: { cookie: admin } });
  const { data, page } = read(zip.rawPayload);
  expect(data.calls).toEqual([
    expect.objectContaining({ direction: 'in', number: numberOf(12), answered: expect.any(String) as string }),
  ]);
  expect(JSON.stringify(data.calls)).not.toContain(ana.agent.id);
  expect(page).toContain('Apelurile tale');
  const erase = { method: 'POST' as const, url: `/api/v1/customers/${customer}/erasure`, headers: { cookie: admin } };
  expect((await app.inject({ ...erase, payload: { confirm: customer } })).statusCode).toBeLessThan(300);
  await eventually(() => Calls(app.context).countDocuments({ customer: customer as never })).toBe(0);
  id = `${id}-again`;
  const { customer: fresh } = await say('ringing', { from: numberOf(12) });
  expect(fresh).not.toBe(customer);
});

it('leaves no number and no name in the logs, nor in the store', async () => {
  expect(logged).toContain('/api/v1/calls');
  expect(logged).not.toMatch(/7210000|Maria|Zoe/);
  const stored = await Calls(app.context).collection.find({}).toArray();
  expect(stored.length).toBeGreaterThan(5);
  expect(JSON.stringify(stored)).not.toContain('7210000');
});
