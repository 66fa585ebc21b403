import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ticketOf } from '../../../../server/channels/webchat/thread.ts';
import { visitorOf } from '../../../../server/channels/webchat/session.ts';
import type { VisitorMessage } from '../../../../server/channels/webchat/schema.ts';
import { ticketById, threadOf } from '../../../../server/tickets/find.ts';
import { reply } from '../../../../server/tickets/reply.ts';
import { Link } from '../../../../web/widget/state/link.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';

/** The widget's own connection against the real desk, through a line that can be cut. */
let app: TestApp;
let line: ReturnType<typeof openLine>;

beforeAll(async () => {
  app = await buildTestApp();
  line = openLine(Number(new URL(await app.listen()).port));
  await line.ready;
});
afterAll(async () => {
  line.close();
  await app.close();
});

/** A TCP relay; `cut` breaks all connections, in the given direction bytes are swallowed first. */
function openLine(port: number) {
  const pairs = new Set<[Socket, Socket]>();
  const line = { swallow: 'nothing' as 'nothing' | 'answers' };
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes) => line.swallow === 'nothing' && near.write(bytes));
    const end = () => (near.destroy(), far.destroy(), pairs.delete(pair));
    for (const socket of pair) socket.on('error', end).on('close', end);
  });
  const cut = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  return Object.assign(line, {
    ready: new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)),
    url: () => `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws/widget`,
    cut,
    close: () => (cut(), server.close()),
  });
}

function page(store = new Map<string, string>()) {
  const seen = new Map<string, VisitorMessage>();
  const link = new Link({
    url: line.url(),
    keeper: { getItem: (k) => store.get(k) ?? null, setItem: (k, v) => void store.set(k, v) },
    about: () => ({ locale: 'en' }),
    last: () => Math.max(0, ...[...seen.values()].map((m) => m.n)),
    show: (frame) => {
      const items = frame.t === 'thread' ? frame.items : frame.t === 'message' ? [frame.message] : [];
      for (const item of items) seen.set(item.id, item);
    },
    stored: () => undefined,
    changed: () => undefined,
    refused: (message) => expect.fail(`refused: ${message.text}`),
  });
  const own = () => [...seen.values()].filter((m) => m.from === 'visitor').sort((a, b) => a.n - b.n);
  return { link, store, seen, own };
}
const message = (i: number) => ({
  clientId: `client-id-${String(i).padStart(4, '0')}`,
  text: `message ${i}`,
  at: Date.now(),
});
const ticketIdOf = async (token: string | undefined) =>
  (await ticketOf(app.context, visitorOf(app.context.vault, token ?? '') ?? ''))?.ticket ?? '';

it('keeps nothing before the first message, not even a session', async () => {
  const { link, store } = page();
  link.connect();
  await expect.poll(() => link.state).toBe('open');
  expect(store.size).toBe(0);
  link.close();
});

it('loses and doubles nothing when the line breaks while it sends, and keeps the order', async () => {
  const { link, own } = page();
  const texts = Array.from({ length: 24 }, (_, i) => `message ${i}`);
  for (let i = 0; i < 24; i++) {
    link.send(message(i));
    if (i % 6 === 3) {
      // The desk hears the message, but its acknowledgement is lost.
      await expect.poll(() => link.state, { timeout: 30_000 }).toBe('open');
      line.swallow = 'answers';
      link.send(message(++i));
      await new Promise((resolve) => setTimeout(resolve, 60));
      line.cut();
      line.swallow = 'nothing';
    }
  }
  await expect.poll(() => own().length, { timeout: 30_000 }).toBe(24);
  await expect.poll(() => link.kept.waiting.length).toBe(0);
  expect(own().map((m) => m.text)).toEqual(texts);
  const thread = await threadOf(app.context, await ticketIdOf(link.kept.session), { limit: 200 });
  expect(thread.filter((m) => m.direction === 'in').map((m) => m.text)).toEqual(texts);
  link.close();
});

it('shows answers that came while it was away, and the next page goes on where this one stopped', async () => {
  const { link, seen, store } = page();
  link.send(message(1));
  await expect.poll(() => seen.size, { timeout: 30_000 }).toBeGreaterThan(0);
  const id = await ticketIdOf(link.kept.session);
  const author = { kind: 'agent' as const, id: 'a'.repeat(24), name: 'Anna' };
  line.cut();
  await reply(app.context, await ticketById(app.context, id), {
    author,
    purpose: 'service',
    clientId: 'while-away',
    text: 'while away',
  });
  await expect.poll(() => [...seen.values()].some((m) => m.text === 'while away'), { timeout: 30_000 }).toBe(true);
  link.close();

  // What was written with the line dead is in the page's memory, and a reload sends it.
  const dead = page(store);
  dead.link.kept.waiting.push(message(2));
  dead.link.keep();
  dead.link.close();
  const next = page(store);
  next.link.connect();
  await expect.poll(() => next.own().map((m) => m.text), { timeout: 30_000 }).toEqual(['message 1', 'message 2']);
  expect(await ticketIdOf(next.link.kept.session)).toBe(id);
  next.link.close();
});

it('begins anew when the desk does not know its session', async () => {
  const { link, store } = page(
    new Map([['ombud', JSON.stringify({ session: `${'A'.repeat(22)}.${'B'.repeat(43)}` })]]),
  );
  link.send(message(1));
  await expect.poll(() => link.kept.waiting.length, { timeout: 30_000 }).toBe(0);
  expect(visitorOf(app.context.vault, link.kept.session ?? '')).toBeDefined();
  expect(store.get('ombud')).toContain(link.kept.session);
  link.close();
});
