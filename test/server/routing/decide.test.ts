import { describe, expect, it } from 'vitest';
import { decide, roomFor, whyWaiting, type Colleague, type TicketFacts } from '../../../server/routing/decide.ts';
import { neededBy, needsOf, wantsOf } from '../../../server/routing/needs.ts';

const support = { id: 'support', name: 'Support' };
const chat: TicketFacts = { team: support, load: 'live', language: null, needs: [], lastAgent: null };
const mail: TicketFacts = { ...chat, load: 'mail' };

const repairs = { skill: 'repairs', level: 2, required: true };
const phones = { skill: 'phones', level: 4, required: true };

const agent = (name: string, more: Partial<Colleague> = {}): Colleague => ({
  id: name,
  name,
  online: true,
  languages: ['en'],
  skills: {},
  teams: ['support'],
  capacity: { live: 3, mail: 20 },
  load: { live: 0, mail: 0 },
  lastAssignedAt: null,
  ...more,
});
const busy = (live: number, mailLoad = 0) => ({ load: { live, mail: mailLoad } });

describe('a ticket goes to', () => {
  it.each<[string, TicketFacts, Colleague[], Record<string, string>]>([
    ['the only one', chat, [agent('Ana')], { agent: 'Ana', n: '1', capacity: '3', by: 'only' }],
    [
      'who has fewest',
      chat,
      [agent('Ana', busy(2)), agent('Ion', busy(1))],
      { agent: 'Ion', n: '2', capacity: '3', by: 'fewest' },
    ],
    [
      'who has fewest of its class',
      mail,
      [agent('Ana', busy(0, 5)), agent('Ion', busy(3, 4))],
      { agent: 'Ion', n: '5', capacity: '20', by: 'fewest' },
    ],
    [
      'who speaks its language best, of those who have as few',
      { ...chat, language: 'pl' },
      [
        agent('Ana', { languages: ['pl'], languageLevels: { pl: 2 } }),
        agent('Ion', { languages: ['pl'], languageLevels: { pl: 4 }, lastAssignedAt: 1 }),
        agent('Ben', { ...busy(1), languages: ['pl'] }),
      ],
      { agent: 'Ion', n: '1', capacity: '3', by: 'fluent', speaks: 'pl' },
    ],
    [
      'who speaks it at all rather than to who is idle',
      { ...chat, language: 'pl' },
      [agent('Ana'), agent('Ion', { ...busy(2), languages: ['pl'], languageLevels: { pl: 1 } })],
      { agent: 'Ion', n: '3', capacity: '3', by: 'only', speaks: 'pl' },
    ],
    [
      'who has waited longest',
      chat,
      [agent('Ana', { lastAssignedAt: 200 }), agent('Ion', { lastAssignedAt: 100 })],
      { agent: 'Ion', n: '1', capacity: '3', by: 'idle' },
    ],
    [
      'who never had one',
      chat,
      [agent('Ana', { lastAssignedAt: 1 }), agent('Ion')],
      { agent: 'Ion', n: '1', capacity: '3', by: 'idle' },
    ],
    [
      'always the same of equals',
      chat,
      [agent('Ion'), agent('Ana')],
      { agent: 'Ana', n: '1', capacity: '3', by: 'idle' },
    ],
    [
      'a member of its team',
      chat,
      [agent('Ana', { teams: ['returns'] }), agent('Ion', busy(2))],
      { agent: 'Ion', n: '3', capacity: '3', by: 'only' },
    ],
    [
      'anybody when it has no team',
      { ...chat, team: null },
      [agent('Ana', { teams: [] })],
      { agent: 'Ana', n: '1', capacity: '3', by: 'only' },
    ],
    [
      'who is online',
      chat,
      [agent('Ana', { online: false }), agent('Ion', busy(1))],
      { agent: 'Ion', n: '2', capacity: '3', by: 'only' },
    ],
    [
      'who has room',
      chat,
      [agent('Ana', { ...busy(1), capacity: { live: 1, mail: 20 } }), agent('Ion', busy(2))],
      { agent: 'Ion', n: '3', capacity: '3', by: 'only' },
    ],
    [
      'who speaks its language, though busier',
      { ...chat, language: 'pl' },
      [agent('Ana'), agent('Ola', { languages: ['pl'], ...busy(2) })],
      { agent: 'Ola', n: '3', capacity: '3', by: 'only', speaks: 'pl' },
    ],
    [
      'the least busy of those who speak it',
      { ...chat, language: 'ru' },
      [agent('Ana'), agent('Lev', { languages: ['ru'], ...busy(1) }), agent('Ira', { languages: ['ru', 'en'] })],
      { agent: 'Ira', n: '1', capacity: '3', by: 'fewest', speaks: 'ru' },
    ],
    [
      'anybody when nobody free speaks it',
      { ...chat, language: 'ro' },
      [agent('Ana'), agent('Ion', { languages: ['ro'], ...busy(3) })],
      { agent: 'Ana', n: '1', capacity: '3', by: 'only', nobodySpeaks: 'ro' },
    ],
    [
      'who answered this customer last, though busier',
      { ...chat, lastAgent: 'Ion' },
      [agent('Ana'), agent('Ion', busy(2))],
      { agent: 'Ion', n: '3', capacity: '3', by: 'last' },
    ],
    [
      'somebody else when that one is away',
      { ...chat, lastAgent: 'Ion' },
      [agent('Ana'), agent('Ion', { online: false })],
      { agent: 'Ana', n: '1', capacity: '3', by: 'only' },
    ],
    [
      'who speaks its language rather than whoever answered last',
      { ...chat, language: 'ru', lastAgent: 'Ana' },
      [agent('Ana'), agent('Lev', { languages: ['ru'], ...busy(2) })],
      { agent: 'Lev', n: '3', capacity: '3', by: 'only', speaks: 'ru' },
    ],
    [
      'who knows what is required, well enough',
      { ...mail, needs: [repairs] },
      [agent('Ana', { skills: { repairs: 1 } }), agent('Ion'), agent('Ola', { skills: { repairs: 3 }, ...busy(0, 9) })],
      { agent: 'Ola', n: '10', capacity: '20', by: 'only', knows: 'repairs' },
    ],
    [
      'who knows most of what is preferred',
      { ...mail, needs: [repairs, { ...phones, required: false }] },
      [agent('Ana', { skills: { repairs: 5 } }), agent('Ola', { skills: { repairs: 2, phones: 4 }, ...busy(0, 9) })],
      { agent: 'Ola', n: '10', capacity: '20', by: 'skilled', knows: 'repairs, phones' },
    ],
    [
      'anybody when nobody free knows what is only preferred',
      { ...mail, needs: [{ ...phones, required: false }] },
      [agent('Ana'), agent('Ola', { skills: { phones: 5 }, ...busy(0, 20) })],
      { agent: 'Ana', n: '1', capacity: '20', by: 'only', lacks: 'phones' },
    ],
    [
      'who speaks its language rather than who knows what is preferred',
      { ...mail, language: 'ru', needs: [{ ...phones, required: false }] },
      [agent('Ana', { skills: { phones: 5 } }), agent('Lev', { languages: ['ru'] })],
      { agent: 'Lev', n: '1', capacity: '20', by: 'only', speaks: 'ru', lacks: 'phones' },
    ],
  ])('%s', (_who, ticket, colleagues, why) => {
    const reason = { kind: 'given', params: { ...why, agentId: why.agent } };
    expect(decide(ticket, colleagues).reason).toEqual(reason);
    expect(decide(ticket, [...colleagues].reverse()).reason).toEqual(reason);
  });
});

describe('a ticket waits', () => {
  it.each<[string, TicketFacts, Colleague[], 'offline' | 'full']>([
    ['when there is nobody', chat, [], 'offline'],
    ['when nobody is online', chat, [agent('Ana', { online: false })], 'offline'],
    ['when only others are', chat, [agent('Ana', { teams: ['returns'] })], 'offline'],
    ['for a chat', chat, [agent('Ana', busy(3))], 'full'],
    ['for mail', mail, [agent('Ana', busy(0, 20))], 'full'],
    ['without a team', { ...chat, team: null }, [], 'offline'],
    ['above capacity', chat, [agent('Ana', busy(5))], 'full'],
    ['for somebody who takes no chats', chat, [agent('Ana', { capacity: { live: 0, mail: 20 } })], 'full'],
  ])('%s', (_when, ticket, colleagues, kind) => {
    const reason = { kind, params: { load: ticket.load, ...(ticket.team ? { team: 'Support' } : {}) } };
    expect(decide(ticket, colleagues)).toEqual({ agent: undefined, reason });
    expect(whyWaiting(ticket, colleagues)).toEqual(reason);
    expect(roomFor(ticket, colleagues)).toBe(0);
  });
});

it('a ticket waits for a skill that nobody online has, and for room where somebody has it', () => {
  const ticket = { ...mail, needs: [repairs, phones] };
  const params = { load: 'mail', team: 'Support' };
  const one = agent('Ana', { skills: { repairs: 2 } });
  const both = agent('Ola', { skills: { repairs: 2, phones: 4 }, ...busy(0, 20) });
  expect(decide(ticket, [one])).toEqual({
    agent: undefined,
    reason: { kind: 'unskilled', params: { ...params, skills: 'repairs, phones' } },
  });
  expect(decide(ticket, [one, both]).reason).toEqual({ kind: 'full', params });
  expect(roomFor(ticket, [one, both])).toBe(0);
  expect(roomFor({ ...mail, needs: [repairs] }, [one, both])).toBe(20);
});

it('what is required makes one word, which tells it again', () => {
  const needs = needsOf([
    { skill: ' Phones  X', level: 4, required: true },
    { ...repairs, skill: 'REPAIRS' },
    { ...repairs, skill: 'prints', required: false },
  ]);
  expect(needs.map(({ skill }) => skill)).toEqual(['phones x', 'repairs', 'prints']);
  expect([wantsOf(needs), wantsOf([]), wantsOf(needs.slice(2))]).toEqual([
    'phones x:4|repairs:2',
    undefined,
    undefined,
  ]);
  expect(neededBy(wantsOf(needs) ?? null)).toEqual(needs.slice(0, 2));
  expect(neededBy(null)).toEqual([]);
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
