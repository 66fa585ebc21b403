import { describe, expect, it } from 'vitest';
import type { ListedTicket } from '../../../server/tickets/schema.ts';
import { Api } from '../../../web/shared/api.ts';
import { TicketList } from '../../../web/inbox/state/list.svelte.ts';
import { TicketCache } from '../../../web/inbox/state/tickets.svelte.ts';
import { problem, server, ticket } from './factories.ts';

const ME = 'a'.repeat(24);
const me = { id: ME, name: 'Me' };

function listOf(pages: Record<string, { items: ListedTicket[]; next: string | null }>) {
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

  it('keeps where a search has found what, until the next list', async () => {
    const hit = { subject: 'Red <mark>lamp</mark>', excerpt: '… the <mark>lamp</mark> …', n: 2 };
    const { list, cache } = listOf({
      '': { items: [{ ...ticket(3), hit }, ticket(2)], next: 'c' },
      c: { items: [{ ...ticket(1), hit }], next: null },
    });
    await list.open({ view: 'all', filters: { q: 'lamp' } });
    await list.more();
    expect([...list.hits]).toEqual([
      [3, hit],
      [1, hit],
    ]);
    expect(cache.get(3)).toEqual(ticket(3));
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
