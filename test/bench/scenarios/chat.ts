import { randomBytes } from 'node:crypto';
import WebSocket from 'ws';
import { median, quantile, type Scenario } from '../figure.ts';
import { call, startServer, type Running } from '../server.ts';

const CHATS = 100;
/** Messages a second over all chats while latency is measured: each visitor writes every two seconds. */
const OFFERED = 50;

const SETTLE_MS = 5_000;

interface Visitor {
  socket: WebSocket;
}

/** From the visitor's socket to the agent's socket, stored on the way; the floor is a bare relay there and back. */
export const chat: Scenario = async (work, { quick }) => {
  const [p95, rates, floors]: number[][] = [[], [], []];
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    floors?.push((await work.floor('ws', quick ? 5_000 : 20_000)).perSecond);
    const server = await startServer();
    const { latency, perSecond } = await oneRound(server, quick ? 150 : 500);
    await server.stop();
    p95?.push(latency);
    rates?.push(perSecond);
  }
  return [
    {
      name: `chat, visitor to agent, ${CHATS} chats, ${OFFERED}/s, p95`,
      value: median(p95 ?? []),
      unit: 'ms',
      aim: 'under 50; then 25',
    },
    {
      name: 'chat messages stored and shown, closed loop',
      value: median(rates ?? []),
      unit: 'messages/s',
      baseline: median(floors ?? []),
      ratio: median((rates ?? []).map((rate, i) => rate / (floors?.[i] ?? 1))),
      aim: 'then 1,000',
    },
  ];
};

async function oneRound(server: Running, messages: number): Promise<{ latency: number; perSecond: number }> {
  const waiting = new Map<string, (at: number) => void>();
  const agent = await openAgent(server, (clientText) => waiting.get(clientText)?.(performance.now()));
  const visitors = await Promise.all(Array.from({ length: CHATS }, () => openVisitor(server)));
  const say = (visitor: Visitor, text: string): Promise<number> => {
    const at = performance.now();
    const seen = new Promise<number>((resolve) => waiting.set(text, (now) => resolve(now - at)));
    const clientId = randomBytes(9).toString('base64url');
    visitor.socket.send(JSON.stringify({ t: 'message', clientId, text, locale: 'en' }));
    return within(seen, 30_000, 'a message never reached the agent');
  };
  await Promise.all(visitors.map((visitor, i) => say(visitor, `first of ${i}`)));
  await takeAll(server);
  // What the assistant still says to a hundred first messages is not what is measured.
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));

  const times: Promise<number>[] = [];
  for (let i = 0; i < messages; i++) {
    const visitor = visitors[i % CHATS];
    if (visitor) times.push(say(visitor, `paced ${i}`));
    await new Promise((resolve) => setTimeout(resolve, 1000 / OFFERED));
  }
  const latency = quantile(await Promise.all(times), 0.95);

  let left = messages * 4;
  const began = performance.now();
  await Promise.all(
    visitors.map(async (visitor, v) => {
      while (left-- > 0) await say(visitor, `loop ${v} ${left}`);
    }),
  );
  const perSecond = (messages * 4) / ((performance.now() - began) / 1000);
  for (const { socket } of visitors) socket.terminate();
  agent.terminate();
  return { latency, perSecond };
}

/** A socket of the inbox; told the text of every message of a customer. */
async function openAgent(server: Running, onText: (text: string) => void): Promise<WebSocket> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/inbox`, {
    headers: { cookie: server.cookie, origin: server.url },
  });
  await within(new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject)), 5000, 'no inbox socket');
  socket.on('message', (data) => {
    const frame = JSON.parse((data as Buffer).toString()) as { t: string; message?: { direction: string; text: string } };
    if (frame.t === 'message' && frame.message?.direction === 'in') onText(frame.message.text);
  });
  socket.send(JSON.stringify({ t: 'hello' }));
  return socket;
}

async function openVisitor(server: Running): Promise<Visitor> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/widget`, { headers: { origin: server.url } });
  const session = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data) => {
      const frame = JSON.parse((data as Buffer).toString()) as { t: string };
      if (frame.t === 'ready') socket.send(JSON.stringify({ t: 'start' }));
      if (frame.t === 'session') resolve();
    });
    socket.on('open', () => socket.send(JSON.stringify({ t: 'hello' })));
  });
  await within(session, 10_000, 'no session');
  return { socket };
}

/** The agent takes every chat, so that the assistant does not answer in them. */
async function takeAll(server: Running): Promise<void> {
  const { cookie } = server;
  const answer = await call(`${server.url}/api/v1/tickets?channel=webchat&limit=200`, { cookie });
  const { items } = (await answer.json()) as { items: { number: number }[] };
  for (const { number } of items) {
    const url = `${server.url}/api/v1/tickets/${number}/assignment`;
    await call(url, { method: 'POST', cookie, body: { assignee: 'me' } });
  }
}

function within<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  return Promise.race([
    promise,
    new Promise<never>((_, reject) => setTimeout(() => reject(new Error(what)), ms).unref()),
  ]);
}
