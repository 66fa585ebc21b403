import fastifyCookie from '@fastify/cookie';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { registerAuthentication, type AuthenticationOptions } from '../../../server/access/authenticate.ts';
import { policies, type Policy, type Principal } from '../../../server/access/policies.ts';
import { registerProblems } from '../../../server/http/problem.ts';
import { ALL, TABLE } from './table.ts';

const apps: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

const roles = ['admin', 'supervisor', 'agent', 'readonly'] as const;
/** Sessions named after their role, tokens named after their scope. */
const identify: AuthenticationOptions['identify'] = {
  session: async (value) => {
    const role = roles.find((name) => name === value);
    return role && { kind: 'agent', id: 'a', role, session: 's', name: role };
  },
  token: async (text) => {
    const scope = /^token-with-scope-(.+)$/.exec(text)?.[1];
    return scope === undefined ? undefined : { kind: 'token', id: 't', scopes: [scope.replace('-', ':')], name: text };
  },
};

async function build(options: Partial<AuthenticationOptions> = {}): Promise<FastifyInstance> {
  const app = Fastify();
  await app.register(fastifyCookie);
  apps.push(app);
  registerProblems(app);
  registerAuthentication(app, { config: { publicUrl: 'https://help.example.com' } }, { identify, ...options });
  for (const policy of Object.keys(policies) as Policy[]) {
    app.get(`/${policy}`, { config: { policy } }, async (request) => ({ kind: request.principal.kind }));
    app.post(`/${policy}`, { config: { policy } }, async (request) => ({ kind: request.principal.kind }));
  }
  return app;
}

const cookieOf = (role: string) => ({ cookie: `other=1; ombud_session=${role}` });

describe('without a session', () => {
  it.each(Object.keys(policies))('%s answers 401 unless it is public', async (policy) => {
    const app = await build();
    for (const headers of [
      {},
      cookieOf('unknown'),
      { authorization: 'Bearer unknown-unknown-unknown' },
      { authorization: 'Basic eA==' },
    ]) {
      const answer = await app.inject({ url: `/${policy}`, headers });
      expect(answer.statusCode).toBe(policy === 'public' ? 200 : 401);
      if (policy !== 'public') expect(answer.json()).toMatchObject({ code: 'not-signed-in' });
    }
  });

  it('an unknown address is not found, not forbidden', async () => {
    expect((await (await build()).inject({ url: '/nowhere' })).statusCode).toBe(404);
  });
});

const everything = Object.keys(policies).filter((policy) => policy !== 'public');
const having = (role: string): string[] => Object.keys(TABLE).filter((policy) => TABLE[policy]?.roles.includes(role));

describe('roles', () => {
  it.each(ALL)('%s may do just what the table says', async (role) => {
    const app = await build();
    const passed: string[] = [];
    for (const policy of everything) {
      const answer = await app.inject({ url: `/${policy}`, headers: cookieOf(role) });
      if (answer.statusCode === 200) passed.push(policy);
      else expect(answer.json()).toMatchObject({ status: 403, code: 'forbidden' });
    }
    expect(passed.sort()).toEqual(having(role).sort());
  });
});

describe('tokens', () => {
  const ask = (app: FastifyInstance, policy: Policy, scope: string) =>
    app.inject({ method: 'POST', url: `/${policy}`, headers: { authorization: `Bearer token-with-scope-${scope}` } });

  it('have their scopes only', async () => {
    const app = await build();
    expect((await ask(app, 'tickets.write', 'tickets-write')).json()).toEqual({ kind: 'token' });
    expect((await ask(app, 'tickets.read', 'tickets-write')).statusCode).toBe(403);
    expect((await ask(app, 'agents.write', 'admin')).statusCode).toBe(200);
  });

  it('never stand for a person', async () => {
    expect((await ask(await build(), 'self.write', 'admin')).statusCode).toBe(403);
  });

  it('win over a cookie, so that a wrong one is not hidden by it', async () => {
    const headers = { ...cookieOf('admin'), authorization: 'Bearer unknown-unknown-unknown' };
    expect((await (await build()).inject({ url: '/tickets.read', headers })).statusCode).toBe(401);
  });
});

describe('requests of other sites', () => {
  const ask = async (
    more: Record<string, string>,
    method: 'GET' | 'POST' = 'POST',
    policy: Policy = 'tickets.write',
  ) => {
    const headers = { ...cookieOf('admin'), host: 'help.example.com', ...more };
    const answer = await (await build()).inject({ method, url: `/${policy}`, headers });
    return answer.statusCode === 200 ? 'passes' : (answer.json() as { code: string }).code;
  };

  it.each<[string, Record<string, string>, string]>([
    ['its own page', { origin: 'https://help.example.com', 'sec-fetch-site': 'same-origin' }, 'passes'],
    ['a page behind another name of ours', { origin: 'https://help.example.com', host: 'localhost:3000' }, 'passes'],
    ['a program', {}, 'passes'],
    ['typed by the user', { 'sec-fetch-site': 'none' }, 'passes'],
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 'cross-site'],
    ['another site, old browser', { origin: 'https://evil.example' }, 'cross-site'],
    ['another site without Origin', { 'sec-fetch-site': 'cross-site' }, 'cross-site'],
    [
      'a neighbour of the same domain',
      { origin: 'https://shop.example.com', 'sec-fetch-site': 'same-site' },
      'cross-site',
    ],
    ['a sandboxed frame', { origin: 'null' }, 'cross-site'],
    ['another port', { origin: 'https://help.example.com:8443' }, 'cross-site'],
    ['a name that begins like ours', { origin: 'https://help.example.com.evil.example' }, 'cross-site'],
    ['rubbish', { origin: '::' }, 'cross-site'],
  ])('a write from %s', async (_from, headers, expected) => {
    expect(await ask(headers)).toBe(expected);
  });

  it('reads pass, sockets do not', async () => {
    const evil = { origin: 'https://evil.example' };
    expect(await ask(evil, 'GET')).toBe('passes');
    expect(await ask({ ...evil, upgrade: 'websocket' }, 'GET')).toBe('cross-site');
    expect(await ask({ ...evil, upgrade: 'websocket' }, 'GET', 'public')).toBe('passes');
  });

  it('a program with a token is not asked where it comes from', async () => {
    const headers = { origin: 'https://evil.example', authorization: 'Bearer token-with-scope-admin' };
    expect((await (await build()).inject({ method: 'POST', url: '/tickets.write', headers })).statusCode).toBe(200);
  });
});

describe('a route', () => {
  it('without a policy stops the start', async () => {
    const app = await build();
    expect(() => app.get('/forgotten', async () => 'secret')).toThrow('/forgotten declares no policy');
  });

  it('with an unknown policy stops the start', async () => {
    const app = await build();
    const policy = 'tickets.everything' as Policy;
    expect(() => app.get('/wrong', { config: { policy } }, async () => 'secret')).toThrow('declares no policy');
  });

  it('of a plugin gets its policy from the table, the longest beginning first', async () => {
    const app = await build({
      defaultPolicies: [
        ['/assets/', 'public'],
        ['/assets/private/', 'tickets.read'],
      ],
    });
    expect(() => app.get('/elsewhere/c.js', async () => 'c')).toThrow('declares no policy');
    app.get('/assets/a.js', async () => 'a');
    app.get('/assets/private/b.js', async () => 'b');
    expect((await app.inject({ url: '/assets/a.js' })).statusCode).toBe(200);
    expect((await app.inject({ url: '/assets/private/b.js' })).statusCode).toBe(401);
  });

  it('that is public asks nothing of the store', async () => {
    const asked: string[] = [];
    const session = async (value: string): Promise<Principal | undefined> => void asked.push(value);
    const app = await build({ identify: { ...identify, session } });
    expect((await app.inject({ url: '/public', headers: cookieOf('admin') })).json()).toEqual({ kind: 'public' });
    expect(asked).toEqual([]);
  });
});
