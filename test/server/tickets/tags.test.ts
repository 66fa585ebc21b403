import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MacroView } from '../../../server/macros/schema.ts';
import type { TagView } from '../../../server/tickets/tags/schema.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';
import { numberOf } from '../../support/ticket-number.ts';

let app: TestApp;
let mail: ScriptChannel;
let lead: string;
beforeAll(async () => {
  app = await buildTestApp({ empty: true });
  mail = installScriptChannel(app);
  lead = (await app.signIn('supervisor')).cookie;
});
afterAll(() => app.close());

const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object, cookie = lead) =>
  app.inject({ method, url: `/api/v1${path}`, headers: { cookie }, ...(payload ? { payload } : {}) });
const all = async () =>
  ((await call('GET', '/tags?counts=true')).json() as { items: TagView[] }).items.map(({ name, tickets }) => [
    name,
    tickets,
  ]);
const find = async (name: string) => {
  const { items } = (await call('GET', '/tags')).json() as { items: TagView[] };
  return items.find((tag) => tag.name === name) as TagView;
};
async function tagged(...tags: string[]): Promise<number> {
  const number = await numberOf(app, (await (await mail.bring({})).done).ticket);
  expect((await call('POST', `/tickets/${number}/tags`, { tags })).statusCode).toBe(200);
  return number;
}
const tagsOf = async (number: number) =>
  ((await call('GET', `/tickets/${number}`)).json() as { tags: string[] }).tags.sort();
const eventually = (question: () => unknown) => expect.poll(question, { timeout: 30_000, interval: 20 });

describe('tags', () => {
  it('are read by all agents and changed by leads', async () => {
    expect((await app.inject({ url: '/api/v1/tags' })).statusCode).toBe(401);
    const { cookie } = await app.signIn();
    expect((await call('GET', '/tags', undefined, cookie)).statusCode).toBe(200);
    const id = '0'.repeat(24);
    expect((await call('PUT', `/tags/${id}`, { name: 'x' }, cookie)).statusCode).toBe(403);
    expect((await call('DELETE', `/tags/${id}`, undefined, cookie)).statusCode).toBe(403);
    expect((await call('DELETE', `/tags/${id}`)).statusCode).toBe(404);
  });

  it('are known with their counts, renamed, made one and taken off; rules, macros and saved views follow', async () => {
    const [a, b] = [await tagged('Order ', 'urgent'), await tagged('order', 'orders')];
    expect(await all()).toEqual([
      ['order', 2],
      ['orders', 1],
      ['urgent', 1],
    ]);
    const { items } = (await call('GET', '/teams')).json() as { items: { id: string }[] };
    const action = { team: items[0]?.id, tags: ['order'] };
    const rule = (await call('POST', '/rules', { name: 'Orders', action })).json() as { id: string };
    const acts = { tags: { add: ['order', 'orders'] } };
    await call('POST', '/macros', { name: 'Tags', shared: 'all', acts });
    const view = async () =>
      ((await call('GET', '/views')).json() as { items: { query: object; count: number }[] }).items[0];
    await call('POST', '/views', { name: 'Orders', query: { view: 'new', tag: 'order' } });
    expect((await call('PUT', `/tags/${(await find('order')).id}`, { name: 'Orders' })).statusCode).toBe(202);
    await eventually(() => tagsOf(b)).toEqual(['orders']);
    await eventually(() => tagsOf(a)).toEqual(['orders', 'urgent']);
    await eventually(all).toEqual([
      ['orders', 2],
      ['urgent', 1],
    ]);
    const rules = (await call('GET', '/rules')).json() as { items: { id: string; action: object }[] };
    expect(rules.items.find(({ id }) => id === rule.id)?.action).toMatchObject({ tags: ['orders'] });
    const macros = (await call('GET', '/macros')).json() as { items: MacroView[] };
    expect(macros.items[0]?.acts?.tags?.add).toEqual(['orders']);
    expect(await view()).toMatchObject({ query: { view: 'new', tag: 'orders' }, count: 2 });
    expect((await call('DELETE', `/tags/${(await find('urgent')).id}`)).statusCode).toBe(202);
    await eventually(() => tagsOf(a)).toEqual(['orders']);
    await eventually(all).toEqual([['orders', 2]]);
    expect(await view()).toMatchObject({ query: { tag: 'orders' } });
    const found = (await call('GET', '/tickets?tag=orders')).json() as { items: { number: number }[] };
    expect(found.items.map(({ number }) => number).sort()).toEqual([a, b].sort());
    // A name that was taken off is offered again when it is used again.
    await tagged('urgent');
    await eventually(all).toContainEqual(['urgent', 1]);
  });
});

describe('several changes of a ticket in one', () => {
  it('are for who may change tickets', async () => {
    const number = await tagged('x');
    const { cookie } = await app.signIn('readonly');
    expect((await call('POST', `/tickets/${number}/acts`, { status: 'solved' }, cookie)).statusCode).toBe(403);
    expect((await call('POST', `/tickets/${number}/acts`, {})).statusCode).toBe(400);
  });

  it('are made, each with its line; what is so already has none', async () => {
    const number = await tagged('old', 'kept');
    const me = await app.signIn();
    const acts = {
      ...{ assignee: 'me', priority: 'high', type: 'complaint', status: 'pending' },
      tags: { add: ['New'], remove: ['old', 'unknown'] },
    };
    const changed = await call('POST', `/tickets/${number}/acts`, acts, me.cookie);
    expect(changed.json()).toMatchObject({
      assignee: { id: me.agent.id },
      priority: 'high',
      type: 'complaint',
      status: 'pending',
      tags: ['kept', 'new'],
    });
    const lines = async () => {
      const { items } = (await call('GET', `/tickets/${number}/messages`)).json() as {
        items: { event?: { kind: string } }[];
      };
      return items.flatMap(({ event }) => event?.kind ?? []);
    };
    const before = await lines();
    expect(before.slice(-5)).toEqual(['assigned', 'type', 'priority', 'tags', 'status']);
    expect((await call('POST', `/tickets/${number}/acts`, acts, me.cookie)).statusCode).toBe(200);
    expect(await lines()).toEqual(before);
  });
});
