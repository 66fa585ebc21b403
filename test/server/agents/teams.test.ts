import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TicketDoc } from '../../../server/tickets/model.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let mail: ScriptChannel;
let admin: string;
beforeAll(async () => {
  app = await buildTestApp();
  mail = installScriptChannel(app);
  admin = (await app.signIn('admin')).cookie;
});
afterAll(() => app.close());

const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object, cookie = admin) =>
  app.inject({ method, url: `/api/v1${path}`, headers: { cookie }, ...(payload ? { payload } : {}) });
const eventually = (question: () => unknown) => expect.poll(question, { timeout: 30_000, interval: 50 });
const read = (number: number) => Tickets(app.context).findOne({ number }).lean<TicketDoc>().orFail();
async function bring(): Promise<number> {
  const { ticket } = await (await mail.bring({})).done;
  return (await Tickets(app.context).findById(ticket).lean<TicketDoc>().orFail()).number;
}

describe('a team', () => {
  let names = 0;
  let team: { id: string; name: string };
  beforeEach(async () => {
    team = (await call('POST', '/teams', { name: `Team ${(names += 1)}`, timeZone: 'Europe/Madrid' })).json();
  });
  const members = async () => {
    const { items } = (await call('GET', '/agents')).json() as { items: { id: string; teams: { id: string }[] }[] };
    return items.filter(({ teams }) => teams.some(({ id }) => id === team.id)).map(({ id }) => id);
  };

  it('is changed and taken away by admins only', async () => {
    const { cookie } = await app.signIn('supervisor');
    expect((await call('PUT', `/teams/${team.id}`, { name: 'x' }, cookie)).statusCode).toBe(403);
    expect((await call('DELETE', `/teams/${team.id}?to=${team.id}`, undefined, cookie)).statusCode).toBe(403);
  });

  it('changes name, zone and members', async () => {
    const [ana, ben] = [await app.signIn(), await app.signIn()];
    const change = (payload: object) => call('PUT', `/teams/${team.id}`, payload);
    expect((await change({ name: ' Returns ', agents: [ana.agent.id] })).json()).toMatchObject({
      name: 'Returns',
      timeZone: 'Europe/Madrid',
    });
    expect(await members()).toEqual([ana.agent.id]);
    await change({ agents: [ben.agent.id] });
    expect(await members()).toEqual([ben.agent.id]);
    expect((await change({ name: 'Support' })).json()).toMatchObject({ code: 'already-exists' });
    expect((await change({ timeZone: 'Mars/Olympus' })).statusCode).toBe(422);
    expect((await change({ agents: ['0'.repeat(24)] })).statusCode).toBe(422);
    expect((await call('PUT', `/teams/${'0'.repeat(24)}`, { name: 'x' })).statusCode).toBe(404);
  });

  it('goes, and its rules, tickets and members are somebody’s still', async () => {
    const heir = (await call('POST', '/teams', { name: `Heir ${names}` })).json() as { id: string };
    const rule = (await call('POST', '/rules', { name: 'All', action: { team: team.id } })).json() as { id: string };
    const { agent } = await app.signIn('agent', { teams: [team.id] });
    const number = await bring();
    await eventually(async () => String((await read(number)).team)).toBe(team.id);
    await call('POST', `/tickets/${number}/status`, { status: 'solved' });
    expect((await call('DELETE', `/teams/${team.id}?to=${team.id}`)).statusCode).toBe(422);
    expect((await call('DELETE', `/teams/${team.id}?to=${heir.id}`)).statusCode).toBe(204);
    expect(String((await read(number)).team)).toBe(heir.id);
    const { items } = (await call('GET', '/rules')).json() as { items: { id: string; action: { team: string } }[] };
    expect(items.find(({ id }) => id === rule.id)?.action.team).toBe(heir.id);
    const agents = (await call('GET', '/agents')).json() as { items: { id: string; teams: unknown[] }[] };
    expect(agents.items.find(({ id }) => id === agent.id)?.teams).toEqual([]);
    await call('DELETE', `/rules/${rule.id}`);
  });
});

describe('rules', () => {
  it('are put into another order, all at once', async () => {
    const team = ((await call('GET', '/teams')).json() as { items: { id: string }[] }).items[0]?.id ?? '';
    const add = async (name: string) =>
      ((await call('POST', '/rules', { name, action: { team } })).json() as { id: string }).id;
    const [a, b, c] = [await add('a'), await add('b'), await add('c')];
    const order = (ids: string[], cookie = admin) => call('PUT', '/rules/order', { ids }, cookie);
    expect((await order([c, a, b])).json().items.map(({ name }: { name: string }) => name)).toEqual(['c', 'a', 'b']);
    expect((await order([a, b])).json()).toMatchObject({ code: 'conflict' });
    expect((await order([c, a, b], (await app.signIn()).cookie)).statusCode).toBe(403);
  });
});

describe('an agent who is switched off', () => {
  it('gives back what is unfinished: what waits is queued, what is over stays theirs', async () => {
    const { agent } = await app.signIn();
    const numbers: Record<string, number> = {};
    for (const status of ['open', 'pending', 'solved'] as const) {
      const number = (numbers[status] = await bring());
      await call('POST', `/tickets/${number}/assignment`, { assignee: agent.id });
      await call('POST', `/tickets/${number}/status`, { status });
    }
    await call('PUT', `/agents/${agent.id}`, { active: false });
    const state = async (status: string) => {
      const { assignee, queued } = await read(numbers[status] ?? 0);
      return [assignee && String(assignee), queued];
    };
    expect(await state('open')).toEqual([null, true]);
    expect(await state('pending')).toEqual([null, false]);
    expect(await state('solved')).toEqual([agent.id, false]);
    await call('POST', `/tickets/${numbers['pending']}/status`, { status: 'open' });
    expect(await state('pending')).toEqual([null, true]);
    expect((await call('PUT', `/agents/${agent.id}`, { active: true })).json()).toMatchObject({ active: true });
  });
});
