import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Agents, Teams } from '../../../server/agents/model.ts';
import { Customers } from '../../../server/customers/model.ts';
import { readTeams } from '../../../server/routing/desk.ts';
import { Rules } from '../../../server/routing/model.ts';
import { returnMail } from '../../../server/routing/return-mail.ts';
import type { InboundMessage } from '../../../server/tickets/envelopes.ts';
import { Tickets, type TicketDoc } from '../../../server/tickets/model.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

const offline = (team: string) => ({ kind: 'offline', params: { team } });
let app: TestApp;
let mail: ScriptChannel;
let admin: string;
beforeAll(async () => {
  app = await buildTestApp();
  mail = installScriptChannel(app, 'email');
  admin = (await app.signIn('admin')).cookie;
});
afterAll(() => app.close());
beforeEach(async () => {
  await Agents(app.context).updateMany({}, { $set: { availability: 'offline', lastAssignedAt: null } });
  await Promise.all([Tickets(app.context).deleteMany({}), Rules(app.context).deleteMany({})]);
});

type Agent = Awaited<ReturnType<TestApp['signIn']>>;
type Wish = Parameters<TestApp['signIn']>[1];

const call = (method: 'POST' | 'PUT', url: string, payload: object, cookie = admin) =>
  app.inject({ method, url: `/api/v1${url}`, payload, headers: { cookie } });
const setAvailability = (agent: Agent, state: string) =>
  call('PUT', '/agents/me/availability', { state }, agent.cookie);

async function online(wish: Wish = {}): Promise<Agent> {
  const agent = await app.signIn('agent', wish);
  expect((await setAvailability(agent, 'online')).statusCode).toBe(200);
  return agent;
}
async function bring(channel: ScriptChannel, message: Partial<InboundMessage> = {}): Promise<string> {
  const { done } = await channel.bring(message);
  return (await done).ticket ?? '';
}
const read = (id: string) => Tickets(app.context).findById(id).lean<TicketDoc>();
const assigneeOf = async (id: string) => String((await read(id))?.assignee ?? '');
const eventually = (question: () => unknown) => expect.poll(question, { timeout: 30_000, interval: 50 });

describe('what is asked of agents', () => {
  it('is kept by name and level; a rule’s required skill waits for who has it, and says so', async () => {
    const team = String((await Teams(app.context).findOne().sort({ _id: 1 }).lean())?._id);
    const ana = await online();
    const needs = [
      { skill: ' Repairs', level: 2, required: true },
      { skill: 'phones', level: 1, required: false },
    ];
    const rule = { name: 'Repairs', conditions: { words: ['broken'] }, action: { team, needs } };
    const made = await call('POST', '/rules', rule);
    expect((made.json() as { action: object }).action).toMatchObject({ needs: [{ skill: 'repairs' }, needs[1]] });
    const [id, plain] = [
      await bring(mail, { text: 'broken' }),
      await bring(mail, { subject: 'Hello', text: 'a question' }),
    ];
    await eventually(() => assigneeOf(plain)).toBe(ana.agent.id);
    const params = { load: 'mail', team: 'Support', skills: 'repairs' };
    await eventually(async () => (await read(id))?.routing).toEqual({ kind: 'unskilled', params });
    const skills = [{ skill: 'Repairs', level: 1 }];
    const changed = await call('PUT', `/agents/${ana.agent.id}`, { skills });
    expect(changed.json()).toMatchObject({ skills: [{ skill: 'repairs', level: 1 }] });
    const ion = await online({ skills: [...skills, { skill: 'repairs', level: 3 }] });
    await eventually(() => assigneeOf(id)).toBe(ion.agent.id);
    expect((await read(id))?.routing?.params).toMatchObject({ knows: 'repairs', lacks: 'phones' });
    for (const wrong of [{ skill: '{x}', level: 1 }, { skill: 'x', level: 6 }, { skill: 'x' }])
      expect((await call('PUT', `/agents/${ana.agent.id}`, { skills: [wrong] })).statusCode).toBe(400);
  });

  it('a customer comes back to who answered them last, while that one is there', async () => {
    const [ana, ion] = [await online(), await online()];
    const from = { kind: 'email' as const, value: 'again@people.test', verified: true };
    const first = await bring(mail, { from });
    await eventually(() => assigneeOf(first)).not.toBe('');
    const [one, other] = (await assigneeOf(first)) === ana.agent.id ? [ana, ion] : [ion, ana];
    const reply = { clientId: 'reply-000002', text: 'Hello', status: 'solved' };
    const { number } = (await read(first)) ?? { number: 0 };
    expect((await call('POST', `/tickets/${number}/replies`, reply, one.cookie)).statusCode).toBe(201);
    await Agents(app.context).updateOne({ _id: one.agent.id }, { $set: { lastAssignedAt: new Date() } });
    const busy = await bring(mail);
    await eventually(() => assigneeOf(busy)).not.toBe('');
    await call('POST', `/tickets/${(await read(busy))?.number}/assignment`, { assignee: one.agent.id });
    const second = await bring(mail, { from });
    await eventually(() => assigneeOf(second)).toBe(one.agent.id);
    expect((await read(second))?.routing?.params.by).toBe('last');
    await setAvailability(one, 'away');
    const third = await bring(mail, { from });
    await eventually(() => assigneeOf(third)).toBe(other.agent.id);
  });
});

describe('what waits or lies too long', () => {
  it('goes to the team that helps out when that one has room, and mail leaves who is not there', async () => {
    const post = async (name: string, more: object = {}) =>
      ((await call('POST', '/teams', { name, ...more })).json() as { id: string }).id;
    const helpers = await post('Helpers');
    const first = await post('First', { overflow: { team: helpers, minutes: 10 }, returnMinutes: 30 });
    await call('POST', '/rules', { name: 'all', action: { team: first } });
    const [old, young] = [await bring(mail), await bring(mail)];
    await eventually(async () => (await read(young))?.routing).toMatchObject(offline('First'));
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    await Tickets(app.context).updateOne({ _id: old }, { $set: { waitingSince: ago(11) } });
    const helper = await online({ teams: [helpers] });
    await eventually(() => assigneeOf(old)).toBe(helper.agent.id);
    expect([String((await read(old))?.team), String((await read(young))?.team)]).toEqual([helpers, first]);
    const thread = await app.inject({
      url: `/api/v1/tickets/${(await read(old))?.number}/messages`,
      headers: { cookie: admin },
    });
    expect((thread.json() as { items: { event?: object }[] }).items.map(({ event }) => event)).toContainEqual({
      kind: 'overflow',
      params: { from: 'First', team: 'Helpers', minutes: '10' },
    });

    const member = await online({ teams: [first] });
    await eventually(() => assigneeOf(young)).toBe(member.agent.id);
    await setAvailability(member, 'offline');
    const teams = await readTeams(app.context);
    expect(await returnMail(app.context, teams)).toBe(0);
    await Agents(app.context).updateOne({ _id: member.agent.id }, { $set: { availabilitySince: ago(31) } });
    expect(await returnMail(app.context, teams)).toBe(0); // they got it since
    await Tickets(app.context).updateOne({ _id: young }, { $set: { assignedAt: ago(31) } });
    await returnMail(app.context, teams); // or the loop's own
    await eventually(async () => (await read(young))?.queued).toBe(true);

    const wrong = { overflow: { team: first, minutes: 5 } };
    expect((await call('PUT', `/teams/${first}`, wrong)).statusCode).toBe(422);
    const gone = await app.inject({
      method: 'DELETE',
      url: `/api/v1/teams/${helpers}?to=${first}`,
      headers: { cookie: admin },
    });
    expect(gone.statusCode).toBe(204);
    expect((await readTeams(app.context)).find(({ id }) => id === first)?.overflow).toBeNull();
  });
});

describe('a rule that is tried', () => {
  it('says what it would have matched of the last tickets, what an earlier one takes, and changes nothing', async () => {
    const team = String((await Teams(app.context).findOne().sort({ _id: 1 }).lean())?._id);
    const known = { kind: 'email' as const, value: 'ana@sub.shop.test', verified: true };
    const ids = [
      await bring(mail, { subject: 'Lamp', text: 'broken glass', from: known, fields: { order: 'A-1' } }),
      await bring(mail, { subject: 'Glass', text: 'a question', from: known }),
      await bring(mail, { subject: 'Chair', text: 'a question' }),
    ];
    const numbers = await Promise.all(ids.map(async (id) => (await read(id))?.number));
    const tryOut = (conditions: object, more: object = {}, cookie = admin) =>
      call('POST', '/rules/trials', { conditions, ...more }, cookie);
    expect((await app.inject({ method: 'POST', url: '/api/v1/rules/trials', payload: {} })).statusCode).toBe(401);
    expect((await tryOut({}, {}, (await app.signIn()).cookie)).statusCode).toBe(403);
    expect((await tryOut({ words: ['glass'] })).json()).toMatchObject({
      ...{ of: 3, matched: 2, first: 2 },
      items: [
        { number: numbers[1], subject: 'Glass', taken: null },
        { number: numbers[0], subject: 'Lamp', taken: null, team: 'Support' },
      ],
    });
    const rule = { name: 'Lamps', conditions: { subject: ['lamp'] }, action: { team } };
    const made = (await call('POST', '/rules', rule)).json() as { id: string };
    const after = (await tryOut({ domains: ['SHOP.test'] })).json() as { first: number; items: { taken: string }[] };
    expect([after.first, after.items.map(({ taken }) => taken)]).toEqual([1, [null, 'Lamps']]);
    // In its own place nothing is earlier; switched off it takes nothing.
    expect((await tryOut({ fields: [{ name: 'order' }] }, { rule: made.id })).json()).toMatchObject({ first: 1 });
    await call('PUT', `/rules/${made.id}`, { ...rule, enabled: false });
    expect((await tryOut({ subject: ['lamp'] })).json()).toMatchObject({ matched: 1, first: 1 });
    expect((await tryOut({}, { rule: '0'.repeat(24) })).statusCode).toBe(404);
    const time = { zone: 'Mars/Olympus', days: [1], from: '08:00', to: '16:00' };
    expect((await tryOut({ time })).statusCode).toBe(422);
    expect((await tryOut({ time: { ...time, zone: 'UTC', to: '24:00' } })).statusCode).toBe(400);
    const log = await app.inject({ url: '/api/v1/audit?act=rule.changed', headers: { cookie: admin } });
    expect(log.json()).toMatchObject({ items: [{ changed: ['enabled'], about: { id: made.id } }] });
  });

  it('asks what a new ticket and its customer are', async () => {
    const team = String((await Teams(app.context).findOne().sort({ _id: 1 }).lean())?._id);
    const conditions = {
      customer: 'new',
      proved: true,
      account: ['env'],
      domains: ['fresh.test'],
      priority: ['normal'],
    };
    await call('POST', '/rules', { name: 'New', conditions, action: { team, tags: ['fresh'] } });
    const from = { kind: 'email' as const, value: 'x@fresh.test', verified: true };
    const first = await bring(mail, { from });
    expect((await read(first))?.tags).toEqual(['fresh']);
    const unproved = await bring(mail, { from: { ...from, value: 'y@fresh.test', verified: false } });
    expect((await read(unproved))?.tags).toEqual([]);
    const customer = (await read(first))?.customer;
    await Customers(app.context).updateOne({ _id: customer }, { $set: { createdAt: new Date(0) } });
    expect((await read(await bring(mail, { from })))?.tags).toEqual([]);
  });
});
