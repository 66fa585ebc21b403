import { once } from 'node:events';
import { Ajv } from 'ajv';
import type { IncomingMessage } from 'node:http';
import { Types } from 'mongoose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { nextNumbers } from '../../../server/counter.ts';
import { RealtimeEvents } from '../../../server/realtime/model.ts';
import { ServerFrame } from '../../../server/realtime/schema.ts';
import { ticketById } from '../../../server/tickets/find.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let url: string;
let mail: ScriptChannel;
beforeAll(async () => {
  app = await buildTestApp();
  mail = installScriptChannel(app);
  url = await app.listen();
});
afterAll(() => app.close());
const sockets: WebSocket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});

type Frames = ServerFrame[];
interface Client {
  socket: WebSocket;
  frames: Frames;
  send(frame: unknown): void;
  closed: Promise<number>;
}
const isServerFrame = new Ajv({ strict: false, formats: { 'date-time': true } }).compile(ServerFrame);
const eventually = (question: () => unknown) => expect.poll(question, { timeout: 10_000, interval: 20 });

async function connect(cookie: string, hello: object | null = {}): Promise<Client> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/inbox`, { headers: { cookie, origin: url } });
  sockets.push(socket);
  const frames: Frames = [];
  socket.on('message', (data) => frames.push(JSON.parse((data as Buffer).toString()) as ServerFrame));
  const closed = once(socket, 'close').then(([code]) => code as number);
  await once(socket, 'open');
  const send = (frame: unknown) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  if (hello) {
    send({ t: 'hello', ...hello });
    await eventually(() => frames.some(({ t }) => t === 'ready' || t === 'resync')).toBe(true);
  }
  return { socket, frames, send, closed };
}
/** The status of a refused upgrade. */
async function refused(headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/inbox`, { headers });
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  // The connection ends from the server's side.
  await once(response.socket, 'close');
  return response.statusCode ?? 0;
}
const bring = async () => {
  const { ticket } = await (await mail.bring()).done;
  return await ticketById(app.context, ticket ?? '');
};
const seqOf = (frames: Frames) => frames.flatMap((frame) => (frame.t === 'ready' ? [frame.seq] : []))[0] ?? -1;
const seqs = (frames: Frames) => frames.flatMap((frame) => ('seq' in frame && frame.t !== 'ready' ? [frame.seq] : []));
const touch = (ticket: Types.ObjectId) =>
  app.context.events.emit('ticket.changed', { ticket: String(ticket), fields: ['tags'], by: { kind: 'system' } });
const ascending = (numbers: number[]) => numbers.every((n, i) => i === 0 || n > (numbers[i - 1] ?? 0));

describe('a socket opens', () => {
  it('only with a session, a page of ours and for people', async () => {
    const { cookie } = await app.signIn();
    expect(await refused({ origin: url })).toBe(401);
    expect(await refused({ origin: url, cookie: 'ombud_session=made-up' })).toBe(401);
    expect(await refused({ origin: 'https://evil.example', cookie })).toBe(403);
    const { addToken } = await import('../../../server/agents/token.ts');
    const token = await addToken(app.context, 'reader', ['tickets:read']);
    expect(await refused({ authorization: `Bearer ${token}` })).toBe(403);
  });

  it('and is told of a new ticket, its message and every change, in order', async () => {
    const { cookie } = await app.signIn('readonly');
    const client = await connect(cookie);
    const ticket = await bring();
    const of = (t: string) =>
      client.frames.filter((f) => f.t === t && (f as { ticket: { id: string } }).ticket.id === String(ticket._id));
    await eventually(() => of('message').length).toBe(1);
    await app.inject({
      method: 'POST',
      url: `/api/v1/tickets/${ticket.number}/notes`,
      payload: { clientId: 'note-00000001', text: 'Looks like the old fault' },
      headers: { cookie: (await app.signIn()).cookie },
    });
    await eventually(() => of('message').map((f) => (f as { message: { text: string } }).message.text)).toContain(
      'Looks like the old fault',
    );
    await touch(ticket._id);
    await eventually(() => of('ticket').some((f) => (f as { fields: string[] }).fields.includes('tags'))).toBe(true);
    expect(ascending(seqs(client.frames))).toBe(true);
    for (const frame of client.frames) expect([frame.t, isServerFrame(frame)]).toEqual([frame.t, true]);
  });
});

describe('resuming', () => {
  it('gives what was missed, once each, as it is now, and then goes on without a gap', async () => {
    const { cookie } = await app.signIn();
    const first = await connect(cookie);
    const after = seqOf(first.frames);
    first.socket.terminate();
    const [a, b] = [await bring(), await bring()];
    for (let i = 0; i < 5; i += 1) await touch(a._id);
    await eventually(
      async () => (await RealtimeEvents(app.context).findOne({ ticket: b._id, fields: 'routing' }).lean()) !== null,
    ).toBe(true);
    const again = await connect(cookie, { after });
    await touch(b._id);
    await eventually(() =>
      again.frames.some((f) => f.t === 'ticket' && f.ticket.id === String(b._id) && f.fields.includes('tags')),
    ).toBe(true);
    const missed = again.frames.slice(
      0,
      again.frames.findIndex(({ t }) => t === 'ready'),
    );
    const told = missed.map((f) => `${f.t} ${f.t === 'message' ? f.message.id : f.t === 'ticket' ? f.ticket.id : ''}`);
    expect(new Set(told).size).toBe(told.length);
    expect(told).toContain(`ticket ${String(a._id)}`);
    expect(missed.filter(({ t }) => t === 'message')).toHaveLength(2);
    expect(ascending(seqs(again.frames))).toBe(true);
    expect(seqOf(again.frames)).toBeGreaterThanOrEqual(Math.max(...seqs(missed)));
  });

  it('under load leaves no gap: every number is in the answer or comes afterwards', async () => {
    const { cookie } = await app.signIn();
    const first = await connect(cookie);
    const after = seqOf(first.frames);
    first.socket.terminate();
    const tickets = [await bring(), await bring(), await bring(), await bring()];
    const storm = (async () => {
      for (let i = 0; i < 40; i += 1) await Promise.all(tickets.map(({ _id }) => touch(_id)));
    })();
    const clients = [];
    for (let i = 0; i < 5; i += 1) clients.push(await connect(cookie, { after }));
    await storm;
    const last = (await RealtimeEvents(app.context).findOne().sort({ seq: -1 }).lean())?.seq ?? 0;
    for (const { frames } of clients) {
      await eventually(() => Math.max(...seqs(frames))).toBeGreaterThanOrEqual(last);
      expect(ascending(seqs(frames))).toBe(true);
    }
  });

  it('reads everything again when too much, too old or unknown', async () => {
    const { cookie } = await app.signIn();
    for (let i = 0; i < 3; i += 1) await bring();
    const last = seqOf((await connect(cookie)).frames);
    expect((await connect(cookie, { after: last + 100 })).frames[0]).toMatchObject({ t: 'resync' });
    expect((await connect(cookie, { after: last })).frames.some(({ t }) => t === 'ready')).toBe(true);
    await RealtimeEvents(app.context).deleteMany({ seq: { $lt: last } });
    expect((await connect(cookie, { after: 0 })).frames[0]).toMatchObject({ t: 'resync' });
    const client = await connect(cookie, { after: 0 });
    const ticket = await bring();
    await eventually(() => client.frames.some((f) => f.t === 'message' && f.ticket.id === String(ticket._id))).toBe(
      true,
    );
  });
});

describe('the sequence', () => {
  it('waits for a number that is missing and then voids it, so that nobody waits for ever', async () => {
    const client = await connect((await app.signIn()).cookie);
    const hole = await nextNumbers(app.context, 'events', 2);
    const ticket = await bring();
    await eventually(() => client.frames.some((f) => f.t === 'message' && f.ticket.id === String(ticket._id))).toBe(
      true,
    );
    const voids = await RealtimeEvents(app.context).find({ kind: 'void' }).lean();
    expect(voids.map(({ seq }) => seq)).toEqual([hole, hole + 1]);
    await expect(RealtimeEvents(app.context).create({ ...voids[0], _id: new Types.ObjectId() })).rejects.toMatchObject({
      code: 11000,
    });
  });

  it('hands on what another process stored in the meantime', async () => {
    const client = await connect((await app.signIn()).cookie);
    const ticket = await bring();
    const seq = await nextNumbers(app.context, 'events');
    await RealtimeEvents(app.context).create({
      _id: new Types.ObjectId(),
      seq,
      kind: 'ticket',
      ticket: ticket._id,
      fields: ['elsewhere'],
      at: new Date(),
    });
    await touch(ticket._id);
    await eventually(() => client.frames.some((f) => f.t === 'ticket' && f.fields.includes('elsewhere'))).toBe(true);
    await eventually(() => client.frames.some((f) => f.t === 'ticket' && f.fields.includes('tags'))).toBe(true);
    expect(ascending(seqs(client.frames))).toBe(true);
  });

  it('takes one step for what happens at once', async () => {
    const ticket = await bring();
    const results = await Promise.all(Array.from({ length: 50 }, () => touch(ticket._id)));
    expect(results).toEqual(Array(50).fill(true));
    const all = await RealtimeEvents(app.context).find().sort({ seq: 1 }).lean();
    expect(new Set(all.map(({ seq }) => seq)).size).toBe(all.length);
  });
});

describe('hostile frames', () => {
  it.each<[string, string | Buffer]>([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['null', 'null'],
    ['an unknown event', '{"t":"drop"}'],
    ['a further field', '{"t":"ping","x":1}'],
    ['a wrong type', '{"t":"watch","ticket":"1"}'],
    ['an operator', '{"t":"watch","ticket":{"$gt":0}}'],
    ['a negative number', '{"t":"hello","after":-1}'],
    ['a prototype', '{"__proto__":{"t":"ping"}}'],
    ['bytes', Buffer.from('{"t":"ping"}')],
  ])('%s: the same answer always, and the socket closes at the fifth', async (_what, frame) => {
    const { cookie } = await app.signIn();
    const client = await connect(cookie);
    const before = client.frames.length;
    for (let i = 0; i < 5; i += 1) client.socket.send(frame, { binary: typeof frame !== 'string' });
    expect(await client.closed).toBe(1008);
    expect(client.frames.slice(before)).toEqual(Array(5).fill({ t: 'error', code: 'bad-frame' }));
  });

  it('nothing before hello, and hello once', async () => {
    const { cookie } = await app.signIn();
    const client = await connect(cookie, null);
    client.send({ t: 'watch', ticket: 1 });
    await eventually(() => client.frames).toEqual([{ t: 'error', code: 'hello-first' }]);
    client.send({ t: 'hello' });
    client.send({ t: 'hello' });
    await eventually(() => client.frames.some((f) => f.t === 'error' && f.code === 'hello-twice')).toBe(true);
  });

  it('too large or too many', async () => {
    const { cookie } = await app.signIn();
    const large = await connect(cookie);
    large.send(JSON.stringify({ t: 'ping', x: 'x'.repeat(70_000) }));
    expect(await large.closed).toBe(1009);
    const many = await connect(cookie);
    for (let i = 0; i < 200; i += 1) many.send({ t: 'ping' });
    expect(await many.closed).toBe(1008);
    expect(many.frames.at(-1)).toEqual({ t: 'error', code: 'rate-limited' });
  });
});

describe('presence', () => {
  const lastPresence = (client: Client, ticket: number) =>
    client.frames.findLast((f) => f.t === 'presence' && f.ticket === ticket) as
      Extract<ServerFrame, { t: 'presence' }> | undefined;

  it('shows who looks and who types, to those who come later as well, until they leave', async () => {
    const { number } = await bring();
    const ana = await app.signIn('agent', { name: 'Ana' });
    const [one, two] = [await connect(ana.cookie), await connect((await app.signIn()).cookie)];
    one.send({ t: 'watch', ticket: number });
    one.send({ t: 'typing', ticket: number, on: true });
    const person = { id: ana.agent.id, name: 'Ana' };
    await eventually(() => lastPresence(two, number)).toEqual({
      t: 'presence',
      ticket: number,
      viewers: [person],
      typing: [person],
      customerTyping: false,
    });
    const late = await connect((await app.signIn()).cookie);
    await eventually(() => lastPresence(late, number)?.viewers).toEqual([person]);
    one.socket.terminate();
    await eventually(() => lastPresence(two, number)).toMatchObject({ viewers: [], typing: [] });
  });

  it('shows that the customer types, and refuses typing to who may not answer', async () => {
    const ticket = await bring();
    const reader = await connect((await app.signIn('readonly')).cookie);
    await app.context.events.emit('ticket.typing', { ticket: String(ticket._id), by: { kind: 'customer' }, on: true });
    await eventually(() => lastPresence(reader, ticket.number)?.customerTyping).toBe(true);
    reader.send({ t: 'typing', ticket: ticket.number, on: true });
    await eventually(() => reader.frames.at(-1)).toEqual({ t: 'error', code: 'forbidden' });
  });
});

describe('revoked sessions', () => {
  it('close their socket at sign-out, and only theirs', async () => {
    const ana = await app.signIn();
    const again = await app.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { email: ana.agent.email, password: ana.agent.password },
    });
    const other = await connect(String(again.headers['set-cookie']).split(';')[0] ?? '');
    const client = await connect(ana.cookie);
    await app.inject({ method: 'DELETE', url: '/api/v1/session', headers: { cookie: ana.cookie } });
    expect(await client.closed).toBe(4401);
    other.send({ t: 'ping' });
    await eventually(() => other.frames.some(({ t }) => t === 'pong')).toBe(true);
  });

  it.each<[string, object]>([
    ['a new role', { role: 'readonly' }],
    ['a new password', { password: 'another password' }],
    ['being switched off', { active: false }],
  ])('close all sockets after %s', async (_what, change) => {
    const admin = await app.signIn('admin');
    const ana = await app.signIn();
    const clients = [await connect(ana.cookie), await connect(ana.cookie)];
    await app.inject({
      method: 'PUT',
      url: `/api/v1/agents/${ana.agent.id}`,
      payload: change,
      headers: { cookie: admin.cookie },
    });
    expect(await Promise.all(clients.map(({ closed }) => closed))).toEqual([4401, 4401]);
  });
});

it('a socket that does not read is closed, and the others hear on', async () => {
  const { cookie } = await app.signIn();
  const [slow, quick] = [await connect(cookie), await connect(cookie)];
  (slow.socket as unknown as { _socket: { pause(): void } })._socket.pause();
  const { ticket } = await (await mail.bring({ text: 'long '.repeat(30_000) })).done;
  const { _id } = await ticketById(app.context, ticket ?? '');
  const message = (await RealtimeEvents(app.context).findOne({ ticket: _id, kind: 'message' }).lean())?.message;
  const before = app.server.websocketServer.clients.size;
  for (let i = 0; i < 80; i += 1)
    await app.context.events.emit('delivery.changed', { ticket: String(_id), message: String(message) });
  await eventually(() => app.server.websocketServer.clients.size).toBe(before - 1);
  quick.send({ t: 'ping' });
  await eventually(() => quick.frames.at(-1)?.t).toBe('pong');
});
