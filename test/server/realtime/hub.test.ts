import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { addToken } from '../../../server/agents/token.ts';
import { RealtimeEvents } from '../../../server/realtime/model.ts';
import { ServerFrame } from '../../../server/realtime/schema.ts';
import { ascending, bring, connect, eventually, openDesk, refused, seqs, touch, type Client } from './desk.ts';

const desk = openDesk();
const isServerFrame = new Ajv({ strict: false, formats: { 'date-time': true } }).compile(ServerFrame);

describe('a socket opens', () => {
  it('only with a session, a page of ours and for people', async () => {
    const { cookie } = await desk.app.signIn();
    expect(await refused(desk, { origin: desk.url })).toBe(401);
    expect(await refused(desk, { origin: desk.url, cookie: 'ombud_session=made-up' })).toBe(401);
    expect(await refused(desk, { origin: 'https://evil.example', cookie })).toBe(403);
    const token = await addToken(desk.app.context, 'reader', ['tickets:read']);
    expect(await refused(desk, { authorization: `Bearer ${token}` })).toBe(403);
  });

  it('and is told of a new ticket, its message and every change, in order', async () => {
    const { cookie } = await desk.app.signIn('readonly');
    const client = await connect(desk, cookie);
    const ticket = await bring(desk);
    const of = (t: string) =>
      client.frames.filter((f) => f.t === t && (f as { ticket: { id: string } }).ticket.id === String(ticket._id));
    await eventually(() => of('message').length).toBe(1);
    await desk.app.inject({
      method: 'POST',
      url: `/api/v1/tickets/${ticket.number}/notes`,
      payload: { clientId: 'note-00000001', text: 'Looks like the old fault' },
      headers: { cookie: (await desk.app.signIn()).cookie },
    });
    await eventually(() => of('message').map((f) => (f as { message: { text: string } }).message.text)).toContain(
      'Looks like the old fault',
    );
    await touch(desk, ticket._id);
    await eventually(() => of('ticket').some((f) => (f as { fields: string[] }).fields.includes('tags'))).toBe(true);
    expect(ascending(seqs(client.frames))).toBe(true);
    for (const frame of client.frames) {
      isServerFrame(frame);
      expect([frame.t, isServerFrame.errors]).toEqual([frame.t, null]);
    }
  });
});

describe('presence', () => {
  const lastPresence = (client: Client, ticket: number) =>
    client.frames.findLast((f) => f.t === 'presence' && f.ticket === ticket) as
      Extract<ServerFrame, { t: 'presence' }> | undefined;

  it('shows who looks and who types, to those who come later as well, until they leave', async () => {
    const { number } = await bring(desk);
    const ana = await desk.app.signIn('agent', { name: 'Ana' });
    const [one, two] = [await connect(desk, ana.cookie), await connect(desk, (await desk.app.signIn()).cookie)];
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
    const late = await connect(desk, (await desk.app.signIn()).cookie);
    await eventually(() => lastPresence(late, number)?.viewers).toEqual([person]);
    one.socket.terminate();
    await eventually(() => lastPresence(two, number)).toMatchObject({ viewers: [], typing: [] });
  });

  it('shows that the customer types, and refuses typing to who may not answer', async () => {
    const ticket = await bring(desk);
    const reader = await connect(desk, (await desk.app.signIn('readonly')).cookie);
    await desk.app.context.events.emit('ticket.typing', {
      ticket: String(ticket._id),
      by: { kind: 'customer' },
      on: true,
    });
    await eventually(() => lastPresence(reader, ticket.number)?.customerTyping).toBe(true);
    reader.send({ t: 'typing', ticket: ticket.number, on: true });
    await eventually(() => reader.frames.at(-1)).toEqual({ t: 'error', code: 'forbidden' });
  });
});

describe('revoked sessions', () => {
  it('close their socket at sign-out, and only theirs', async () => {
    const ana = await desk.app.signIn();
    const again = await desk.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { email: ana.agent.email, password: ana.agent.password },
    });
    const other = await connect(desk, String(again.headers['set-cookie']).split(';')[0] ?? '');
    const client = await connect(desk, ana.cookie);
    await desk.app.inject({ method: 'DELETE', url: '/api/v1/session', headers: { cookie: ana.cookie } });
    expect(await client.closed).toBe(4401);
    other.send({ t: 'ping' });
    await eventually(() => other.frames.some(({ t }) => t === 'pong')).toBe(true);
  });

  it.each<[string, object]>([
    ['a new role', { role: 'readonly' }],
    ['a new password', { password: 'another password' }],
    ['being switched off', { active: false }],
  ])('close all sockets after %s', async (_what, change) => {
    const admin = await desk.app.signIn('admin');
    const ana = await desk.app.signIn();
    const clients = [await connect(desk, ana.cookie), await connect(desk, ana.cookie)];
    await desk.app.inject({
      method: 'PUT',
      url: `/api/v1/agents/${ana.agent.id}`,
      payload: change,
      headers: { cookie: admin.cookie },
    });
    expect(await Promise.all(clients.map(({ closed }) => closed))).toEqual([4401, 4401]);
  });
});

it('a socket that does not read is closed, and the others hear on', async () => {
  const { cookie } = await desk.app.signIn();
  const [slow, quick] = [await connect(desk, cookie), await connect(desk, cookie)];
  (slow.socket as unknown as { _socket: { pause(): void } })._socket.pause();
  const { _id } = await bring(desk, 'long '.repeat(30_000));
  const message = (await RealtimeEvents(desk.app.context).findOne({ ticket: _id, kind: 'message' }).lean())?.message;
  const before = desk.app.server.websocketServer.clients.size;
  for (let i = 0; i < 80; i += 1)
    await desk.app.context.events.emit('delivery.changed', { ticket: String(_id), message: String(message) });
  await eventually(() => desk.app.server.websocketServer.clients.size).toBe(before - 1);
  quick.send({ t: 'ping' });
  await eventually(() => quick.frames.at(-1)?.t).toBe('pong');
});
