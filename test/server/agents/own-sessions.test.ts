import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await buildTestApp();
});
afterAll(() => app.close());

interface Row {
  id: string;
  current: boolean;
  userAgent: string;
}
const call = (method: 'GET' | 'POST' | 'DELETE', path: string, cookie: string, payload?: object) =>
  app.inject({ method, url: `/api/v1${path}`, headers: { cookie }, ...(payload ? { payload } : {}) });
const rows = async (cookie: string) =>
  ((await call('GET', '/agents/me/sessions', cookie)).json() as { items: Row[] }).items;
const alive = async (cookie: string) => (await call('GET', '/session', cookie)).statusCode === 200;

/** The same agent in another browser. */
async function again({ email, password }: { email: string; password: string }, userAgent = 'Phone'): Promise<string> {
  const payload = { email, password };
  const headers = { 'user-agent': userAgent };
  const answer = await app.inject({ method: 'POST', url: '/api/v1/session', payload, headers });
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}

describe('where an agent is signed in', () => {
  it('is told to that agent only', async () => {
    expect((await app.inject({ url: '/api/v1/agents/me/sessions' })).statusCode).toBe(401);
    const [ana, ben] = [await app.signIn(), await app.signIn()];
    await again(ana.agent);
    expect(await rows(ana.cookie)).toMatchObject([
      { current: false, userAgent: 'Phone' },
      { current: true, userAgent: expect.any(String) },
    ]);
    const [own] = await rows(ben.cookie);
    expect((await call('DELETE', `/agents/me/sessions/${own?.id}`, ana.cookie)).statusCode).toBe(404);
    expect(await alive(ben.cookie)).toBe(true);
  });

  it('never with what the session is stored under', async () => {
    const { cookie } = await app.signIn();
    const stored = await app.context.db.collection('sessions').find().toArray();
    const told = JSON.stringify(await rows(cookie));
    for (const { _id } of stored) expect(told).not.toContain(String(_id));
  });

  it('ends one, or all others', async () => {
    const { agent, cookie } = await app.signIn();
    const [phone, tablet] = [await again(agent, 'Phone'), await again(agent, 'Tablet')];
    const other = (await rows(cookie)).find(({ userAgent }) => userAgent === 'Tablet');
    expect((await call('DELETE', `/agents/me/sessions/${other?.id}`, cookie)).statusCode).toBe(204);
    expect([await alive(cookie), await alive(phone), await alive(tablet)]).toEqual([true, true, false]);
    expect((await call('DELETE', '/agents/me/sessions', cookie)).statusCode).toBe(204);
    expect([await alive(cookie), await alive(phone)]).toEqual([true, false]);
  });

  it('all end when an admin says so', async () => {
    const { agent, cookie } = await app.signIn();
    const admin = await app.signIn('admin');
    expect((await call('DELETE', `/agents/${agent.id}/sessions`, cookie)).statusCode).toBe(403);
    expect((await call('DELETE', `/agents/${agent.id}/sessions`, admin.cookie)).statusCode).toBe(204);
    expect([await alive(cookie), await alive(admin.cookie)]).toEqual([false, true]);
  });
});

describe('access tokens', () => {
  it('are made, shown once, and taken back by admins, never by a token', async () => {
    const admin = (await app.signIn('admin')).cookie;
    const wish = { name: 'Shop', scopes: ['tickets:read'] };
    expect((await call('POST', '/tokens', (await app.signIn('supervisor')).cookie, wish)).statusCode).toBe(403);
    const made = (await call('POST', '/tokens', admin, wish)).json() as { id: string; token: string };
    expect(made.token).toMatch(/^ombud_[\w-]{43}$/);
    const use = (url = '/api/v1/tickets') => app.inject({ url, headers: { authorization: `Bearer ${made.token}` } });
    expect((await use()).statusCode).toBe(200);
    expect((await use('/api/v1/tokens')).statusCode).toBe(403);
    const listed = (await call('GET', '/tokens', admin)).json();
    expect(JSON.stringify(listed)).not.toContain(made.token.slice(6));
    expect(listed.items[0]).toMatchObject({ id: made.id, ...wish, lastUsedAt: expect.any(String) });
    expect((await call('DELETE', `/tokens/${made.id}`, admin)).statusCode).toBe(204);
    expect((await use()).statusCode).toBe(401);
    expect((await call('DELETE', `/tokens/${made.id}`, admin)).statusCode).toBe(404);
  });

  it('with all scopes make no tokens either', async () => {
    const admin = (await app.signIn('admin')).cookie;
    const { token } = (await call('POST', '/tokens', admin, { name: 'All', scopes: ['admin'] })).json();
    const headers = { authorization: `Bearer ${token}` };
    const payload = { name: 'Child', scopes: ['admin'] };
    expect((await app.inject({ method: 'POST', url: '/api/v1/tokens', headers, payload })).statusCode).toBe(403);
  });

  it('need scopes that exist', async () => {
    const admin = (await app.signIn('admin')).cookie;
    expect((await call('POST', '/tokens', admin, { name: 'x', scopes: ['everything'] })).statusCode).toBe(422);
    expect((await call('POST', '/tokens', admin, { name: 'x', scopes: [] })).statusCode).toBe(400);
  });
});
