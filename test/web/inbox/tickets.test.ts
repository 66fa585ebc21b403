import { describe, expect, it } from 'vitest';
import { TicketCache } from '../../../web/inbox/state/tickets.svelte.ts';
import { ticket } from './factories.ts';

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
