import { describe, expect, it } from 'vitest';
import type { TicketView } from '../../../server/tickets/schema.ts';
import { Api } from '../../../web/shared/api.ts';
import { TicketList } from '../../../web/inbox/state/list.svelte.ts';
import { belongs } from '../../../web/inbox/state/membership.ts';
import { TicketCache } from '../../../web/inbox/state/tickets.svelte.ts';
import { problem, server, ticket } from './factories.ts';

const ME = 'a'.repeat(24);
const me = { id: ME, name: 'Me' };

function listOf(pages: Record<string, { items: TicketView[]; next: string | null }>) {
  const { calls, fetcher } = server(
    (_method, path) => pages[new URL(path, 'http://x').searchParams.get('after') ?? ''],
  );
  const cache = new TicketCache();
  return { calls, cache, list: new TicketList(new Api('/api/v1', fetcher), cache, () => ME) };
}

describe('the list on the screen', () => {
  it('reads page after page, and no ticket twice', async () => {
    const { list } = listOf({
      '': { items: [ticket(4), ticket(3)], next: 'c' },
      c: { items: [ticket(3), ticket(2)], next: null },
    });
    await list.open({ view: 'all', filters: {} });
    await list.more();
    await list.more();
    expect(list.shown).toEqual([4, 3, 2]);
    expect(list.next).toBeNull();
  });

  it('puts a pushed ticket where its activity belongs, and takes out what no longer fits', async () => {
    const { list, cache } = listOf({ '': { items: [ticket(3), ticket(2), ticket(1)], next: null } });
    await list.open({ view: 'unassigned', filters: {} });
    list.apply(cache.put(ticket(2, { activityAt: '2026-11-21T00:00:00.000Z' })));
    expect(list.shown).toEqual([2, 3, 1]);
    list.apply(cache.put(ticket(3, { assignee: me, queued: false, activityAt: '2026-11-21T00:00:01.000Z' })));
    expect(list.shown).toEqual([2, 1]);
  });

  it('leaves what lies below the loaded part to its page', async () => {
    const { list, cache } = listOf({ '': { items: [ticket(9), ticket(8)], next: 'c' } });
    await list.open({ view: 'all', filters: {} });
    list.apply(cache.put(ticket(1)));
    expect(list.shown).toEqual([9, 8]);
  });

  it('holds still under the pointer and counts what has arrived', async () => {
    const { list, cache } = listOf({ '': { items: [ticket(2), ticket(1)], next: null } });
    await list.open({ view: 'all', filters: {} });
    list.hold(true);
    list.apply(cache.put(ticket(3)));
    list.apply(cache.put(ticket(1, { activityAt: '2026-11-22T00:00:00.000Z' })));
    expect(list.shown).toEqual([2, 1]);
    expect(list.arrived).toBe(1);
    list.letIn();
    expect(list.shown).toEqual([1, 3, 2]);
    list.apply(cache.put(ticket(4)));
    list.hold(false);
    expect(list.shown).toEqual([1, 4, 3, 2]);
  });

  it('shows a list seen before from memory while it is read again', async () => {
    const { list, calls } = listOf({ '': { items: [ticket(2), ticket(1)], next: null } });
    await list.open({ view: 'all', filters: {} });
    await list.open({ view: 'mine', filters: {} });
    const again = list.open({ view: 'all', filters: {} });
    expect(list.state).toBe('ready');
    expect(list.shown).toEqual([2, 1]);
    await again;
    expect(calls).toHaveLength(3);
  });

  it('keeps the rows when reading again fails, and tells the reason when there are none', async () => {
    const answers = [{ items: [ticket(1)], next: null }, problem(503, 'store-unavailable')];
    const { fetcher } = server(() => answers.shift() ?? problem(503, 'store-unavailable'));
    const list = new TicketList(new Api('/api/v1', fetcher), new TicketCache(), () => ME);
    await list.open({ view: 'all', filters: {} });
    await list.reload();
    expect([list.state, list.shown]).toEqual(['ready', [1]]);
    await list.open({ view: 'mine', filters: {} });
    expect([list.state, list.error?.code]).toEqual(['error', 'store-unavailable']);
  });

  it('knows the neighbours', async () => {
    const { list } = listOf({ '': { items: [ticket(3), ticket(2), ticket(1)], next: null } });
    await list.open({ view: 'all', filters: {} });
    expect([list.neighbour(null, 1), list.neighbour(2, 1), list.neighbour(2, -1), list.neighbour(1, 1)]).toEqual([
      3,
      1,
      3,
      undefined,
    ]);
  });
});

describe('which tickets belong to a list', () => {
  const mine = ticket(1, { assignee: me, queued: false, status: 'open', tags: ['vip'], channel: 'webchat' });
  it.each([
    ['unassigned: in the queue', ticket(1), { view: 'unassigned', filters: {} }, true],
    [
      'unassigned: not what the assistant holds',
      ticket(1, { queued: false, handler: 'assistant' }),
      { view: 'unassigned', filters: {} },
      false,
    ],
    ['mine', mine, { view: 'mine', filters: {} }, true],
    ['mine: not once solved', { ...mine, status: 'solved' }, { view: 'mine', filters: {} }, false],
    ['a status', mine, { view: 'open', filters: {} }, true],
    ['a tag', mine, { view: 'all', filters: { tag: 'vip' } }, true],
    ['another channel', mine, { view: 'all', filters: { channel: 'email' } }, false],
    ['assigned to me', mine, { view: 'all', filters: { assignee: 'me' } }, true],
    ['assigned to nobody', mine, { view: 'all', filters: { assignee: 'none' } }, false],
    ['a search cannot be judged here', mine, { view: 'all', filters: { q: 'a@b.example' } }, undefined],
  ] as const)('%s', (_name, one, query, fits) => {
    expect(belongs(one as unknown as TicketView, query, ME)).toBe(fits);
  });
});

describe('tickets in memory', () => {
  it('an answer that was overtaken by a push does not win', () => {
    const cache = new TicketCache();
    cache.put(ticket(1, { status: 'solved', activityAt: '2026-11-21T10:00:00.000Z' }));
    cache.put(ticket(1, { status: 'open', activityAt: '2026-11-21T09:00:00.000Z' }));
    expect(cache.get(1)?.status).toBe('solved');
  });

  it('takes back its own change only', () => {
    const cache = new TicketCache();
    cache.put(ticket(1));
    const undo = cache.patch(1, { status: 'solved', priority: 'high' });
    cache.put({ ...ticket(1), status: 'pending', priority: 'high', activityAt: '2026-11-22T00:00:00.000Z' });
    undo();
    expect(cache.get(1)).toMatchObject({ status: 'pending', priority: 'normal' });
  });
});
