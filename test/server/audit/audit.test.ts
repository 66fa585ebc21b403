import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACTS } from '../../../server/audit/acts.ts';
import type { AuditView } from '../../../server/audit/schema.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';

let now = new Date('2026-03-01T09:00:00Z').getTime();
let app: TestApp;
let admin: Awaited<ReturnType<TestApp['signIn']>>;
beforeAll(async () => {
  app = await buildTestApp({ clock: { now: () => new Date((now += 1_000)) } });
  admin = await app.signIn('admin');
});
afterAll(() => app.close());

const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object, cookie = admin.cookie) =>
  app.inject({ method, url: `/api/v1${path}`, headers: { cookie }, ...(payload ? { payload } : {}) });
const log = async (query = '') => (await call('GET', `/audit${query}`)).json() as { items: AuditView[]; next: string };
const acts = async (query = '') => (await log(query)).items.map(({ act }) => act);

describe('the audit log', () => {
  it('is for admins, and for tokens that were given it', async () => {
    expect((await app.inject({ url: '/api/v1/audit' })).statusCode).toBe(401);
    for (const role of ['supervisor', 'agent', 'readonly'] as const)
      expect((await call('GET', '/audit', undefined, (await app.signIn(role)).cookie)).statusCode).toBe(403);
    const { token, id } = (await call('POST', '/tokens', { name: 'auditor', scopes: ['audit:read'] })).json();
    const headers = { authorization: `Bearer ${token}` };
    expect((await app.inject({ url: '/api/v1/audit', headers })).statusCode).toBe(200);
    expect((await log()).items[0]).toMatchObject({ act: 'token.added', about: { kind: 'token', id } });
  });

  it('holds who did what to whom, by ids and names of fields, and nothing that was written', async () => {
    const { agent } = await app.signIn();
    await call('PUT', `/agents/${agent.id}`, { role: 'readonly', name: 'Secret Name' });
    const [changed] = (await log()).items;
    expect(changed).toMatchObject({
      act: 'agent.changed',
      by: { kind: 'agent', id: admin.agent.id },
      about: { kind: 'agent', id: agent.id },
      changed: ['role', 'name'],
      role: { was: 'agent', is: 'readonly' },
    });
    await call('PUT', `/agents/${agent.id}`, { active: false });
    await call('PUT', `/agents/${agent.id}`, { active: true });
    expect(await acts(`?about=${agent.id}`)).toEqual(['agent.reactivated', 'agent.deactivated', 'agent.changed']);
    const stored = JSON.stringify(await app.context.db.collection('audit').find().toArray());
    for (const personal of ['Secret Name', agent.email, '127.0.0.1']) expect(stored).not.toContain(personal);
  });

  it('has sign-ins that worked and those that failed, but no address of somebody unknown', async () => {
    const { agent } = await app.signIn();
    const signIn = (email: string, password: string) => call('POST', '/session', { email, password }, '');
    await signIn(agent.email, 'wrong password');
    await signIn('unknown@desk.test', 'wrong password');
    await expect.poll(() => acts(`?about=${agent.id}`), { timeout: 20_000 }).toEqual(['sign-in.failed']);
    expect(await acts(`?by=${agent.id}`)).toEqual(['sign-in']);
    const all = JSON.stringify((await log('?limit=200')).items);
    expect(all).not.toContain('unknown@desk.test');
  });

  it('is filtered by act and time, and paged', async () => {
    const first = await log('?limit=2');
    const second = await log(`?limit=2&after=${first.next}`);
    const both = await log('?limit=4');
    expect([...first.items, ...second.items]).toEqual(both.items);
    expect(new Set(await acts('?act=sign-in'))).toEqual(new Set(['sign-in']));
    const at = both.items[1]?.at ?? '';
    expect((await log(`?since=${at}`)).items.map(({ id }) => id)).toEqual(both.items.slice(0, 2).map(({ id }) => id));
    expect((await log(`?until=${at}&limit=1`)).items[0]?.id).toBe(both.items[1]?.id);
    expect((await call('GET', '/audit?after=nonsense')).json()).toMatchObject({ code: 'invalid-cursor' });
    expect((await call('GET', '/audit?act=everything')).statusCode).toBe(400);
  });

  it('forgets after 400 days by an index', async () => {
    const indexes = await app.context.db.collection('audit').indexes();
    expect(indexes.find(({ name }) => name === 'kept')).toMatchObject({ expireAfterSeconds: 400 * 86_400 });
  });

  it('names no act twice', () => expect(new Set(ACTS).size).toBe(ACTS.length));
});
