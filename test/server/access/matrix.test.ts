import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { policies, type Policy } from '../../../server/access/policies.ts';
import type { DeclaredRoute } from '../../../server/access/types.ts';
import { addToken, SCOPES } from '../../../server/agents/token.ts';
import { inboxSocket } from '../../../server/realtime/policies.ts';
import { widgetSocket } from '../../../server/channels/webchat/policies.ts';
import { newSession } from '../../../server/channels/webchat/session.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { ALL, TABLE } from './table.ts';

interface Who {
  name: string;
  headers: Record<string, string>;
  /** Roles and scopes, as the table names them. */
  role?: string;
  scope?: string;
}

let app: TestApp;
let url: string;
const everybody: Who[] = [];
beforeAll(async () => {
  app = await buildTestApp();
  url = await app.listen();
  const team = await app.signIn('admin').then(async ({ cookie }) => {
    const made = await app.inject({
      method: 'POST',
      url: '/api/v1/teams',
      headers: { cookie },
      payload: { name: 'Other' },
    });
    return (made.json() as { id: string }).id;
  });
  everybody.push({ name: 'stranger', headers: {} });
  // Whatever of theirs a visitor or customer might try it with.
  for (const name of ['visitor', 'other visitor', 'customer']) {
    const { token } = newSession(app.context.vault);
    everybody.push({ name, headers: { cookie: `ombud_session=${token}` } });
  }
  for (const role of ['readonly', 'agent', 'supervisor', 'admin'] as const)
    everybody.push({ name: role, role, headers: { cookie: (await app.signIn(role)).cookie } });
  const other = await app.signIn('agent', { teams: [team] });
  everybody.push({ name: 'agent of another team', role: 'agent', headers: { cookie: other.cookie } });
  for (const scope of SCOPES) {
    const token = await addToken(app.context, scope, [scope]);
    everybody.push({ name: `token ${scope}`, scope, headers: { authorization: `Bearer ${token}` } });
  }
});
afterAll(() => app.close());

const may = ({ role, scope }: Who, policy: string): boolean => {
  const rule = TABLE[policy];
  if (policy === 'public') return true;
  if (role) return rule?.roles.includes(role) ?? false;
  return scope !== undefined && rule?.scope !== undefined && (scope === 'admin' || scope === rule.scope);
};
const expected = (who: Who, policy: string): 'passes' | 401 | 403 =>
  may(who, policy) ? 'passes' : who.role || who.scope ? 403 : 401;

/** An address of that shape which names nothing that exists. */
const addressOf = (route: string): string =>
  route
    .replace(/:(number|n)\b/g, '999999')
    .replace(/:locale\b/g, 'en')
    .replace(/:\w+/g, '0'.repeat(24))
    .replace('*', 'nothing');

/** Who is not refused comes as far as the body, which is none: nothing is ever done. */
async function ask({ method, url: route }: DeclaredRoute, who: Who): Promise<'passes' | number> {
  const reading = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
  const answer = await app.inject({
    method: method as 'GET',
    url: addressOf(route),
    headers: { ...who.headers, ...(reading ? {} : { 'content-type': 'application/json' }) },
    ...(reading ? {} : { payload: '{' }),
  });
  return answer.statusCode === 401 || answer.statusCode === 403 ? answer.statusCode : 'passes';
}

describe('the table', () => {
  it('has every policy of the house and no others', () => {
    expect(['public', ...Object.keys(TABLE)].sort()).toEqual(Object.keys(policies).sort());
  });

  it('lets nobody write without a name, but where that is meant', () => {
    const open = app.server.declaredRoutes
      .filter(({ method, policy }) => policy === 'public' && !['GET', 'HEAD', 'OPTIONS'].includes(method))
      .map(({ method, url: route }) => `${method} ${route}`);
    expect(open.sort()).toEqual([
      'POST /api/v1/help/requests',
      'POST /api/v1/session',
      'POST /api/v1/session/link',
      'POST /api/v1/session/password',
      'POST /api/v1/session/reset',
      'POST /channels/teams/messages',
      'POST /channels/telegram',
      'POST /channels/webchat/messages',
      'POST /help/:locale/:slug/helpful',
      'POST /help/:locale/callback',
      'POST /help/:locale/request',
      'POST /help/:locale/requests/:token/callback',
      'POST /help/:locale/requests/:token/callback/cancelling',
      'POST /help/:locale/requests/:token/rating',
      'POST /help/:locale/requests/:token/reopening',
      'POST /help/:locale/requests/:token/repair/booking',
      'POST /help/:locale/requests/:token/repair/cancellation',
      'POST /help/:locale/requests/:token/replies',
      'POST /help/:locale/requests/code',
      'POST /help/:locale/requests/leaving',
      'POST /help/:locale/requests/session',
    ]);
  });
});

it('every route answers everybody as declared', { timeout: 120_000 }, async () => {
  const routes = app.server.declaredRoutes.filter(({ method, policy }) => method !== 'HEAD' && policy !== 'public');
  const wrong: string[] = [];
  let asked = 0;
  for (const route of routes)
    for (const who of everybody) {
      asked += 1;
      const answer = await ask(route, who);
      const wanted = expected(who, route.policy);
      if (answer !== wanted)
        wrong.push(`${route.method} ${route.url} as ${who.name}: ${answer}, ${wanted} by ${route.policy}`);
    }
  expect(wrong).toEqual([]);
  expect(routes.length).toBeGreaterThan(60);
  expect(asked).toBe(routes.length * everybody.length);
});

describe('the agents’ socket', () => {
  /** Undefined: it opened. */
  async function refusal(who: Who): Promise<number | undefined> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/inbox`, { headers: { ...who.headers, origin: url } });
    socket.on('error', () => undefined);
    const answer = await Promise.race([
      once(socket, 'open').then(() => undefined),
      once(socket, 'unexpected-response').then(([, response]) => (response as { statusCode: number }).statusCode),
    ]);
    socket.terminate();
    return answer;
  }

  /** What the server answers to a frame: the code of its refusal, or that it took it. */
  async function told(who: Who, frame: object): Promise<string> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/inbox`, { headers: { ...who.headers, origin: url } });
    const heard: { t: string; code?: string }[] = [];
    socket.on('message', (data) => heard.push(JSON.parse((data as Buffer).toString()) as { t: string }));
    await once(socket, 'open');
    socket.send('{"t":"hello"}');
    await expect.poll(() => heard.some(({ t }) => t === 'ready'), { timeout: 20_000, interval: 5 }).toBe(true);
    if ((frame as { t: string }).t !== 'hello') socket.send(JSON.stringify(frame));
    socket.send('{"t":"ping"}');
    // What needs a look at the store is answered after what needs none.
    const last = (frame as { t: string }).t === 'typing' ? 'error' : 'pong';
    await expect.poll(() => heard.some(({ t }) => t === last), { timeout: 20_000, interval: 5 }).toBe(true);
    socket.terminate();
    return heard.find(({ t }) => t === 'error')?.code ?? 'taken';
  }

  it('opens for agents, and for nobody else', async () => {
    for (const who of everybody)
      expect([who.name, await refusal(who)]).toEqual([who.name, who.role ? undefined : who.scope ? 403 : 401]);
  });

  it('takes of each role the frames that are declared for it', async () => {
    const frames: Record<keyof typeof inboxSocket.client, object> = {
      hello: { t: 'hello' },
      watch: { t: 'watch', ticket: null },
      typing: { t: 'typing', ticket: 999_999, on: true },
      ping: { t: 'ping' },
    };
    for (const [name, frame] of Object.entries(frames))
      for (const who of everybody.filter(({ role }) => role)) {
        const policy: Policy = inboxSocket.client[name as keyof typeof frames];
        // There is no such ticket, which only those hear who may type at all.
        const taken = name === 'typing' ? 'not-found' : 'taken';
        expect([name, who.name, await told(who, frame)]).toEqual([
          name,
          who.name,
          may(who, policy) ? taken : 'forbidden',
        ]);
      }
  });

  it('sends each role the frames that are declared for it', () => {
    for (const [name, policy] of Object.entries(inboxSocket.server))
      for (const role of ALL) expect([name, TABLE[policy]?.roles.includes(role)]).toEqual([name, true]);
  });
});

describe('the visitors’ socket', () => {
  async function say(frames: object[]): Promise<{ t: string; code?: string; items?: unknown[] }[]> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/widget`);
    const heard: { t: string; code?: string; items?: unknown[] }[] = [];
    socket.on('message', (data) => heard.push(JSON.parse((data as Buffer).toString()) as { t: string }));
    await once(socket, 'open');
    for (const frame of frames) socket.send(JSON.stringify(frame));
    socket.send('{"t":"ping"}');
    await expect.poll(() => heard.some(({ t }) => t === 'pong'), { timeout: 20_000, interval: 5 }).toBe(true);
    socket.terminate();
    return heard;
  }
  const message = { t: 'message', clientId: 'matrix-0001', text: 'My lamp is broken.', locale: 'en' };

  const frames: Record<keyof typeof widgetSocket.client, object> = {
    hello: { t: 'hello' },
    start: { t: 'start' },
    ping: { t: 'ping' },
    message,
    typing: { t: 'typing', on: true },
    read: { t: 'read', n: 1 },
    email: { t: 'email', email: 'ana@people.test', locale: 'en' },
    code: { t: 'code', email: 'ana@people.test', code: '123456' },
    address: { t: 'address', email: 'eve@shop.test' },
    rate: { t: 'rate', score: 1, comment: 'from eve' },
    transcript: { t: 'transcript', email: 'eve@shop.test', locale: 'en' },
    requests: { t: 'requests' },
  };
  const own = Object.entries(widgetSocket.client).flatMap(([name, policy]) => (policy === 'chat.own' ? [name] : []));

  it.each(own)('a stranger’s %s is refused, and nothing of a chat is sent to them', async (name) => {
    const heard = await say([{ t: 'hello' }, frames[name as keyof typeof frames]]);
    expect(heard.find(({ t }) => t === 'error')?.code).toBe('no-session');
    expect(heard.filter(({ t }) => widgetSocket.server[t as 'pong'] !== 'public')).toEqual([]);
  });

  it('a visitor hears of their own thread; another visitor, or who guesses, of nothing', async () => {
    const session = newSession(app.context.vault).token;
    await say([{ t: 'hello', session }, message]);
    const items = async (token: string) =>
      (await say([{ t: 'hello', session: token }])).find(({ t }) => t === 'thread')?.items;
    await expect.poll(async () => (await items(session))?.length ?? 0, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(await items(newSession(app.context.vault).token)).toEqual([]);
    const [id = ''] = session.split('.');
    expect(await items(`${id}.${'A'.repeat(43)}`)).toBeUndefined();
  });
});
