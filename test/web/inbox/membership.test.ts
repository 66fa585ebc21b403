import { describe, expect, it } from 'vitest';
import type { TicketView } from '../../../server/tickets/schema.ts';
import { belongs } from '../../../web/inbox/state/membership.ts';
import { ticket } from './factories.ts';

const ME = 'a'.repeat(24);
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
    ['a search cannot be judged here', mine, { view: 'all', filters: { q: 'a@b.example' } }, undefined],
  ] as const)('%s', (_name, one, query, fits) => {
    expect(belongs(one as unknown as TicketView, query, ME)).toBe(fits);
  });
});
