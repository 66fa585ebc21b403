import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Views } from '../../../server/views/model.ts';
import type { SavedView } from '../../../server/views/schema.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel } from '../../support/script-channel.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

let app: TestApp;
let team: string;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  app = await buildTestApp();
  cookies['admin'] = (await app.signIn('admin')).cookie;
  const payload = { name: 'Returns desk' };
  const headers = { cookie: cookies['admin'] };
  team = (await app.inject({ method: 'POST', url: '/api/v1/teams', headers, payload })).json().id;
  cookies['ioana'] = (await app.signIn('agent', { teams: [team] })).cookie;
  cookies['ben'] = (await app.signIn('agent', { teams: [team] })).cookie;
  cookies['lead'] = (await app.signIn('supervisor', { teams: [team] })).cookie;
  cookies['other'] = (await app.signIn('agent')).cookie;
  cookies['reader'] = (await app.signIn('readonly', { teams: [team] })).cookie;
});
afterAll(() => app.close());

const call = (who: string, method: Method, url: string, payload?: object) =>
  app.inject({ method, url, headers: { cookie: cookies[who] ?? '' }, ...(payload ? { payload } : {}) });
const views = async (who: string): Promise<SavedView[]> => (await call(who, 'GET', '/api/v1/views')).json().items;
const named = async (who: string): Promise<string[]> => (await views(who)).map(({ name }) => name);
const save = (who: string, body: object) => call(who, 'POST', '/api/v1/views', body);

it('nobody has views without a session, and programs have none', async () => {
  expect((await app.inject({ url: '/api/v1/views' })).statusCode).toBe(401);
  const payload = { name: 'Program', scopes: ['tickets:read'] };
  const { token } = (await call('admin', 'POST', '/api/v1/tokens', payload)).json();
  const answer = await app.inject({ url: '/api/v1/views', headers: { authorization: `Bearer ${token}` } });
  expect(answer.statusCode).toBe(403);
});

describe('a view of one’s own', () => {
  let id: string;

  it('is kept as it was saved, for its owner alone', async () => {
    const query = { view: 'open', type: 'return', assignee: 'me', tag: 'vip', q: 'from:nowak "broken lamp"' };
    const answer = await save('ioana', { name: ' Broken ones ', query });
    expect(answer.statusCode).toBe(201);
    id = answer.json().id;
    expect(answer.json()).toMatchObject({ name: 'Broken ones', query, team: null, changeable: true, count: null });
    expect(await views('ioana')).toEqual([answer.json()]);
    expect(await named('ben')).toEqual([]);
    expect(await named('lead')).toEqual([]);
  });

  it('is changed and removed by its owner alone', async () => {
    const body = { name: 'Newer', query: { status: 'new' } };
    expect((await call('ben', 'PUT', `/api/v1/views/${id}`, body)).statusCode).toBe(404);
    expect((await call('lead', 'DELETE', `/api/v1/views/${id}`)).statusCode).toBe(404);
    expect((await call('ioana', 'PUT', `/api/v1/views/${id}`, body)).json()).toMatchObject({ ...body, count: 0 });
    expect((await call('ioana', 'DELETE', `/api/v1/views/${id}`)).statusCode).toBe(204);
    expect(await named('ioana')).toEqual([]);
  });

  it.each([
    [{ name: '  ', query: {} }, 400],
    [{ name: 'x', query: { status: 'lost' } }, 400],
    [{ name: 'x', query: { after: 'y' } }, 400],
    [{ name: 'x', query: {}, team: '0'.repeat(24) }, 403],
  ])('%j is refused with %i', async (body, status) => expect((await save('ioana', body)).statusCode).toBe(status));
});

describe('a view shared with a team', () => {
  it('is there for its members, and changed by its owner and those who lead', async () => {
    const saved = await save('ioana', { name: 'Ours', query: { type: 'return' }, team });
    expect(saved.json()).toMatchObject({ team });
    const { id } = saved.json();
    expect(await named('ben')).toEqual(['Ours']);
    expect(await named('reader')).toEqual(['Ours']);
    expect(await named('other')).toEqual([]);
    expect((await views('ben'))[0]?.changeable).toBe(false);
    const body = { name: 'Everybody’s', query: { type: 'return' }, team };
    expect((await call('ben', 'PUT', `/api/v1/views/${id}`, body)).statusCode).toBe(403);
    expect((await call('lead', 'PUT', `/api/v1/views/${id}`, body)).statusCode).toBe(200);
    expect(await named('ioana')).toEqual(['Everybody’s']);
    expect((await call('lead', 'DELETE', `/api/v1/views/${id}`)).statusCode).toBe(204);
  });

  it('is not for teams of others, nor from those who only read', async () => {
    expect((await save('other', { name: 'x', query: {}, team })).statusCode).toBe(403);
    expect((await save('reader', { name: 'x', query: {}, team })).statusCode).toBe(403);
    expect((await save('admin', { name: 'x', query: {}, team: '0'.repeat(24) })).statusCode).toBe(422);
  });
});

it('counts what is in it now, for whoever looks', async () => {
  await save('ben', { name: 'Complaints', query: { type: 'complaint' } });
  await save('ben', { name: 'Mine', query: { assignee: 'me' } });
  const email = installScriptChannel(app);
  for (const type of ['complaint', 'inquiry', 'complaint'] as const)
    await (
      await email.bring({ type, threadKeys: [Math.random().toString()] })
    ).done;
  expect((await views('ben')).map(({ name, count }) => [name, count])).toEqual([
    ['Complaints', 2],
    ['Mine', 0],
  ]);
});

it('lies in the store without words', async () => {
  await save('ioana', { name: 'Małgorzata', query: { q: 'małgorzata' } });
  const docs = await Views(app.context).collection.find({}).toArray();
  expect(docs.length).toBeGreaterThan(0);
  expect(Buffer.concat(docs.map(({ content }) => Buffer.from(content.buffer))).toString()).not.toMatch(/małgorzata/i);
});
