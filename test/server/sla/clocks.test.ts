import { Types } from 'mongoose';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../../server/settings/calendar/hours.ts';
import { alarmsOf, deadlinesOf, withoutPast } from '../../../server/sla/clocks.ts';
import { AT_FIRST, policyFor } from '../../../server/sla/policies.ts';
import type { Policy } from '../../../server/sla/schema.ts';
import type { TicketDoc } from '../../../server/tickets/model.ts';

/** Monday to Friday, nine to five in Warsaw, but for Constitution Day: Monday, 3 May 2027. */
const calendar: Calendar = {
  timeZone: 'Europe/Warsaw',
  hours: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' })),
  holidays: [{ date: '2027-05-03', name: '' }],
};
/** In Warsaw's summer, two hours before UTC. */
const at = (time: string): Date => new Date(`2027-${time}:00+02:00`);
const base = {
  ...{ type: 'inquiry', priority: 2, status: 'new', handler: 'agents', team: null, createdAt: at('04-29T10:00') },
  ...{ waitingSince: at('04-29T10:00'), firstRepliedAt: null, solvedAt: null, _id: new Types.ObjectId() },
} as unknown as TicketDoc;
const hours: Policy = {
  name: 'Hours',
  firstReply: { amount: 120, unit: 'minutes' },
  nextReply: { amount: 60, unit: 'minutes' },
  resolution: { amount: 5, unit: 'businessDays' },
  warnMinutes: 30,
  raise: false,
};

/** What becomes of a ticket, step by step: what changes of it, and when. */
function after(policy: Policy | undefined, ...steps: [time: string, change: Partial<TicketDoc>][]): TicketDoc {
  let ticket = { ...base, ...deadlinesOf(base, policy, calendar, base.createdAt) };
  for (const [time, change] of steps) {
    const changed = { ...ticket, ...change };
    ticket = { ...changed, ...deadlinesOf(changed, policy, calendar, at(time)) };
  }
  return ticket;
}
const replied = (time: string): [string, Partial<TicketDoc>] => [
  time,
  { status: 'pending', waitingSince: null, firstRepliedAt: at(time) },
];
const wroteBack = (time: string): [string, Partial<TicketDoc>] => [time, { status: 'open', waitingSince: at(time) }];
const said = ({ due, clocks }: TicketDoc) => [due, clocks?.firstReplyBy, clocks?.nextReplyBy, clocks?.resolveBy];

describe('deadlines follow from what a ticket is', () => {
  // Thursday 29 April; Friday; the week end; Monday is a holiday; five business days later is Friday, 7 May.
  const solveBy = at('05-07T17:00');
  it.each<[string, TicketDoc, (Date | null)[]]>([
    ['new', after(hours), [at('04-29T12:00'), at('04-29T12:00'), null, solveBy]],
    ['answered', after(hours, replied('04-29T11:00')), [null, at('04-29T12:00'), null, solveBy]],
    [
      'answered, and the customer wrote back the next day: a day later',
      after(hours, replied('04-29T11:00'), wroteBack('04-30T16:30')),
      [at('05-04T09:30'), at('04-29T12:00'), at('05-04T09:30'), at('05-10T17:00')],
    ],
    [
      'put off by hand for an hour',
      after(hours, ['04-29T10:30', { status: 'pending', waitingSince: null }], wroteBack('04-29T11:30')),
      [at('04-29T13:00'), at('04-29T13:00'), null, solveBy],
    ],
    [
      'put off over night: nobody was there meanwhile',
      after(hours, ['04-29T16:00', { status: 'pending', waitingSince: null }], wroteBack('04-30T08:00')),
      // It had passed before.
      [at('04-29T12:00'), at('04-29T12:00'), null, at('05-10T17:00')],
    ],
    [
      'an answer that goes out later: the customer waits',
      after(hours, ['04-29T10:30', { status: 'pending' }]),
      [at('04-29T12:00'), at('04-29T12:00'), null, solveBy],
    ],
    [
      'snoozed',
      after(hours, ['04-29T10:30', { status: 'snoozed' }]),
      [at('04-29T12:00'), at('04-29T12:00'), null, solveBy],
    ],
    [
      'solved',
      after(hours, ['04-29T10:30', { status: 'solved', solvedAt: at('04-29T10:30') }]),
      [null, at('04-29T12:00'), null, solveBy],
    ],
    [
      'opened again two days after: all of it later',
      after(
        hours,
        ['04-29T10:30', { status: 'solved', waitingSince: null, solvedAt: at('04-29T10:30') }],
        ['05-01T12:00', { status: 'open', waitingSince: at('05-01T12:00'), solvedAt: null }],
      ),
      // Fourteen and a half hours of Thursday and Friday were not ours.
      [at('05-04T10:30'), at('05-04T10:30'), null, at('05-10T17:00')],
    ],
    ['merged', after(hours, ['04-29T10:30', { merged: {} as never }]), [null, at('04-29T12:00'), null, solveBy]],
    ['spam', after(hours, ['04-29T10:30', { spam: true }]), [null, at('04-29T12:00'), null, solveBy]],
    [
      'with the assistant',
      after(hours, ['04-29T10:30', { handler: 'assistant' }]),
      [null, at('04-29T12:00'), null, solveBy],
    ],
    ['older than its mailbox', after(hours, ['04-29T10:30', { history: true }]), [null, null, null, null]],
    ['nothing promised', after(undefined), [null, null, null, null]],
  ])('%s', (_what, ticket, expected) => expect(said(ticket)).toEqual(expected));
});

describe('days of the calendar', () => {
  const two: Policy = { name: '', resolution: { amount: 14, unit: 'calendarDays' }, raise: false };
  it.each<[string, TicketDoc, string]>([
    ['end at midnight of the last one', after(two), '05-13T23:59'],
    ['wait as many nights as it waited', after(two, replied('05-01T10:00'), wroteBack('05-03T23:00')), '05-15T23:59'],
    ['wait for no hour of the same day', after(two, replied('05-01T10:00'), wroteBack('05-01T23:00')), '05-13T23:59'],
    [
      'go by the clock of the last day, which is another one in winter',
      { ...base, ...deadlinesOf({ ...base, createdAt: at('10-20T10:00') }, two, calendar, at('10-20T10:00')) },
      '11-04T00:59',
    ],
  ])('%s', (_what, ticket, by) => expect(ticket.clocks?.resolveBy).toEqual(new Date(at(by).getTime() + 59_999)));
});

describe('warnings', () => {
  it('come before what they warn of, each once, and one by one', () => {
    const ticket = after(hours);
    expect(alarmsOf(ticket, hours).map(({ key, at: when }) => [key, when])).toEqual([
      ['warn:firstReply', at('04-29T11:30')],
      ['late:firstReply', at('04-29T12:00')],
      ['warn:resolution', at('05-07T16:30')],
      ['late:resolution', at('05-07T17:00')],
    ]);
    expect(ticket.alarmAt).toEqual(at('04-29T11:30'));
    const warned = { ...ticket, clocks: { ...ticket.clocks!, done: ['warn:firstReply'] } };
    expect(deadlinesOf(warned, hours, calendar, at('04-29T11:30')).alarmAt).toEqual(at('04-29T12:00'));
    const late = { ...ticket, clocks: { ...ticket.clocks!, done: ['late:firstReply'] } };
    expect(deadlinesOf(late, hours, calendar, at('04-29T12:00')).alarmAt).toEqual(at('05-07T16:30'));
  });

  it('are of this wait of the customer, and forgotten with it', () => {
    const waiting = after(hours, replied('04-29T11:00'), wroteBack('04-29T12:00'));
    const key = `late:nextReply@${at('04-29T12:00').getTime()}`;
    expect(alarmsOf(waiting, hours).map((alarm) => alarm.key)).toContain(key);
    const done = { ...waiting, clocks: { ...waiting.clocks!, done: [key] } };
    expect(deadlinesOf(done, hours, calendar, at('04-29T14:00')).clocks.done).toEqual([key]);
    const again = { ...done, waitingSince: at('04-30T12:00') };
    expect(deadlinesOf(again, hours, calendar, at('04-30T12:00')).clocks.done).toEqual([]);
  });

  it('that a change of settings would have come too late for are told to nobody', () => {
    const ticket = after(undefined);
    const now = at('04-30T10:00');
    const { due, alarmAt, clocks } = withoutPast(ticket, deadlinesOf(ticket, hours, calendar, now), hours, now);
    expect([due, alarmAt, clocks.done]).toEqual([
      at('04-29T12:00'),
      at('05-07T16:30'),
      ['warn:firstReply', 'late:firstReply'],
    ]);
  });
});

describe('the first policy that fits counts', () => {
  const policy = (name: string, more: Partial<Policy>): Policy => ({ name, raise: false, ...more });
  const all = [
    policy('vip', { classes: ['vip'] }),
    policy('urgent', { priorities: ['urgent', 'high'], types: ['inquiry', 'return'] }),
    policy('complaint', { types: ['complaint'], classes: [] }),
  ];
  it.each<[Partial<TicketDoc>, string | undefined]>([
    [{}, undefined],
    [{ class: 'vip' }, 'vip'],
    [{ class: 'priority', type: 'complaint' }, 'complaint'],
    [{ priority: 3 }, 'urgent'],
    [{ priority: 4, type: 'complaint' }, 'complaint'],
    [{ priority: 4, type: 'complaint', class: 'vip' }, 'vip'],
  ])('%j', (more, name) => expect(policyFor(all, { ...base, ...more })?.name).toBe(name));

  it('until somebody sets others: a business day to answer questions, two weeks to settle the rest', () => {
    const by = (type: TicketDoc['type']) => {
      const ticket = { ...base, type };
      return deadlinesOf(ticket, policyFor(AT_FIRST, ticket), calendar, base.createdAt).due;
    };
    expect(by('inquiry')).toEqual(at('04-30T17:00'));
    for (const type of ['complaint', 'return'] as const)
      expect(by(type)).toEqual(new Date(at('05-14T00:00').getTime() - 1));
  });
});
