import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Types } from 'mongoose';
import { WebSocket } from 'ws';
import type { ServerFrame } from '../../../server/realtime/schema.ts';
import { ticketById } from '../../../server/tickets/find.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

export type Frames = ServerFrame[];
export interface Client {
  socket: WebSocket;
  frames: Frames;
  send(frame: unknown): void;
  /** The code with which it was closed. */
  closed: Promise<number>;
}
export interface Desk {
  app: TestApp;
  url: string;
  mail: ScriptChannel;
}

const sockets: WebSocket[] = [];

/** An app that listens, with a script for mail; its fields are there when the tests run. */
export function openDesk(): Desk {
  const desk = {} as Desk;
  beforeAll(async () => {
    desk.app = await buildTestApp();
    desk.mail = installScriptChannel(desk.app);
    desk.url = await desk.app.listen();
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.terminate();
  });
  afterAll(() => desk.app.close());
  return desk;
}

export const eventually = (question: () => unknown) => expect.poll(question, { timeout: 30_000, interval: 20 });

/** An inbox that has said hello (unless null) and was answered. */
export async function connect({ url }: Desk, cookie: string, hello: object | null = {}): Promise<Client> {
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

/** The status of a refused upgrade, whose connection ends from the server's side. */
export async function refused({ url }: Desk, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/inbox`, { headers });
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  await once(response.socket, 'close');
  return response.statusCode ?? 0;
}

/** A new ticket by mail. */
export async function bring({ app, mail }: Desk, text = 'My lamp is broken.') {
  const { ticket } = await (await mail.bring({ text })).done;
  return await ticketById(app.context, ticket ?? '');
}

/** A change of a ticket that means nothing. */
export const touch = ({ app }: Desk, ticket: Types.ObjectId) =>
  app.context.events.emit('ticket.changed', { ticket: String(ticket), fields: ['tags'], by: { kind: 'system' } });

export const seqs = (frames: Frames) =>
  frames.flatMap((frame) => ('seq' in frame && frame.t !== 'ready' ? [frame.seq] : []));
export const ascending = (numbers: number[]) => numbers.every((n, i) => i === 0 || n > (numbers[i - 1] ?? 0));
