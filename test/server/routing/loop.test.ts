import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Agents, Teams } from '../../../server/agents/model.ts';
import { RealtimeEvents } from '../../../server/realtime/model.ts';
import { Rules } from '../../../server/routing/model.ts';
import type { InboundMessage } from '../../../server/tickets/envelopes.ts';
import { handOver } from '../../../server/tickets/handover.ts';
import { ticketById } from '../../../server/tickets/find.ts';
import { Tickets, type TicketDoc } from '../../../server/tickets/model.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

const offline = (team: string) => ({ kind: 'offline', params: { team } });
let app: TestApp;
let chat: ScriptChannel;
let mail: ScriptChannel;
let admin: string;
beforeAll(async () => {
  app = await buildTestApp();
  chat = installScriptChannel(app, 'telegram');
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
const all = () => Tickets(app.context).find().sort({ number: 1 }).lean<TicketDoc[]>();
const assigneeOf = async (id: string) => String((await read(id))?.assignee ?? '');
const eventually = (question: () => unknown) => expect.poll(question, { timeout: 30_000, interval: 50 });
const countOf = (tickets: TicketDoc[], agent: Agent) =>
  tickets.filter((t) => String(t.assignee) === agent.agent.id).length;

describe('twenty chats for capacities 3, 2 and 1', () => {
  it('six are assigned, fourteen wait in order, and each that is solved gives the next', async () => {
    const agents: Agent[] = [];
    for (const live of [3, 2, 1]) agents.push(await online({ capacity: { live, mail: 0 } }));
    const ids: string[] = [];
    for (let i = 0; i < 20; i += 1) ids.push(await bring(chat));
    await eventually(async () => (await all()).filter((t) => t.assignee).length).toBe(6);
    await eventually(async () => (await read(ids[19] ?? ''))?.routing).toEqual({
      kind: 'full',
      params: { load: 'live', team: 'Support' },
    });
    const tickets = await all();
    expect(agents.map((agent) => countOf(tickets, agent))).toEqual([3, 2, 1]);
    expect(tickets.map((t) => t.assignee !== null)).toEqual([...Array(6).fill(true), ...Array(14).fill(false)]);
    expect(tickets.filter((t) => t.queued)).toHaveLength(14);
    for (let next = 6; next < 10; next += 1) {
      const solved = tickets[next - 6];
      expect((await call('POST', `/tickets/${solved?.number}/status`, { status: 'solved' })).statusCode).toBe(200);
      await eventually(() => assigneeOf(ids[next] ?? '')).toBe(String(solved?.assignee));
      const now = await all();
      expect(now.filter((t) => t.assignee && t.status === 'new')).toHaveLength(6);
    }
  });
});

describe('the queue', () => {
  it('is served by priority, then by waiting', async () => {
    const ids = [await bring(chat), await bring(chat), await bring(chat)] as [string, string, string];
    await call('POST', `/tickets/${(await read(ids[2]))?.number}/priority`, { priority: 'urgent' });
    await eventually(async () => (await read(ids[0]))?.routing).toMatchObject(offline('Support'));
    const agent = await online({ capacity: { live: 1, mail: 0 } });
    await eventually(() => assigneeOf(ids[2])).toBe(agent.agent.id);
    expect([await assigneeOf(ids[0]), await assigneeOf(ids[1])]).toEqual(['', '']);
    await call('POST', `/tickets/${(await read(ids[2]))?.number}/status`, { status: 'solved' });
    await eventually(() => assigneeOf(ids[0])).toBe(agent.agent.id);
    expect(await assigneeOf(ids[1])).toBe('');
  });

  it('lets chats pass mail that waits, because they have room of their own', async () => {
    const agent = await online({ capacity: { live: 1, mail: 1 } });
    const mails = [await bring(mail), await bring(mail), await bring(mail)];
    const first = await bring(chat);
    await eventually(() => assigneeOf(first)).toBe(agent.agent.id);
    await eventually(async () => (await Promise.all(mails.map(assigneeOf))).filter(Boolean).length).toBe(1);
  });

  it('gives what is pending no place in the capacity, and what comes back its place', async () => {
    const agent = await online({ capacity: { live: 0, mail: 1 } });
    const first = await bring(mail);
    await eventually(() => assigneeOf(first)).toBe(agent.agent.id);
    await call('POST', `/tickets/${(await read(first))?.number}/status`, { status: 'pending' });
    const second = await bring(mail);
    await eventually(() => assigneeOf(second)).toBe(agent.agent.id);
    await call('POST', `/tickets/${(await read(first))?.number}/status`, { status: 'open' });
    const third = await bring(mail);
    await call('POST', `/tickets/${(await read(second))?.number}/status`, { status: 'solved' });
    await eventually(async () => (await read(third))?.routing?.kind).toBe('full');
    expect(await assigneeOf(third)).toBe('');
  });

  it('says on the ticket and in its thread why it went where', async () => {
    const agent = await online({ languages: ['pl'], name: 'Ola' });
    await online({ languages: ['en'], name: 'Ana' });
    const id = await bring(chat, { language: 'pl' });
    await eventually(() => assigneeOf(id)).toBe(agent.agent.id);
    const ticket = await read(id);
    const why = { agent: 'Ola', agentId: agent.agent.id, speaks: 'pl', n: '1', capacity: '3', by: 'only' };
    expect(ticket?.routing).toEqual({ kind: 'given', params: why });
    const thread = await app.inject({ url: `/api/v1/tickets/${ticket?.number}/messages`, headers: { cookie: admin } });
    const { items } = thread.json() as { items: { event?: { kind: string; params: object } }[] };
    expect(items.map((item) => item.event)).toContainEqual({
      kind: 'routed',
      params: why,
    });
  });

  it('never gives to read-only agents', async () => {
    const watcher = await app.signIn('readonly');
    await setAvailability(watcher, 'online');
    const id = await bring(chat);
    await eventually(async () => (await read(id))?.routing).toMatchObject(offline('Support'));
  });
});

describe('while the assistant holds a chat', () => {
  it('it is in no queue and nobody’s capacity, until it is handed over', async () => {
    const agent = await online({ capacity: { live: 1, mail: 0 } });
    const held = await bring(chat, { handler: 'assistant' });
    const other = await bring(chat);
    await eventually(() => assigneeOf(other)).toBe(agent.agent.id);
    expect(await read(held)).toMatchObject({ handler: 'assistant', queued: false, assignee: null, team: null });
    await call('POST', `/tickets/${(await read(other))?.number}/status`, { status: 'solved' });
    await handOver(
      app.context,
      await ticketById(app.context, held),
      { kind: 'assistant', name: 'Assistant' },
      'wished',
    );
    await eventually(() => assigneeOf(held)).toBe(agent.agent.id);
  });
});

describe('who leaves', () => {
  it('keeps no unanswered chat, but mail and what is answered', async () => {
    const ana = await online();
    const [chatId, answered, mailId] = [await bring(chat), await bring(chat), await bring(mail)] as [
      string,
      string,
      string,
    ];
    await eventually(async () => countOf(await all(), ana)).toBe(3);
    await call(
      'POST',
      `/tickets/${(await read(answered))?.number}/replies`,
      { clientId: 'reply-000001', text: 'Hello', status: 'open' },
      ana.cookie,
    );
    await Tickets(app.context).updateOne({ _id: answered }, { $set: { waitingSince: null, status: 'open' } });
    await setAvailability(ana, 'away');
    expect(await read(chatId)).toMatchObject({ assignee: null, queued: true });
    await eventually(async () => (await read(chatId))?.routing).toMatchObject(offline('Support'));
    const ion = await online();
    await eventually(() => assigneeOf(chatId)).toBe(ion.agent.id);
    expect([await assigneeOf(answered), await assigneeOf(mailId)]).toEqual([ana.agent.id, ana.agent.id]);
  });

  it('by being switched off, as well', async () => {
    const ana = await online();
    const id = await bring(chat);
    await eventually(() => assigneeOf(id)).toBe(ana.agent.id);
    const ion = await online();
    await call('PUT', `/agents/${ana.agent.id}`, { active: false });
    await eventually(() => assigneeOf(id)).toBe(ion.agent.id);
  });

  it('may take a chat by hand afterwards', async () => {
    const ana = await app.signIn();
    await Agents(app.context).updateOne(
      { _id: ana.agent.id },
      { $set: { availabilitySince: new Date(Date.now() - 60_000) } },
    );
    const id = await bring(chat);
    await call('POST', `/tickets/${(await read(id))?.number}/assignment`, { assignee: 'me' }, ana.cookie);
    await app.context.events.emit('agent.changed', { agent: ana.agent.id, fields: ['availability'] });
    expect(await assigneeOf(id)).toBe(ana.agent.id);
  });
});

describe('rules', () => {
  it('are made by leads only, and shown in their order', async () => {
    expect((await app.inject({ url: '/api/v1/rules' })).statusCode).toBe(401);
    const { cookie } = await app.signIn();
    const team = String((await Teams(app.context).findOne().lean())?._id);
    const rule = {
      name: 'Returns',
      conditions: { type: ['return'] },
      action: { team, priority: 'high', tags: ['back'] },
    };
    expect((await call('POST', '/rules', rule, cookie)).statusCode).toBe(403);
    const lead = (await app.signIn('supervisor')).cookie;
    const made = (await call('POST', '/rules', rule, lead)).json() as { id: string };
    expect(made).toEqual({ id: made.id, order: 0, enabled: true, ...rule });
    const first = (await call('POST', '/rules', { ...rule, name: 'First', order: 0, enabled: false }, lead)).json() as {
      id: string;
    };
    await call('PUT', `/rules/${made.id}`, { ...rule, order: 5 }, lead);
    const list = await app.inject({ url: '/api/v1/rules', headers: { cookie } });
    expect((list.json() as { items: { name: string }[] }).items.map(({ name }) => name)).toEqual(['First', 'Returns']);
    const remove = () => app.inject({ method: 'DELETE', url: `/api/v1/rules/${first.id}`, headers: { cookie: lead } });
    expect([(await remove()).statusCode, (await remove()).statusCode]).toEqual([204, 404]);
  });

  it.each<[string, object, number]>([
    ['an unknown team', { action: { team: '0'.repeat(24) } }, 422],
    ['an operator', { conditions: { type: { $ne: 'return' } } }, 400],
    ['a word of nothing', { conditions: { words: ['--'] } }, 400],
    ['an unknown condition', { conditions: { weather: ['sunny'] } }, 400],
    ['an empty list', { conditions: { language: [] } }, 400],
  ])('with %s are refused', async (_what, wrong, status) => {
    const team = String((await Teams(app.context).findOne().lean())?._id);
    expect((await call('POST', '/rules', { name: 'x', action: { team }, ...wrong })).statusCode).toBe(status);
  });

  it('send tickets to teams by type, language, channel and words; the rest to the default', async () => {
    const ids = new Map<string, string>();
    for (const name of ['Repairs', 'Warszawa', 'Chats']) {
      const made = (await call('POST', '/teams', { name })).json() as { id: string };
      ids.set(made.id, name);
    }
    const [repairs, warszawa, chats] = [...ids.keys()];
    const add = (name: string, conditions: object, action: object) =>
      call('POST', '/rules', { name, conditions, action });
    await add('words', { words: ['broken', 'zepsuty'] }, { team: repairs, priority: 'urgent', tags: ['repair'] });
    await add('language', { language: ['pl'] }, { team: warszawa });
    await add('channel', { channel: ['telegram'], type: ['inquiry'] }, { team: chats });
    const quiet = { subject: 'Hello', text: 'A question' };
    const tickets = {
      words: await bring(mail, { subject: 'Hi', text: 'It is BROKEN.', language: 'pl' }),
      language: await bring(mail, { ...quiet, language: 'pl' }),
      channel: await bring(chat, quiet),
      type: await bring(chat, { ...quiet, type: 'complaint' }),
      rest: await bring(mail, quiet),
    };
    const teamOf = async (id: string) =>
      ids.get(String((await read(id))?.team)) ?? ((await read(id))?.team ? 'Support' : '');
    const teams = async () =>
      Object.fromEntries(await Promise.all(Object.entries(tickets).map(async ([k, id]) => [k, await teamOf(id)])));
    await eventually(teams).toEqual({
      words: 'Repairs',
      language: 'Warszawa',
      channel: 'Chats',
      type: 'Support',
      rest: 'Support',
    });
    expect(await read(tickets.words)).toMatchObject({ priority: 4, tags: ['repair'] });
    await eventually(async () => (await read(tickets.words))?.routing).toMatchObject(offline('Repairs'));
    const member = await online({ teams: [repairs ?? ''] });
    await eventually(() => assigneeOf(tickets.words)).toBe(member.agent.id);
    expect(await assigneeOf(tickets.rest)).toBe('');
  });
});

describe('many at once', () => {
  it('a hundred and fifty mails from ten clients: nobody above capacity, the rest waits, nobody is told twice', async () => {
    const agents = [
      await online({ capacity: { live: 0, mail: 50 } }),
      await online({ capacity: { live: 0, mail: 35 } }),
    ];
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        for (let i = 0; i < 15; i += 1) await bring(mail);
      }),
    );
    await eventually(() => Tickets(app.context).countDocuments({ queued: false })).toBe(85);
    const tickets = await all();
    expect(agents.map((agent) => countOf(tickets, agent))).toEqual([50, 35]);
    const explained = { queued: true, 'routing.kind': 'full' as const };
    await eventually(() => Tickets(app.context).countDocuments(explained)).toBe(65);
    expect(new Set(tickets.map((t) => t.number)).size).toBe(150);
    // Quiet afterwards: what routing tells of its own doing does not wake it.
    const told = async () => {
      const before = await RealtimeEvents(app.context).countDocuments();
      await new Promise((resolve) => setTimeout(resolve, 700));
      return (await RealtimeEvents(app.context).countDocuments()) - before;
    };
    await eventually(told).toBe(0);
  });
});
