import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addToken } from '../../../server/agents/token.ts';
import { Agents, Sessions } from '../../../server/agents/model.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';

const DAY = 86_400_000;
let now = new Date('2037-03-01T09:00:00Z').getTime();
let app: TestApp;
beforeAll(async () => {
  app = await buildTestApp({ clock: { now: () => new Date(now) } });
});
afterAll(() => app.close());

const signIn = (email: string, password: string, more: Record<string, string> = {}, remoteAddress = '10.0.0.1') =>
  app.inject({ method: 'POST', url: '/api/v1/session', payload: { email, password }, headers: more, remoteAddress });
const whoAmI = (cookie: string) => app.inject({ url: '/api/v1/session', headers: { cookie } });
const cookieOf = (answer: { headers: Record<string, unknown> }) =>
  String(answer.headers['set-cookie']).split(';')[0] ?? '';

describe('sign-in', () => {
  it('is needed', async () => {
    expect((await app.inject({ url: '/api/v1/session' })).json()).toMatchObject({ status: 401, code: 'not-signed-in' });
    expect((await app.inject({ method: 'DELETE', url: '/api/v1/session' })).statusCode).toBe(401);
    expect((await whoAmI('ombud_session=made-up')).statusCode).toBe(401);
  });

  it('answers the agent and a cookie that scripts and other sites do not get', async () => {
    const { agent } = await app.signIn('supervisor');
    const answer = await signIn(` ${agent.email.toUpperCase()} `, agent.password);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      agent: { id: agent.id, email: agent.email, role: 'supervisor', active: true },
    });
    expect(JSON.stringify(answer.json())).not.toMatch(/hash|argon/i);
    expect(String(answer.headers['set-cookie'])).toMatch(/^ombud_session=[\w-]{43}; .*HttpOnly; SameSite=Lax$/);
    expect((await whoAmI(cookieOf(answer))).json()).toMatchObject({ agent: { id: agent.id } });
  });

  it('stores neither the password nor the cookie', async () => {
    const { agent, cookie } = await app.signIn();
    const stored = await Agents(app.context).findById(agent.id).lean();
    expect(stored?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    const sessions = await Sessions(app.context).find({ agent: agent.id }).lean();
    expect(sessions).toHaveLength(1);
    expect(JSON.stringify(sessions)).not.toContain(cookie.split('=')[1]);
  });

  it('answers the same for a wrong password, an unknown address and an agent switched off', async () => {
    const { agent } = await app.signIn();
    const off = await app.signIn();
    await Agents(app.context).updateOne({ _id: off.agent.id }, { $set: { active: false } });
    const answers = [
      await signIn(agent.email, 'wrong password'),
      await signIn('nobody@desk.test', 'wrong password'),
      await signIn(off.agent.email, off.agent.password),
    ];
    expect(answers.map((answer) => answer.statusCode)).toEqual([401, 401, 401]);
    expect(new Set(answers.map((answer) => answer.body)).size).toBe(1);
    expect(answers.every((answer) => answer.headers['set-cookie'] === undefined)).toBe(true);
  });

  it('gives a new session: one that was planted before is not signed in, and the old one ends', async () => {
    const { agent, cookie: before } = await app.signIn();
    const planted = `ombud_session=${'A'.repeat(43)}`;
    const answer = await signIn(agent.email, agent.password, { cookie: planted });
    expect(cookieOf(answer)).not.toBe(planted);
    expect((await whoAmI(planted)).statusCode).toBe(401);
    await signIn(agent.email, agent.password, { cookie: before });
    expect((await whoAmI(before)).statusCode).toBe(401);
  });

  it('from a page of another site is refused', async () => {
    const { agent } = await app.signIn();
    const answer = await signIn(agent.email, agent.password, { origin: 'https://evil.example' });
    expect(answer.json()).toMatchObject({ status: 403, code: 'cross-site' });
  });

  it('is limited to ten failures in fifteen minutes, by account', async () => {
    const { agent } = await app.signIn();
    const tries = [];
    for (let i = 0; i < 10; i += 1)
      tries.push((await signIn(agent.email, 'wrong password', {}, `10.0.1.${i}`)).statusCode);
    expect(tries).toEqual(Array(10).fill(401));
    const right = () => signIn(agent.email, agent.password, {}, '10.0.1.200');
    expect((await right()).json()).toMatchObject({ status: 429, code: 'rate-limited' });
    now += 15 * 60_000;
    expect((await right()).statusCode).toBe(200);
  });

  it('is limited by network address too, and guesses at once count as well', async () => {
    const guesses = await Promise.all(
      Array.from({ length: 15 }, (_, i) => signIn(`guess${i}@desk.test`, 'wrong password', {}, '10.0.2.1')),
    );
    const codes = guesses.map((answer) => answer.statusCode);
    expect([codes.filter((code) => code === 401).length, codes.filter((code) => code === 429).length]).toEqual([10, 5]);
    const { agent } = await app.signIn();
    expect((await signIn(agent.email, agent.password, {}, '10.0.2.1')).statusCode).toBe(429);
  });

  it('forgets the failures of an account after a success', async () => {
    const { agent } = await app.signIn();
    const attempt = (password: string, i: number) => signIn(agent.email, password, {}, `10.0.3.${i}`);
    for (let i = 0; i < 9; i += 1) await attempt('wrong password', i);
    expect((await attempt(agent.password, 20)).statusCode).toBe(200);
    for (let i = 0; i < 9; i += 1) expect((await attempt('wrong password', 30 + i)).statusCode).toBe(401);
  });
});

describe('a session', () => {
  it('ends at sign-out, at once and without the others', async () => {
    const { agent, cookie } = await app.signIn();
    const other = cookieOf(await signIn(agent.email, agent.password));
    expect((await whoAmI(cookie)).statusCode).toBe(200);
    const out = await app.inject({ method: 'DELETE', url: '/api/v1/session', headers: { cookie } });
    expect([out.statusCode, String(out.headers['set-cookie'])]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect((await whoAmI(cookie)).statusCode).toBe(401);
    expect((await whoAmI(other)).statusCode).toBe(200);
  });

  it('ends after seven days without use', async () => {
    const { cookie } = await app.signIn();
    now += 6 * DAY;
    expect((await whoAmI(cookie)).statusCode).toBe(200);
    now += 6 * DAY;
    expect((await whoAmI(cookie)).statusCode).toBe(200);
    now += 7 * DAY;
    expect((await whoAmI(cookie)).statusCode).toBe(401);
  });

  it('ends after thirty days in any case', async () => {
    const { cookie } = await app.signIn();
    for (let day = 0; day < 29; day += 1) {
      now += DAY;
      expect((await whoAmI(cookie)).statusCode).toBe(200);
    }
    now += DAY;
    expect((await whoAmI(cookie)).statusCode).toBe(401);
  });

  it('ends when an admin switches the agent off, and the role changes with the next request', async () => {
    const admin = await app.signIn('admin');
    const { agent, cookie } = await app.signIn('supervisor');
    const change = (payload: object) =>
      app.inject({ method: 'PUT', url: `/api/v1/agents/${agent.id}`, payload, headers: { cookie: admin.cookie } });
    expect((await whoAmI(cookie)).json()).toMatchObject({ agent: { role: 'supervisor' } });
    expect((await change({ role: 'readonly' })).statusCode).toBe(200);
    const rule = { name: 'x', action: { team: '0'.repeat(24) } };
    const write = await app.inject({ method: 'POST', url: '/api/v1/rules', payload: rule, headers: { cookie } });
    expect(write.statusCode).toBe(403);
    expect((await change({ active: false })).json()).toMatchObject({ active: false, availability: 'offline' });
    expect((await whoAmI(cookie)).statusCode).toBe(401);
  });

  it('of others end when the password changes, which needs the present one', async () => {
    const { agent, cookie } = await app.signIn();
    const other = cookieOf(await signIn(agent.email, agent.password));
    const change = (current: string) =>
      app.inject({
        method: 'PUT',
        url: '/api/v1/agents/me/password',
        payload: { current, password: 'a new password' },
        headers: { cookie },
      });
    expect((await change('not this one')).json()).toMatchObject({ status: 401, code: 'wrong-credentials' });
    expect((await change(agent.password)).statusCode).toBe(204);
    expect([(await whoAmI(cookie)).statusCode, (await whoAmI(other)).statusCode]).toEqual([200, 401]);
    expect((await signIn(agent.email, agent.password)).statusCode).toBe(401);
    expect((await signIn(agent.email, 'a new password')).statusCode).toBe(200);
  });
});

describe('an access token', () => {
  it('opens what its scopes say, and is stored as a hash', async () => {
    const text = await addToken(app.context, 'importer', ['agents:read']);
    const headers = { authorization: `Bearer ${text}` };
    expect((await app.inject({ url: '/api/v1/agents', headers })).statusCode).toBe(200);
    expect(
      (await app.inject({ method: 'POST', url: '/api/v1/teams', payload: { name: 'x' }, headers })).statusCode,
    ).toBe(403);
    expect((await app.inject({ url: '/api/v1/session', headers })).statusCode).toBe(403);
    const stored = await app.context.db.collection('tokens').findOne({ name: 'importer' });
    expect(JSON.stringify(stored)).not.toContain(text.slice(6));
    expect(stored).toMatchObject({ scopes: ['agents:read'], lastUsedAt: new Date(now) });
  });

  it('needs scopes that exist', async () => {
    await expect(addToken(app.context, 'x', ['everything'])).rejects.toThrow('everything: scopes are admin, ');
    await expect(addToken(app.context, 'x', [])).rejects.toThrow('no scope');
  });
});
