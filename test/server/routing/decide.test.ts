import { describe, expect, it } from 'vitest';
import { decide, roomFor, whyWaiting, type Colleague, type TicketFacts } from '../../../server/routing/decide.ts';

const support = { id: 'support', name: 'Support' };
const chat: TicketFacts = { team: support, load: 'live', language: null };
const mail: TicketFacts = { ...chat, load: 'mail' };

const agent = (name: string, more: Partial<Colleague> = {}): Colleague => ({
  id: name,
  name,
  online: true,
  languages: ['en'],
  teams: ['support'],
  capacity: { live: 3, mail: 20 },
  load: { live: 0, mail: 0 },
  lastAssignedAt: null,
  ...more,
});
const busy = (live: number, mailLoad = 0) => ({ load: { live, mail: mailLoad } });

describe('a ticket goes to', () => {
  it.each<[string, TicketFacts, Colleague[], string]>([
    ['the only one', chat, [agent('Ana')], 'to Ana: 1 of 3, the only one free'],
    ['who has fewest', chat, [agent('Ana', busy(2)), agent('Ion', busy(1))], 'to Ion: 2 of 3, fewest open'],
    [
      'who has fewest of its class',
      mail,
      [agent('Ana', busy(0, 5)), agent('Ion', busy(3, 4))],
      'to Ion: 5 of 20, fewest open',
    ],
    [
      'who has waited longest',
      chat,
      [agent('Ana', { lastAssignedAt: 200 }), agent('Ion', { lastAssignedAt: 100 })],
      'to Ion: 1 of 3, longest idle',
    ],
    ['who never had one', chat, [agent('Ana', { lastAssignedAt: 1 }), agent('Ion')], 'to Ion: 1 of 3, longest idle'],
    ['always the same of equals', chat, [agent('Ion'), agent('Ana')], 'to Ana: 1 of 3, longest idle'],
    [
      'a member of its team',
      chat,
      [agent('Ana', { teams: ['returns'] }), agent('Ion', busy(2))],
      'to Ion: 3 of 3, the only one free',
    ],
    [
      'anybody when it has no team',
      { ...chat, team: null },
      [agent('Ana', { teams: [] })],
      'to Ana: 1 of 3, the only one free',
    ],
    [
      'who is online',
      chat,
      [agent('Ana', { online: false }), agent('Ion', busy(1))],
      'to Ion: 2 of 3, the only one free',
    ],
    [
      'who has room',
      chat,
      [agent('Ana', { ...busy(1), capacity: { live: 1, mail: 20 } }), agent('Ion', busy(2))],
      'to Ion: 3 of 3, the only one free',
    ],
    [
      'who speaks its language, though busier',
      { ...chat, language: 'pl' },
      [agent('Ana'), agent('Ola', { languages: ['pl'], ...busy(2) })],
      'to Ola: Polish, 3 of 3, the only one free',
    ],
    [
      'the least busy of those who speak it',
      { ...chat, language: 'ru' },
      [agent('Ana'), agent('Lev', { languages: ['ru'], ...busy(1) }), agent('Ira', { languages: ['ru', 'en'] })],
      'to Ira: Russian, 1 of 3, fewest open',
    ],
    [
      'anybody when nobody free speaks it',
      { ...chat, language: 'ro' },
      [agent('Ana'), agent('Ion', { languages: ['ro'], ...busy(3) })],
      'to Ana: nobody free speaks Romanian, 1 of 3, the only one free',
    ],
  ])('%s', (_who, ticket, colleagues, reason) => {
    expect(decide(ticket, colleagues).reason).toBe(reason);
    expect(decide(ticket, [...colleagues].reverse()).reason).toBe(reason);
  });
});

describe('a ticket waits', () => {
  it.each<[string, TicketFacts, Colleague[], string]>([
    ['when there is nobody', chat, [], 'waiting: nobody of Support is online'],
    ['when nobody is online', chat, [agent('Ana', { online: false })], 'waiting: nobody of Support is online'],
    ['when only others are', chat, [agent('Ana', { teams: ['returns'] })], 'waiting: nobody of Support is online'],
    [
      'for a chat',
      chat,
      [agent('Ana', busy(3))],
      'waiting: everybody of Support who is online has all the chats they can take',
    ],
    [
      'for mail',
      mail,
      [agent('Ana', busy(0, 20))],
      'waiting: everybody of Support who is online has all the mail they can take',
    ],
    ['without a team', { ...chat, team: null }, [], 'waiting: nobody is online'],
    [
      'above capacity',
      chat,
      [agent('Ana', busy(5))],
      'waiting: everybody of Support who is online has all the chats they can take',
    ],
    [
      'for somebody who takes no chats',
      chat,
      [agent('Ana', { capacity: { live: 0, mail: 20 } })],
      'waiting: everybody of Support who is online has all the chats they can take',
    ],
  ])('%s', (_when, ticket, colleagues, reason) => {
    expect(decide(ticket, colleagues)).toEqual({ agent: undefined, reason });
    expect(whyWaiting(ticket, colleagues)).toBe(reason);
    expect(roomFor(ticket, colleagues)).toBe(0);
  });
});

it('a full chat desk leaves room for mail', () => {
  const colleagues = [agent('Ana', busy(3, 18)), agent('Ion', busy(3, 20)), agent('Ola', { ...busy(0), teams: [] })];
  expect([roomFor(chat, colleagues), roomFor(mail, colleagues), roomFor({ ...mail, team: null }, colleagues)]).toEqual([
    0, 2, 22,
  ]);
});

it('twenty chats over capacities 3, 2 and 1 are six, evenly', () => {
  const team = [3, 2, 1].map((live) =>
    agent(`Agent ${live}`, { capacity: { live, mail: 20 }, load: { live: 0, mail: 0 } }),
  );
  let clock = 0;
  const given = Array.from({ length: 20 }, () => {
    const { agent: to } = decide(chat, team);
    if (to) {
      to.load.live += 1;
      to.lastAssignedAt = clock += 1;
    }
    return to?.name;
  });
  expect(given.slice(0, 6)).toEqual(['Agent 1', 'Agent 2', 'Agent 3', 'Agent 2', 'Agent 3', 'Agent 3']);
  expect(given.slice(6).every((name) => name === undefined)).toBe(true);
});
