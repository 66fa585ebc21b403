import { createHmac } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ticketById } from '../../../server/tickets/find.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import { catchUp } from '../../../server/webhooks/catch-up.ts';
import { WebhookCalls, Webhooks } from '../../../server/webhooks/model.ts';
import { signedHeaders } from '../../../server/webhooks/sign.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';
import { startReceiver, type Receiver } from './receiver.ts';

let app: TestApp;
let email: ScriptChannel;
let cookie: string;
let receiver: Receiver;
/** Ahead of the real time, so that waits can be skipped. */
let ahead = 0;

beforeAll(async () => {
  const clock = { now: () => new Date(Date.now() + ahead) };
  app = await buildTestApp({ env: { ALLOW_PRIVATE_HOSTS: '127.0.0.1' }, clock });
  email = installScriptChannel(app);
  ({ cookie } = await app.signIn('admin'));
});
afterAll(() => app.close());
beforeEach(async () => {
  ahead = 0;
  receiver = await startReceiver();
});
afterEach(async () => {
  for (const { id } of (await ask('GET', '')).json().items) await ask('DELETE', `/${id}`);
  await receiver.close();
});

const ask = (method: InjectOptions['method'] & string, path: string, payload?: object) =>
  app.inject({
    method: method as 'GET',
    url: `/api/v1/webhooks${path}`,
    headers: { cookie },
    ...(payload ? { payload } : {}),
  });
const ALL = ['ticket.created', 'ticket.updated', 'ticket.solved', 'message.received', 'message.sent', 'message.failed'];
const subscribe = async (events = ALL): Promise<{ id: string; secret: string }> => {
  const made = await ask('POST', '', { url: receiver.url, events: [...events] });
  expect(made.statusCode).toBe(201);
  return made.json();
};
const callsOf = async (id: string) => (await ask('GET', `/${id}/calls`)).json().items;
/** Lets the waits between attempts pass. */
const skip = async (ms: number, id: string) => {
  ahead += ms;
  await ask('GET', `/${id}`);
  await ask('POST', `/${id}/test`); // wakes the loop
};
const bring = async () => {
  const { ticket } = await (await email.bring()).done;
  return await ticketById(app.context, ticket ?? '');
};

describe('webhooks', () => {
  it('are for admins and for programs with the scope', async () => {
    expect((await app.inject({ url: '/api/v1/webhooks' })).statusCode).toBe(401);
    for (const role of ['supervisor', 'agent', 'readonly'] as const) {
      const other = await app.signIn(role);
      const answer = await app.inject({ url: '/api/v1/webhooks', headers: { cookie: other.cookie } });
      expect(answer.statusCode).toBe(403);
    }
  });

  it('are added with a secret that is shown once, and stored sealed', async () => {
    const { id, secret } = await subscribe();
    expect(secret).toMatch(/^whsec_[\w+/]{32}$/);
    const shown = await ask('GET', `/${id}`);
    expect(shown.json()).toMatchObject({ id, url: receiver.url, events: ALL, active: true, failingSince: null });
    expect(shown.body).not.toContain(secret);
    const stored = JSON.stringify(await Webhooks(app.context).findById(id).lean());
    expect(Buffer.from(stored).toString()).not.toMatch(/s3cret|whsec|127\.0\.0\.1/);
  });

  it.each([
    ['ftp://files.example/'],
    ['http://user:pass@hooks.example/'],
    ['http://10.0.0.1/hook'],
    ['http://[::1]/hook'],
    ['http://localhost:9/hook'],
  ])('refuse the address %s', async (url) => {
    const refused = await ask('POST', '', { url, events: ['ticket.created'] });
    expect([refused.statusCode, refused.json().code]).toEqual([400, 'bad-request']);
    expect(refused.body).not.toContain('hook');
  });

  it('hear of tickets and messages, signed, with ids only', async () => {
    const { secret } = await subscribe();
    const ticket = await bring();
    const url = `/api/v1/tickets/${ticket.number}`;
    const payload = { clientId: 'webhook-1', text: 'Have you tried the switch?', status: 'solved' };
    await app.inject({ method: 'POST', url: `${url}/replies`, headers: { cookie }, payload });
    await eventually(() =>
      expect(new Set(receiver.types())).toEqual(
        new Set(['ticket.created', 'message.received', 'ticket.updated', 'ticket.solved', 'message.sent']),
      ),
    );
    const created = receiver.heard.find(({ event }) => event.type === 'ticket.created');
    const ids = { ticket: String(ticket._id), number: ticket.number, customer: String(ticket.customer) };
    expect(created?.event.data).toEqual(ids);
    for (const { headers, body, event } of receiver.heard) {
      expect(Object.keys(event)).toEqual(['id', 'type', 'at', 'data']);
      expect(body).not.toMatch(/lamp|switch|people\.example|Ana/i);
      expect(headers['webhook-id']).toBe(event.id);
      const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
      const mac = createHmac('sha256', key).update(`${event.id}.${headers['webhook-timestamp']}.${body}`);
      expect(headers['webhook-signature']).toBe(`v1,${mac.digest('base64')}`);
      expect(Math.abs(Number(headers['webhook-timestamp']) * 1000 - Date.now())).toBeLessThan(60_000);
    }
  });

  it('hear only what they asked for, and nothing once they are switched off', async () => {
    const { id } = await subscribe(['ticket.created']);
    await bring();
    await eventually(() => expect(receiver.types()).toEqual(['ticket.created']));
    await ask('PUT', `/${id}`, { active: false });
    await bring();
    expect(await callsOf(id)).toHaveLength(1);
  });

  it('are called again with the same id until they take it, later and later', async () => {
    const { id } = await subscribe(['ticket.created']);
    let refused = 2;
    receiver.answer = (response) => {
      const ping = receiver.types().at(-1) === 'ping';
      response.writeHead(!ping && refused-- > 0 ? 503 : 200).end('{}');
    };
    const statuses = async () => (await callsOf(id)).at(-1)?.results.map(({ status }: { status: number }) => status);
    await bring();
    await eventually(async () => expect(await statuses()).toEqual([503]));
    await eventually(async () => expect((await ask('GET', `/${id}`)).json().failingSince).toEqual(expect.any(String)));
    await skip(11_000, id);
    await eventually(async () => expect(await statuses()).toEqual([503, 503]));
    expect((await callsOf(id)).at(-1)).toMatchObject({ attempts: 2, state: 'pending' });
    await skip(61_000, id);
    await eventually(async () => expect(await statuses()).toEqual([503, 503, 200]));
    expect((await callsOf(id)).at(-1)).toMatchObject({ attempts: 3, state: 'sent' });
    const tickets = receiver.heard.filter(({ event }) => event.type === 'ticket.created');
    expect(tickets).toHaveLength(3);
    expect(new Set(tickets.map(({ event }) => event.id)).size).toBe(1);
    expect(new Set(tickets.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(3);
    await eventually(async () => expect((await ask('GET', `/${id}`)).json().failingSince).toBeNull());
  });

  it('are switched off after days of failure, and go on where they stopped once switched on', async () => {
    const { id } = await subscribe(['ticket.created']);
    receiver.answer = (response) => void response.writeHead(500).end();
    await bring();
    await eventually(async () => expect((await callsOf(id)).at(-1).results).toHaveLength(1));
    await skip(6 * 86_400_000, id);
    await eventually(async () =>
      expect((await ask('GET', `/${id}`)).json()).toMatchObject({ active: false, disabledAt: expect.any(String) }),
    );
    receiver.answer = (response) => void response.writeHead(204).end();
    ahead += 86_400_000;
    await ask('PUT', `/${id}`, { active: true });
    await ask('POST', `/${id}/test`);
    await eventually(async () =>
      expect((await callsOf(id)).map(({ state }: { state: string }) => state)).not.toContain('pending'),
    );
    expect((await ask('GET', `/${id}`)).json()).toMatchObject({ active: true, failingSince: null, disabledAt: null });
  });

  it('are switched off at once when they say that they are gone', async () => {
    const { id } = await subscribe(['ticket.created']);
    receiver.answer = (response) => void response.writeHead(410).end();
    await bring();
    await eventually(async () => expect((await ask('GET', `/${id}`)).json().active).toBe(false));
  });

  it('are not followed to where they point, and a slow one holds up nobody else', async () => {
    const { id } = await subscribe(['ticket.created']);
    receiver.answer = (response) => void response.writeHead(302, { location: receiver.url }).end();
    const other = await startReceiver();
    await ask('POST', '', { url: other.url, events: ['ticket.created'] });
    await bring();
    await eventually(async () => expect((await callsOf(id))[0]?.results).toMatchObject([{ reason: 'redirect' }]));
    receiver.answer = () => undefined;
    for (let n = 0; n < 6; n++) await bring();
    await eventually(() => expect(other.heard).toHaveLength(7));
    await other.close();
  });

  it('tell of an erasure, and then the log names the customer no more', async () => {
    const { id } = await subscribe([...ALL, 'customer.erased']);
    const customer = String((await bring()).customer);
    await eventually(() => expect(receiver.types()).toEqual(expect.arrayContaining(['ticket.created'])));
    const url = `/api/v1/customers/${customer}/erasure`;
    const payload = { confirm: customer };
    expect((await app.inject({ method: 'POST', url, headers: { cookie }, payload })).statusCode).toBe(201);
    const told = () => receiver.heard.find(({ event }) => event.type === 'customer.erased')?.event.data;
    await eventually(() => expect(told()).toEqual({ customer }));
    const named = { $or: [{ 'data.customer': customer }, { 'data.customer': { $regex: customer } }] };
    await eventually(async () => expect(await WebhookCalls(app.context).countDocuments(named)).toBe(0));
    const call = (await callsOf(id)).find((one: { type: string }) => one.type === 'customer.erased');
    expect(call.state).toBe('sent');
    expect((await ask('POST', `/${id}/calls/${call.id}/retry`)).json().code).toBe('erased');
  });

  it('stand in the audit log when they are made, changed and removed', async () => {
    const { id } = await subscribe();
    await ask('PUT', `/${id}`, { active: false });
    await ask('POST', `/${id}/secret`);
    await ask('DELETE', `/${id}`);
    const { items } = (await app.inject({ url: `/api/v1/audit?about=${id}`, headers: { cookie } })).json();
    expect(items.map((one: { act: string; changed?: string[] }) => [one.act, one.changed]).reverse()).toEqual([
      ['webhook.added', undefined],
      ['webhook.changed', ['active']],
      ['webhook.changed', ['secret']],
      ['webhook.removed', undefined],
    ]);
  });

  // Pings only: what the tickets of the tests before still do (they are routed, say) is no matter of these two.
  it('can be tried, and a call of the log can be made again', async () => {
    const { id } = await subscribe(['message.failed']);
    expect((await ask('POST', `/${id}/test`)).statusCode).toBe(202);
    await eventually(async () => expect((await callsOf(id))[0]).toMatchObject({ type: 'ping', state: 'sent' }));
    const [call] = await callsOf(id);
    expect((await ask('POST', `/${id}/calls/${call.id}/retry`)).statusCode).toBe(202);
    await eventually(() => expect(receiver.types()).toEqual(['ping', 'ping']));
    expect(receiver.heard[0]?.event.id).toBe(receiver.heard[1]?.event.id);
    expect((await ask('POST', `/${id}/calls/${id}/retry`)).statusCode).toBe(404);
  });

  it('get another secret', async () => {
    const { id, secret } = await subscribe(['message.failed']);
    const fresh = (await ask('POST', `/${id}/secret`)).json().secret;
    expect(fresh).not.toBe(secret);
    await ask('POST', `/${id}/test`);
    await eventually(() => expect(receiver.heard).toHaveLength(1));
    const { headers, body, event } = receiver.heard[0]!;
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    const expected = signedHeaders(fresh, event.id, at, Buffer.from(body));
    expect(headers['webhook-signature']).toBe(expected['webhook-signature']);
  });
});

describe('what a crash kept from the outbox', () => {
  it('is announced at the next start, once', async () => {
    const { id } = await subscribe(ALL.filter((type) => type !== 'ticket.updated'));
    const ticket = await bring();
    await eventually(() => expect(receiver.types()).toHaveLength(2));
    // As if the process had died before it could say so.
    await WebhookCalls(app.context).deleteMany({ webhook: id, type: 'message.received' });
    const solvedAt = new Date();
    await Tickets(app.context).updateOne({ _id: ticket._id }, { $set: { status: 'solved', solvedAt } });
    expect(await catchUp(app.context)).toBe(2);
    expect(await catchUp(app.context)).toBe(0);
    expect((await callsOf(id)).map(({ type }: { type: string }) => type).sort()).toEqual([
      'message.received',
      'ticket.created',
      'ticket.solved',
    ]);
  });

  it('is nothing when nobody listens', async () => expect(await catchUp(app.context)).toBe(0));
});
