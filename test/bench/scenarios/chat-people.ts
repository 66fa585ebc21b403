import { randomBytes } from 'node:crypto';
import WebSocket from 'ws';
import { call, type Running } from '../server.ts';

/** Who talks in the measurement of chats: visitors and one agent, on the real sockets. */
export interface Visitor {
  socket: WebSocket;
  say(text: string): void;
}

/** Told each text that arrives, with the number of the ticket where that is known. */
export type OnText = (text: string, ticket: number) => void;

export async function openVisitor(server: Running, onText: OnText): Promise<Visitor> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/widget`, {
    headers: { origin: server.url },
    perMessageDeflate: false,
  });
  const session = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data) => {
      const frame = JSON.parse((data as Buffer).toString()) as { t: string; message?: { from: string; text: string } };
      if (frame.t === 'ready') socket.send(JSON.stringify({ t: 'start' }));
      if (frame.t === 'session') resolve();
      if (frame.t === 'message' && frame.message?.from === 'agent') onText(frame.message.text, 0);
    });
    socket.on('open', () => socket.send(JSON.stringify({ t: 'hello' })));
  });
  await within(session, 30_000, 'no session');
  return {
    socket,
    say: (text) =>
      socket.send(
        JSON.stringify({ t: 'message', clientId: randomBytes(9).toString('base64url'), text, locale: 'en' }),
      ),
  };
}

/** A socket of the inbox; told the text of every message of a customer. */
export async function openAgent(server: Running, onText: OnText): Promise<WebSocket> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/inbox`, {
    headers: { cookie: server.cookie, origin: server.url },
  });
  await within(new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject)), 5000, 'no inbox socket');
  socket.on('message', (data) => {
    const frame = JSON.parse((data as Buffer).toString()) as {
      t: string;
      message?: { direction: string; text: string; ticket: number };
    };
    if (frame.t === 'message' && frame.message?.direction === 'in') onText(frame.message.text, frame.message.ticket);
  });
  // As the inbox does, so that the connection is never taken for dead.
  const pings = setInterval(() => socket.readyState === socket.OPEN && socket.send('{"t":"ping"}'), 5000).unref();
  socket.on('close', () => clearInterval(pings));
  socket.send(JSON.stringify({ t: 'hello' }));
  return socket;
}

/** The agent takes every chat, so that the assistant does not answer in them. */
export async function takeAll(server: Running): Promise<void> {
  const { cookie } = server;
  for (let after = ''; ; ) {
    const answer = await call(`${server.url}/api/v1/tickets?channel=webchat&limit=200${after}`, { cookie });
    const { items, next } = (await answer.json()) as { items: { number: number }[]; next: string | null };
    await inParallel(items, 8, async ({ number }) => {
      const url = `${server.url}/api/v1/tickets/${number}/assignment`;
      await call(url, { method: 'POST', cookie, body: { assignee: 'me' } });
    });
    if (next === null) return;
    after = `&after=${encodeURIComponent(next)}`;
  }
}

export async function inParallel<T>(items: T[], width: number, act: (item: T, i: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let i = next++; i < items.length; i = next++) await act(items[i] as T, i);
    }),
  );
}

export function within<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  return Promise.race([
    promise,
    new Promise<never>((_, reject) => setTimeout(() => reject(new Error(what)), ms).unref()),
  ]);
}
