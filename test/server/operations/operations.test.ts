import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { webchatOf } from '../../../server/channels/webchat/webchat.ts';
import { addToken } from '../../../server/agents/token.ts';
import { isPrivateAddress } from '../../../server/operations/inside.ts';
import { readiness } from '../../../server/operations/ready.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';

let app: TestApp;
beforeAll(async () => void (app = await buildTestApp()));
afterAll(() => app.close());

const get = (url: string, options: { headers?: Record<string, string>; remoteAddress?: string } = {}) =>
  app.inject({ method: 'GET', url, ...options });

describe('health', () => {
  it('is open to everybody', async () => expect((await get('/healthz')).json()).toEqual({ ok: true }));

  it('tells the detail of each part', async () => {
    const answer = await get('/readyz');
    expect(answer.statusCode).toBe(200);
    const state = answer.json();
    expect(state).toMatchObject({
      ready: true,
      store: { ok: true },
      search: { ok: true, engine: 'embedded' },
      channels: { ok: true },
      queue: { ok: true, intakePending: 0, outboxDue: 0, outboxPending: 0, ticketsWaiting: 0, quarantined: 0 },
    });
    expect(state.channels.items).toContainEqual({ channel: 'webchat', account: 'env', state: expect.any(String) });
  });

  it('counts what waits', async () => {
    const payload = {
      type: 'inquiry',
      subject: 'Opening hours',
      text: 'When?',
      customer: { email: 'a@customer.test' },
    };
    const token = await addToken(app.context, 'till', ['admin']);
    const ofLastDay = async (): Promise<number> =>
      Number(/^ombud_intake_last_day\{outcome="ticket"\} (\d+)$/m.exec((await get('/metrics')).body)?.[1] ?? 0);
    const before = await ofLastDay();
    const headers = { authorization: `Bearer ${token}` };
    const made = await app.inject({ method: 'POST', url: '/api/v1/tickets', payload, headers });
    expect(made.statusCode).toBe(201);
    expect((await get('/readyz')).json().queue.ticketsWaiting).toBe(1);
    expect((await get('/metrics')).body).toMatch(/^ombud_tickets_waiting 1$/m);
    expect(await ofLastDay()).toBe(before + 1);
  });

  it('is not ready, in words for machines, when a part is away', async () => {
    const search = {
      ...app.context.search,
      name: 'meilisearch' as const,
      ready: () => Promise.reject(new Error('away')),
    };
    const db = { db: undefined } as unknown as typeof app.context.db;
    const state = await readiness({ ...app.context, search, db });
    expect(state).toMatchObject({ ready: false, store: { ok: false }, search: { ok: false }, queue: { ok: false } });
  });

  it('does not wait for a part that never answers', async () => {
    const search = { ...app.context.search, name: 'meilisearch' as const, ready: () => new Promise<boolean>(() => {}) };
    expect(await readiness({ ...app.context, search })).toMatchObject({ ready: false, search: { ok: false } });
  });
});

describe('metrics', () => {
  const outside = { remoteAddress: '203.0.113.7' };

  it('are open to this machine, and hold times by route', async () => {
    await get('/healthz');
    const { body } = await get('/metrics', { remoteAddress: '::ffff:10.1.2.3' });
    expect(body).toMatch(
      /^ombud_http_request_duration_seconds_count\{method="GET",route="\/healthz",status="200"\} \d+$/m,
    );
    expect(body).toMatch(/^ombud_sockets_open 0$/m);
    expect(body).toMatch(/^process_resident_memory_bytes \d+/m);
  });

  it.each([
    ['from outside', outside],
    ['through a proxy that is not trusted', { headers: { 'x-forwarded-for': '203.0.113.7' } }],
    ['with a wrong token', { ...outside, headers: { authorization: `Bearer ombud_${'x'.repeat(43)}` } }],
  ])('are closed %s', async (_name, options) => expect((await get('/metrics', options)).statusCode).toBe(401));

  it('open from outside with a token of their scope only', async () => {
    const bearer = async (scope: string) => ({
      authorization: `Bearer ${await addToken(app.context, scope, [scope])}`,
    });
    expect((await get('/metrics', { ...outside, headers: await bearer('tickets:read') })).statusCode).toBe(403);
    expect((await get('/metrics', { ...outside, headers: await bearer('metrics:read') })).statusCode).toBe(200);
  });

  it.each([
    ['127.0.0.1', true],
    ['::1', true],
    ['172.31.0.9', true],
    ['172.32.0.9', false],
    ['::ffff:192.168.1.1', true],
    ['::ffff:8.8.8.8', false],
    ['fe80::1%eth0', true],
    ['fd12::1', true],
    ['2001:db8::1', false],
  ])('%s is private: %s', (address, inside) => expect(isPrivateAddress(address)).toBe(inside));
});

describe('channels', () => {
  it('are for those who are signed in', async () => expect((await get('/api/v1/channels')).statusCode).toBe(401));

  it('tell their state', async () => {
    const { cookie } = await app.signIn();
    const { items } = (await get('/api/v1/channels', { headers: { cookie } })).json();
    const webchat = items.find(({ channel }: { channel: string }) => channel === 'webchat');
    expect(webchat).toMatchObject({ account: 'env', state: expect.any(String), since: expect.stringMatching(/Z$/) });
  });

  it('tell when something came in and went out last', async () => {
    const { cookie } = await app.signIn();
    const webchat = webchatOf(app.context);
    const from = { visitor: 'a-visitor-of-channels', proved: null };
    await webchat.take(from, { clientId: 'last-in-0001', text: 'How long does delivery take?', locale: 'en' });
    const state = async () => {
      const { items } = (await get('/api/v1/channels', { headers: { cookie } })).json<{
        items: { channel: string }[];
      }>();
      return items.find(({ channel }) => channel === 'webchat');
    };
    await expect
      .poll(state)
      .toMatchObject({ lastIn: expect.stringMatching(/Z$/), lastOut: expect.stringMatching(/Z$/) });
  });
});

describe('the description of the API', () => {
  it('names the endpoints with what they need', async () => {
    const document = (await get('/api/v1/openapi.json')).json();
    expect(document.openapi).toMatch(/^3\./);
    expect(document.paths['/api/v1/tickets'].post.description).toBe('Needs tickets.write.');
    expect(document.paths['/api/v1/tickets'].get.parameters.length).toBeGreaterThan(3);
    expect(Object.keys(document.paths).filter((path) => !path.startsWith('/api/v1/'))).toEqual([]);
  });

  it('can be read as a page without script', async () => {
    const { body, headers } = await get('/api/docs');
    expect(headers['content-type']).toMatch(/^text\/html/);
    expect(body).toContain('<code>/api/v1/tickets/{number}/replies</code>');
    expect(body).not.toContain('<script');
  });

  it('has every frame of the sockets', async () => {
    const { '/ws/inbox': inbox } = (await get('/api/v1/sockets.json')).json();
    expect(inbox.client.anyOf.length).toBeGreaterThan(2);
    expect(inbox.server.anyOf.length).toBeGreaterThan(5);
  });

  it('says nothing of sockets that JSON Schema does not know', async () => {
    const { body } = await get('/api/v1/sockets.json');
    expect(body).toContain('"$schema":"https://json-schema.org/draft/2020-12/schema"');
    expect(body).not.toContain('nullable');
    expect(body).toContain('["string","null"]');
  });

  it('holds for what goes over the sockets: of either side, a frame that it does not have is found out', async () => {
    const url = await app.listen();
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/widget`);
    await once(socket, 'open');
    for (const frame of ['{"t":"hello"}', '{"t":"ping"}', '{"t":"admin"}']) socket.send(frame);
    await expect.poll(() => app.frames.seen.get('/ws/widget server error')).toBe(1);
    expect([...app.frames.seen].sort()).toEqual([
      ['/ws/widget client hello', 1],
      ['/ws/widget client ping', 1],
      ['/ws/widget server error', 1],
      ['/ws/widget server pong', 1],
      ['/ws/widget server ready', 1],
    ]);
    expect(app.frames.wrong).toEqual([]);
    const [peer] = (app.server as unknown as { websocketServer: { clients: Set<WebSocket> } }).websocketServer.clients;
    peer?.send('{"t":"ready","session":"yes"}');
    await expect.poll(() => app.frames.wrong).toEqual(['/ws/widget server: {"t":"ready","session":"yes"}']);
    (app.frames.wrong as string[]).splice(0);
    socket.terminate();
  });
});
