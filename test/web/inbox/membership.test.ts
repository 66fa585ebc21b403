import { describe, expect, it } from 'vitest';
import type { TicketView } from '../../../server/tickets/schema.ts';
import { belongs } from '../../../web/inbox/state/membership.ts';
import { ticket } from './factories.ts';

const ME = 'a'.repeat(24);
const NOW = '2026-05-04T10:00:00.000Z';
const me = { id: ME, name: 'Me' };

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
    ['new and open', ticket(1), { view: 'active', filters: {} }, true],
    ['waiting: not once answered', { ...mine, waitingSince: null }, { view: 'waiting', filters: {} }, false],
    ['overdue: perhaps', { ...mine, due: NOW }, { view: 'overdue', filters: {} }, undefined],
    ['overdue: not without a deadline', { ...mine, due: null }, { view: 'overdue', filters: {} }, false],
    ['solved today: not what is open', mine, { view: 'all', filters: { solved: 'today' } }, false],
    [
      'solved today: perhaps',
      { ...mine, status: 'solved', solvedAt: NOW },
      { view: 'all', filters: { solved: 'today' } },
      undefined,
    ],
    [
      'solved today: not of another type',
      { ...mine, status: 'solved', solvedAt: NOW },
      { view: 'all', filters: { solved: 'today', type: 'return' } },
      false,
    ],
    ['a search cannot be judged here', mine, { view: 'all', filters: { q: 'a@b.example' } }, undefined],
  ] as const)('%s', (_name, one, query, fits) => {
    expect(belongs(one as unknown as TicketView, query, ME)).toBe(fits);
  });
});
