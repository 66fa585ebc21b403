import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MacroView } from '../../../server/macros/schema.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';

let app: TestApp;
let team: string;
let lead: string;
let ana: string;
let ben: string;
beforeAll(async () => {
  app = await buildTestApp();
  const admin = (await app.signIn('admin')).cookie;
  team = ((await call('POST', '/teams', { name: 'Returns' }, admin)).json() as { id: string }).id;
  lead = (await app.signIn('supervisor')).cookie;
  ana = (await app.signIn('agent', { teams: [team] })).cookie;
  ben = (await app.signIn('agent')).cookie;
});
afterAll(() => app.close());

const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object, cookie = lead) =>
  app.inject({ method, url: `/api/v1${path}`, headers: { cookie }, ...(payload ? { payload } : {}) });
const texts = { en: 'Dear {{customer.name|customer}}, …', pl: 'Dzień dobry, …' };
const add = async (body: object, cookie = lead): Promise<MacroView> => {
  const answer = await call('POST', '/macros', { name: 'Refund', shared: 'all', texts, ...body }, cookie);
  expect(answer.statusCode).toBe(201);
  return answer.json();
};
const namesOf = async (cookie: string): Promise<string[]> => {
  const { items } = (await call('GET', '/macros', undefined, cookie)).json() as { items: MacroView[] };
  return items.map(({ name }) => name);
};

describe('macros', () => {
  it('are for agents who are signed in', async () => {
    for (const method of ['GET', 'POST'] as const)
      expect((await app.inject({ method, url: '/api/v1/macros' })).statusCode).toBe(401);
    const { cookie } = await app.signIn('readonly');
    expect((await call('GET', '/macros', undefined, cookie)).statusCode).toBe(200);
    expect((await call('POST', '/macros', { name: 'x', shared: 'own', texts }, cookie)).statusCode).toBe(403);
  });

  it('are found by whom they are shared with, in the order of their names', async () => {
    await add({ name: 'To all' });
    await add({ name: 'Of the team', shared: 'team', team });
    await add({ name: 'Ana’s own', shared: 'own' }, ana);
    expect(await namesOf(ana)).toEqual(['Ana’s own', 'Of the team', 'To all']);
    expect(await namesOf(ben)).toEqual(['To all']);
    expect(await namesOf(lead)).toEqual(['Of the team', 'To all']);
  });

  it('that are shared are changed by leads; own ones by their owner, and nobody else knows of them', async () => {
    const shared = await add({ name: 'Shared' });
    const own = await add({ name: 'Own', shared: 'own' }, ana);
    const body = { name: 'Changed', shared: 'own', texts };
    expect((await call('POST', '/macros', { ...body, shared: 'all' }, ana)).statusCode).toBe(403);
    expect((await call('PUT', `/macros/${shared.id}`, body, ana)).statusCode).toBe(403);
    expect((await call('DELETE', `/macros/${shared.id}`, undefined, ana)).statusCode).toBe(403);
    for (const cookie of [ben, lead])
      expect((await call('PUT', `/macros/${own.id}`, body, cookie)).statusCode).toBe(404);
    expect((await call('PUT', `/macros/${own.id}`, { ...body, shared: 'all' }, ana)).statusCode).toBe(403);
    expect((await call('PUT', `/macros/${own.id}`, body, ana)).json()).toMatchObject({
      name: 'Changed',
      mayChange: true,
    });
    expect((await call('DELETE', `/macros/${own.id}`, undefined, ana)).statusCode).toBe(204);
    expect((await call('DELETE', `/macros/${shared.id}`)).statusCode).toBe(204);
    expect((await call('DELETE', `/macros/${shared.id}`)).statusCode).toBe(404);
  });

  it('say what they do, or write something; what they name must be there', async () => {
    const acts = { status: 'solved', tags: { add: ['refund'] }, snooze: 'tomorrow 9', assignee: 'me' };
    expect(await add({ name: 'Acts', texts: {}, acts })).toMatchObject({ acts, texts: {} });
    expect(await add({ name: 'Reply' })).toMatchObject({ acts: null, texts });
    const refused = async (body: object) =>
      (await call('POST', '/macros', { name: 'x', shared: 'all', ...body })).statusCode;
    const nobody = '0'.repeat(24);
    expect(await refused({})).toBe(422);
    expect(await refused({ acts: {} })).toBe(400);
    expect(await refused({ texts: { de: 'Guten Tag' } })).toBe(400);
    expect(await refused({ texts, shared: 'team' })).toBe(422);
    expect(await refused({ texts, shared: 'team', team: nobody })).toBe(422);
    expect(await refused({ acts: { team: nobody } })).toBe(422);
    expect(await refused({ acts: { assignee: nobody } })).toBe(422);
  });

  it('that are shared stand in the audit log when they change', async () => {
    const admin = (await app.signIn('admin')).cookie;
    const { id } = await add({ name: 'Watched' });
    await call('PUT', `/macros/${id}`, { name: 'Watched', shared: 'all', texts });
    await call('DELETE', `/macros/${id}`);
    const { items } = (await call('GET', `/audit?about=${id}`, undefined, admin)).json() as {
      items: { act: string }[];
    };
    expect(items.map(({ act }) => act)).toEqual(['macro.removed', 'macro.changed', 'macro.added']);
    const own = await add({ name: 'Own', shared: 'own' }, ana);
    expect((await call('GET', `/audit?about=${own.id}`, undefined, admin)).json()).toMatchObject({ items: [] });
  });
});
