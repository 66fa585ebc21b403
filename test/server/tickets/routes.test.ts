import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let email: ScriptChannel;
let cookie: string;
let me: string;
beforeAll(async () => {
  app = await buildTestApp();
  email = installScriptChannel(app);
  const signedIn = await app.signIn();
  cookie = signedIn.cookie;
  me = signedIn.agent.id;
});
afterAll(() => app.close());

async function numberOf(message: Parameters<ScriptChannel['bring']>[0] = {}): Promise<number> {
  const { ticket } = await (await email.bring(message)).done;
  const items = (await get('/api/v1/tickets?limit=200')).json().items as { id: string; number: number }[];
  return items.find((t) => t.id === ticket)?.number ?? 0;
}
const get = (url: string) => app.inject({ url, headers: { cookie } });
const post = (url: string, payload: object) => app.inject({ method: 'POST', url, headers: { cookie }, payload });

test.each([
  ['GET', '/api/v1/tickets'],
  ['GET', '/api/v1/tickets/1'],
  ['GET', '/api/v1/tickets/1/messages'],
  ['POST', '/api/v1/tickets'],
  ['POST', '/api/v1/tickets/1/replies'],
  ['POST', '/api/v1/tickets/1/assignment'],
  ['GET', '/api/v1/intake'],
  ['GET', '/api/v1/customers/000000000000000000000000'],
] as const)('%s %s asks for a session first', async (method, url) => {
  const answer = await app.inject({ method, url, payload: method === 'POST' ? {} : undefined });
  expect(answer.statusCode).toBe(401);
  expect(answer.json()).toMatchObject({ code: 'not-signed-in', status: 401 });
});

test('read-only agents read and change nothing', async () => {
  const number = await numberOf();
  const reader = await app.signIn('readonly');
  const headers = { cookie: reader.cookie };
  expect((await app.inject({ url: `/api/v1/tickets/${number}`, headers })).statusCode).toBe(200);
  const change = {
    method: 'POST' as const,
    url: `/api/v1/tickets/${number}/status`,
    headers,
    payload: { status: 'solved' },
  };
  expect((await app.inject(change)).statusCode).toBe(403);
});

test('each verb changes what it says, and the thread tells it in a line', async () => {
  const number = await numberOf();
  const at = (verb: string) => `/api/v1/tickets/${number}/${verb}`;
  expect((await post(at('assignment'), { assignee: 'me' })).json()).toMatchObject({
    assignee: { id: me },
    queued: false,
  });
  expect((await post(at('assignment'), { assignee: null })).json()).toMatchObject({ assignee: null });
  expect((await post(at('priority'), { priority: 'urgent' })).json()).toMatchObject({ priority: 'urgent' });
  expect((await post(at('type'), { type: 'inquiry' })).json()).toMatchObject({ type: 'inquiry', typeGuessed: false });
  expect((await post(at('tags'), { tags: ['VIP ', 'vip', 'lamp'] })).json()).toMatchObject({ tags: ['vip', 'lamp'] });
  const until = new Date(Date.now() + 60_000).toISOString();
  expect((await post(at('snooze'), { until })).json()).toMatchObject({ status: 'snoozed', snoozedUntil: until });
  expect((await post(at('status'), { status: 'open' })).json()).toMatchObject({ status: 'open', snoozedUntil: null });
  expect((await post(at('status'), { status: 'solved' })).json()).toMatchObject({ status: 'solved', queued: false });
  const kinds = (await get(at('messages'))).json().items.map((m: { event?: { kind: string } }) => m.event?.kind);
  for (const kind of ['assigned', 'unassigned', 'priority', 'type', 'tags', 'snoozed', 'status'])
    expect(kinds).toContain(kind);
});

test.each([
  ['status', { status: 'exploded' }],
  ['status', { status: { $ne: null } }],
  ['assignment', { assignee: { $gt: '' } }],
  ['replies', { clientId: 'x'.repeat(12), text: 'hi', extra: true }],
  ['replies', { clientId: 'short', text: 'hi' }],
  ['replies', { clientId: 'x'.repeat(12), text: '' }],
  ['tags', { tags: 'notalist'.repeat(30) }],
  ['snooze', { until: 'tomorrow' }],
])('a bad body for %s is refused with what is wrong: %j', async (verb, body) => {
  const number = await numberOf();
  const answer = await post(`/api/v1/tickets/${number}/${verb}`, body);
  expect(answer.statusCode).toBe(400);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.json()).toMatchObject({ code: 'bad-request' });
});

test('lists page through everything once, newest activity first', async () => {
  for (let i = 0; i < 7; i++) await numberOf();
  const seen: number[] = [];
  let after = '';
  do {
    const page = (await get(`/api/v1/tickets?limit=3${after && `&after=${after}`}`)).json();
    expect(page.items.length).toBeLessThanOrEqual(3);
    seen.push(...page.items.map((t: { number: number }) => t.number));
    after = page.next ?? '';
  } while (after);
  expect(new Set(seen).size).toBe(seen.length);
  const all = (await get('/api/v1/tickets?limit=200')).json().items;
  expect(seen).toEqual(all.map((t: { number: number }) => t.number));
  expect((await get('/api/v1/tickets?after=nonsense')).json().code).toBe('invalid-cursor');
});

test('views, filters and look-ups', async () => {
  const from = { kind: 'email' as const, value: 'find.me@people.example', verified: false };
  const number = await numberOf({ from });
  const numbers = async (query: string) =>
    (await get(`/api/v1/tickets?${query}`)).json().items.map((t: { number: number }) => t.number);
  expect(await numbers('view=unassigned')).toContain(number);
  await post(`/api/v1/tickets/${number}/assignment`, { assignee: 'me' });
  expect(await numbers('view=unassigned')).not.toContain(number);
  expect(await numbers('view=mine')).toContain(number);
  expect(await numbers(`q=%23${number}`)).toEqual([number]);
  expect(await numbers('q=Find.Me@people.example')).toEqual([number]);
  expect(await numbers('q=somebody@else.example')).toEqual([]);
  expect(await numbers('channel=telegram')).toEqual([]);
  expect((await get('/api/v1/tickets/counts')).json()).toMatchObject({ mine: expect.any(Number), quarantine: 0 });
});

test('a file uploaded to a ticket goes with the reply, once', async () => {
  const number = await numberOf();
  const boundary = 'b0undary';
  const payload = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="łódź.txt"\r\ncontent-type: text/plain\r\n\r\nhello\r\n--${boundary}--\r\n`;
  const uploaded = await app.inject({
    method: 'POST',
    url: `/api/v1/tickets/${number}/attachments`,
    headers: { cookie, 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload,
  });
  expect(uploaded.json()).toMatchObject({ name: 'łódź.txt', size: 5 });
  const { id } = uploaded.json();
  const replies = `/api/v1/tickets/${number}/replies`;
  const sent = await post(replies, { clientId: 'with-a-file', text: 'see file', attachments: [id] });
  expect(sent.json()).toMatchObject({ attachments: [{ id, name: 'łódź.txt' }] });
  const again = await post(replies, { clientId: 'other-client', text: 'see file', attachments: [id] });
  expect(again.statusCode).toBe(400);
  const file = await get(sent.json().attachments[0].url);
  expect(file.body).toBe('hello');
});
