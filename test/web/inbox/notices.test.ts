import { describe, expect, it } from 'vitest';
import { noticeOf, type Pushed } from '../../../web/inbox/state/notices.ts';
import { Notifier } from '../../../web/inbox/state/notifier.svelte.ts';
import type { AgentView } from '../../../web/inbox/state/views.ts';
import { message, ticket } from './factories.ts';

const ME = 'a'.repeat(24);
const ana = { kind: 'agent' as const, id: 'b'.repeat(24), name: 'Ana' };
const mine = { ...ana, id: ME };
const given = (more: Partial<Pushed> = {}): Pushed => ({
  ...message(2, { direction: 'event', author: ana, event: { kind: 'assigned', params: { agentId: ME } } }),
  ...more,
});

const late = (agents: string): Partial<Pushed> => ({
  ...given({ author: { kind: 'system', name: '' } }),
  event: { kind: 'deadlineMissed', params: { agents } },
});

describe('what a pushed message is to an agent', () => {
  it.each<[string, Partial<Pushed>, string | undefined]>([
    ['a note that mentions them', { direction: 'note', author: ana, mentions: [ME] }, 'mentions'],
    ['a note that mentions somebody else', { direction: 'note', author: ana, mentions: [ana.id] }, undefined],
    ['their own note', { direction: 'note', author: mine, mentions: [ME] }, undefined],
    ['a ticket given to them', given(), 'assignments'],
    ['a ticket that they took', given({ author: mine }), undefined],
    ['a ticket given to somebody else', given({ event: { kind: 'assigned', params: { agentId: ana.id } } }), undefined],
    ['a ticket that routing gave them', given({ author: { kind: 'system', name: '' } }), 'assignments'],
    ['a deadline that they are told of', late(`someone ${ME}`), 'deadlines'],
    ['a deadline that others are told of', late('someone'), undefined],
    ['the first message of a ticket', { n: 1 }, 'tickets'],
    ['the next message of a ticket', { n: 2 }, undefined],
    ['a reply of a colleague', { direction: 'out', author: ana }, undefined],
  ])('%s', (_what, more, notice) => {
    expect(noticeOf(ticket(1), { ...message(1), ...more }, ME)).toBe(notice);
  });

  it('what the assistant holds is no new ticket yet', () => {
    expect(noticeOf(ticket(1, { handler: 'assistant' }), message(1), ME)).toBeUndefined();
  });
});

describe('telling', () => {
  function desk(ways: { page: boolean; sound: boolean; title: boolean }, screen = { looking: true, open: 0 }) {
    const told: number[] = [];
    let sounds = 0;
    const notices = { mentions: ways, assignments: ways, deadlines: ways, tickets: ways };
    const notifier = new Notifier({
      me: () => ({ id: ME, settings: { notices } }) as AgentView,
      open: () => screen.open,
      tell: (_notice, { number }) => told.push(number),
      sound: () => (sounds += 1),
      looking: () => screen.looking,
    });
    return { notifier, told, sounds: () => sounds };
  }
  const all = { page: true, sound: true, title: true };

  it('uses the ways that the agent chose, and no others', () => {
    const loud = desk(all, { looking: false, open: 0 });
    loud.notifier.pushed(ticket(7), given());
    expect([loud.told, loud.sounds(), loud.notifier.count]).toEqual([[7], 1, 1]);
    const silent = desk({ page: false, sound: false, title: false }, { looking: false, open: 0 });
    silent.notifier.pushed(ticket(7), given());
    expect([silent.told, silent.sounds(), silent.notifier.count]).toEqual([[], 0, 0]);
  });

  it('tells once, however often it is pushed', () => {
    const { notifier, told } = desk(all);
    for (let i = 0; i < 3; i += 1) notifier.pushed(ticket(7), given());
    expect(told).toEqual([7]);
  });

  it('counts nothing for who is looking, and puts no notice over the ticket that is open', () => {
    const { notifier, told, sounds } = desk(all, { looking: true, open: 7 });
    notifier.pushed(ticket(7), given());
    expect([told, sounds(), notifier.count]).toEqual([[], 1, 0]);
  });
});
