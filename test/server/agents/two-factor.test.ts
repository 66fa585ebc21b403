import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildTestApp, type TestAgent, type TestApp } from '../../support/app.ts';

let now = new Date('2037-03-01T09:00:00Z').getTime();
let app: TestApp;
let agent: TestAgent;
let cookie: string;
beforeAll(async () => {
  app = await buildTestApp({ clock: { now: () => new Date(now) } });
});
afterAll(() => app.close());
beforeEach(async () => {
  now += 60 * 60_000;
  ({ agent, cookie } = await app.signIn());
});

const OWN = '/agents/me/two-factor';
const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object, as = cookie) =>
  app.inject({ method, url: `/api/v1${path}`, headers: { cookie: as }, ...(payload ? { payload } : {}) });
const signIn = (more: object = {}) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/session',
    payload: { email: agent.email, password: agent.password, ...more },
  });
const codeOf = (secret: string, ms = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 }).generate({
    timestamp: now + ms,
  });

/** Switches it on; the code that this took is used. */
async function switchOn(): Promise<{ secret: string; codes: string[] }> {
  const { secret } = (await call('POST', OWN, { password: agent.password })).json() as { secret: string };
  const { codes } = (await call('PUT', OWN, { code: codeOf(secret) })).json() as { codes: string[] };
  return { secret, codes };
}

describe('setting up a second factor', () => {
  it('is for agents only, and needs the password', async () => {
    expect((await app.inject({ method: 'POST', url: `/api/v1${OWN}`, payload: { password: 'x' } })).statusCode).toBe(
      401,
    );
    expect((await call('POST', OWN, { password: 'not this one' })).json()).toMatchObject({ code: 'wrong-credentials' });
  });

  it('gives a secret and its address, and is not asked for before a code of it was given', async () => {
    const { secret, uri } = (await call('POST', OWN, { password: agent.password })).json() as Record<string, string>;
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(uri).toContain(`otpauth://totp/Ombud:${encodeURIComponent(agent.email)}?`);
    expect((await signIn()).statusCode).toBe(200);
    expect((await call('PUT', OWN, { code: '000000' })).json()).toMatchObject({ status: 401, code: 'wrong-code' });
    expect((await call('GET', OWN)).json()).toEqual({ on: false, since: null, codesLeft: 0 });
  });

  it('must be confirmed in a quarter of an hour', async () => {
    const { secret } = (await call('POST', OWN, { password: agent.password })).json() as { secret: string };
    now += 16 * 60_000;
    expect((await call('PUT', OWN, { code: codeOf(secret) })).json()).toMatchObject({ code: 'conflict' });
  });

  it('stores neither the secret nor the recovery codes', async () => {
    const { secret, codes } = await switchOn();
    expect(codes).toHaveLength(10);
    const stored = await app.context.db.collection('second_factors').find().toArray();
    const text = JSON.stringify(stored) + stored.map((doc) => String(doc['secret'])).join();
    for (const hidden of [secret, ...codes, ...codes.map((code) => code.replace('-', ''))])
      expect(text).not.toContain(hidden);
  });

  it('is never replaced while it is on, not even by who knows the password', async () => {
    await switchOn();
    expect((await call('POST', OWN, { password: agent.password })).json()).toMatchObject({ code: 'conflict' });
  });
});

describe('signing in with a second factor', () => {
  it('asks for the code only when the password is right', async () => {
    await switchOn();
    expect((await signIn({ password: 'wrong password' })).json()).toMatchObject({ code: 'wrong-credentials' });
    const asked = await signIn();
    expect([asked.json().code, asked.headers['set-cookie']]).toEqual(['code-needed', undefined]);
    expect((await signIn({ totp: '123456' })).json()).toMatchObject({ status: 401, code: 'wrong-code' });
  });

  it('takes a code once, and none that is older than one that was taken', async () => {
    const { secret } = await switchOn();
    now += 60_000;
    const [older, code] = [codeOf(secret, -30_000), codeOf(secret)];
    const both = await Promise.all([signIn({ totp: code }), signIn({ totp: code })]);
    expect(both.map((answer) => answer.statusCode).sort()).toEqual([200, 401]);
    expect((await signIn({ totp: older })).json()).toMatchObject({ code: 'wrong-code' });
    now += 30_000;
    expect((await signIn({ totp: `${codeOf(secret).slice(0, 3)} ${codeOf(secret).slice(3)}` })).statusCode).toBe(200);
  });

  it('bears a clock that is half a minute wrong, and no more', async () => {
    const { secret } = await switchOn();
    now += 10 * 60_000;
    expect((await signIn({ totp: codeOf(secret, -60_000) })).statusCode).toBe(401);
    expect((await signIn({ totp: codeOf(secret, 60_000) })).statusCode).toBe(401);
    expect((await signIn({ totp: codeOf(secret, -30_000) })).statusCode).toBe(200);
    expect((await signIn({ totp: codeOf(secret, 30_000) })).statusCode).toBe(200);
  });

  it('takes each recovery code once, however it is typed', async () => {
    const { codes } = await switchOn();
    const [first = '', second = ''] = codes;
    expect((await signIn({ totp: first })).statusCode).toBe(200);
    expect((await signIn({ totp: first })).json()).toMatchObject({ code: 'wrong-code' });
    expect((await signIn({ totp: ` ${second.toUpperCase().replace('-', ' ')}` })).statusCode).toBe(200);
    expect((await call('GET', OWN)).json()).toMatchObject({ on: true, codesLeft: 8 });
  });

  it('no agent’s code opens another agent’s account', async () => {
    const { secret, codes } = await switchOn();
    const other = await app.signIn();
    ({ agent, cookie } = other);
    await switchOn();
    now += 60_000;
    for (const totp of [codeOf(secret), codes[0]])
      expect((await signIn({ totp })).json()).toMatchObject({ code: 'wrong-code' });
  });

  it('stays in place when the password is set by a link, which then signs nobody in', async () => {
    const { secret } = await switchOn();
    const admin = await app.signIn('admin');
    const { link } = (await call('POST', `/agents/${agent.id}/link`, {}, admin.cookie)).json() as { link: string };
    const password = 'a long new password';
    const set = await call('POST', '/session/password', { token: link.split('#')[1], password }, '');
    expect([set.json(), set.headers['set-cookie']]).toEqual([{ session: null }, undefined]);
    expect((await signIn({ password })).json()).toMatchObject({ code: 'code-needed' });
    now += 60_000;
    expect((await signIn({ password, totp: codeOf(secret) })).statusCode).toBe(200);
  });

  it('limits guessing, also for who asks for the code in between', async () => {
    await switchOn();
    const tries: string[] = [];
    for (let i = 0; i < 11; i += 1) {
      await signIn();
      tries.push((await signIn({ totp: String(100_000 + i) })).json().code as string);
    }
    expect(tries.at(-1)).toBe('rate-limited');
    expect(new Set(tries.slice(0, 10))).toEqual(new Set(['wrong-code']));
  });
});

describe('what is on', () => {
  it('gets new recovery codes, and the old ones are void', async () => {
    const { codes } = await switchOn();
    const renewed = (await call('POST', `${OWN}/codes`, { password: agent.password })).json() as { codes: string[] };
    expect((await signIn({ totp: codes[0] })).statusCode).toBe(401);
    expect((await signIn({ totp: renewed.codes[0] })).statusCode).toBe(200);
  });

  it('goes off with the password, and not without', async () => {
    await switchOn();
    expect((await call('POST', `${OWN}/removal`, { password: 'not this one' })).statusCode).toBe(401);
    expect((await signIn()).statusCode).toBe(401);
    expect((await call('POST', `${OWN}/removal`, { password: agent.password })).statusCode).toBe(204);
    expect((await signIn()).statusCode).toBe(200);
  });

  it('is seen by colleagues, and switched off by an admin for a lost device', async () => {
    await switchOn();
    const admin = await app.signIn('admin');
    const url = `/agents/${agent.id}/two-factor`;
    expect((await call('DELETE', url)).statusCode).toBe(403);
    const { items } = (await call('GET', '/agents')).json() as { items: { id: string; twoFactor: boolean }[] };
    expect(items.find(({ id }) => id === agent.id)?.twoFactor).toBe(true);
    expect((await call('DELETE', url, undefined, admin.cookie)).statusCode).toBe(204);
    expect((await signIn()).statusCode).toBe(200);
  });
});
