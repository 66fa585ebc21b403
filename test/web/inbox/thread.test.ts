import { describe, expect, it } from 'vitest';
import type { MessageView } from '../../../server/tickets/schema.ts';
import { Api, ApiError } from '../../../web/shared/api.ts';
import { Thread } from '../../../web/inbox/state/thread.svelte.ts';
import { message, problem, server } from './factories.ts';

const ME = { id: 'a'.repeat(24), name: 'Me' };
const draft = { mode: 'reply' as const, text: 'Hello', attachments: [], status: undefined };

function threadWith(answer: Parameters<typeof server>[0]) {
  const { calls, fetcher } = server(answer);
  return { calls, thread: new Thread(1, new Api('/api/v1', fetcher), () => ME) };
}
const mine = (n: number, clientId: string): MessageView =>
  message(n, { direction: 'out', author: { kind: 'agent', ...ME }, clientId });
const bodyOf = (body: unknown) => body as { clientId: string; lastSeen?: number };

describe('a thread', () => {
  it('shows a reply at once, and once only when the answer and the push arrive', async () => {
    const { thread, calls } = threadWith((method, _path, body) =>
      method === 'GET' ? { items: [message(1), message(2)], next: null } : mine(3, bodyOf(body).clientId),
    );
    await thread.load();
    const sending = thread.send(draft);
    expect(thread.entries.at(-1)).toMatchObject({ message: { text: 'Hello' }, local: { state: 'sending' } });
    await sending;
    thread.apply(thread.messages.at(-1)!);
    expect(thread.entries.map((entry) => entry.message.n)).toEqual([1, 2, 3]);
    expect(thread.entries.at(-1)?.local).toBeUndefined();
    expect(calls.at(-1)?.body).toMatchObject({ lastSeen: 2, text: 'Hello' });
  });

  it('settles the bubble by the push when that is quicker than the answer', async () => {
    let answer: (value: unknown) => void = () => undefined;
    const { thread, calls } = threadWith((method) =>
      method === 'GET' ? { items: [message(1)], next: null } : new Promise((resolve) => (answer = resolve)),
    );
    await thread.load();
    const sending = thread.send(draft);
    const { clientId } = bodyOf(calls.at(-1)?.body);
    thread.apply(mine(2, clientId));
    expect(thread.entries.map((entry) => entry.local?.state)).toEqual([undefined, undefined]);
    answer(mine(2, clientId));
    await sending;
    expect(thread.entries).toHaveLength(2);
  });

  it('keeps what the push told while an answer was on its way, which is older', async () => {
    const held: ((value: unknown) => void)[] = [];
    const { thread } = threadWith(() => new Promise((resolve) => held.push(resolve)));
    const loading = thread.load();
    const told = message(1, { text: 'told' });
    thread.apply(told);
    thread.apply(message(2));
    thread.remove(message(2).id);
    held[0]?.({ items: [message(1, { text: 'asked' }), message(2)], next: null });
    await loading;
    expect(thread.messages).toEqual([told]);
    const sending = thread.send(draft);
    thread.apply(message(3, { text: 'sent' }));
    held[1]?.(message(3, { text: 'about to be' }));
    await sending;
    expect(thread.messages.map(({ text }) => text)).toEqual(['told', 'sent']);
  });

  it('fills what is missing before what was told meanwhile', async () => {
    const { thread, calls } = threadWith((_method, path) => ({
      items: path.includes('after=') ? [message(2), message(3)] : [message(1)],
      next: null,
    }));
    await thread.load();
    thread.expire();
    thread.apply(message(3));
    await thread.load();
    expect(calls.at(-1)?.path).toContain('after=1');
    expect(thread.messages.map(({ n }) => n)).toEqual([1, 2, 3]);
  });

  it('sends what was written without a connection once it is back, unless something has crossed it', async () => {
    let line: 'down' | 'up' | 'crossed' = 'down';
    const { thread, calls } = threadWith((method, _path, body) => {
      if (method === 'GET') return { items: [message(1)], next: null };
      if (line === 'down') throw new TypeError('Failed to fetch');
      return line === 'up' ? mine(2, bodyOf(body).clientId) : problem(409, 'newer-messages');
    });
    await thread.load();
    await thread.send(draft);
    expect(thread.entries.at(-1)?.local).toEqual({ state: 'failed', reason: 'offline' });
    line = 'crossed';
    thread.apply(message(2));
    await thread.sendKept();
    expect(thread.entries.at(-1)).toMatchObject({ message: { text: 'Hello' }, local: { reason: 'newer-messages' } });
    expect(calls.at(-1)?.body).toMatchObject({ lastSeen: 1 });
    await thread.sendKept();
    expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(2);

    line = 'down';
    await thread.send({ ...draft, text: 'Again' });
    line = 'up';
    await thread.sendKept();
    expect(thread.entries.map((entry) => entry.local?.reason)).toEqual([undefined, undefined, 'newer-messages']);
  });

  it('keeps a failed one with its reason, and tries again under the same id', async () => {
    let broken = true;
    const { thread, calls } = threadWith((method, _path, body) => {
      if (method === 'GET') return { items: [message(1)], next: null };
      return broken ? problem(503, 'store-unavailable') : mine(2, bodyOf(body).clientId);
    });
    await thread.load();
    await thread.send(draft);
    expect(thread.entries.at(-1)?.local).toEqual({ state: 'failed', reason: 'store-unavailable' });
    broken = false;
    await thread.again(thread.entries.at(-1)!.message.id);
    const ids = calls.filter((call) => call.method === 'POST').map((call) => bodyOf(call.body).clientId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(thread.entries.at(-1)).toMatchObject({ message: { n: 2 } });
  });

  it.each([
    ['newer-messages', 409],
    ['cannot-send', 422],
  ])('hands %s back to the writer', async (code, status) => {
    const { thread } = threadWith((method) =>
      method === 'GET' ? { items: [message(1)], next: null } : problem(status, code, { detail: 'why' }),
    );
    await thread.load();
    await expect(thread.send(draft)).rejects.toBeInstanceOf(ApiError);
    expect(thread.outgoing).toEqual([]);
  });

  it('sends anyway without saying what was seen', async () => {
    const { thread, calls } = threadWith((method, _path, body) =>
      method === 'GET' ? { items: [message(1)], next: null } : mine(2, bodyOf(body).clientId),
    );
    await thread.load();
    await thread.send(draft, true);
    expect(bodyOf(calls.at(-1)?.body).lastSeen).toBeUndefined();
  });

  it('reads older pages before, and what was missed after', async () => {
    const all = Array.from({ length: 150 }, (_, i) => message(i + 1));
    const { thread } = threadWith((_method, path) => {
      const query = new URL(path, 'http://x').searchParams;
      const [before, after] = [Number(query.get('before') ?? 1e12), Number(query.get('after') ?? 0)];
      const fits = all.filter((one) => one.n < before && one.n > after);
      return { items: query.has('after') ? fits.slice(0, 60) : fits.slice(-60), next: null };
    });
    await thread.load();
    expect([thread.messages[0]?.n, thread.last, thread.hasOlder]).toEqual([91, 150, true]);
    await thread.older();
    await thread.older();
    expect([thread.messages.length, thread.hasOlder]).toEqual([150, false]);
    all.push(message(151), message(152, { direction: 'event' }), message(153));
    expect(await thread.newer()).toBe(2);
    expect(thread.last).toBe(153);
  });
});
