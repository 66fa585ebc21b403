import { expect, it } from 'vitest';
import { slotsIn } from '../../../server/callbacks/slots.ts';
import { openings, type Calendar } from '../../../server/settings/calendar/hours.ts';

const at = (time: string) => new Date(`2026-03-${time}Z`);
const opening = (from: string, to: string) => ({ from: at(from), to: at(to) });

it.each([
  ['fills a stretch', [opening('02T09:00', '02T10:00')], 15, '02T00:00', ['09:00', '09:15', '09:30', '09:45']],
  ['offers none that does not fit', [opening('02T09:00', '02T09:40')], 15, '02T00:00', ['09:00', '09:15']],
  ['offers none in a stretch that is too short', [opening('02T09:00', '02T09:10')], 15, '02T00:00', []],
  ['offers none that has begun', [opening('02T09:00', '02T10:00')], 20, '02T09:10', ['09:20', '09:40']],
  ['offers one that begins just then', [opening('02T09:00', '02T10:00')], 30, '02T09:30', ['09:30']],
  [
    'begins anew after a break',
    [opening('02T09:00', '02T09:35'), opening('02T13:05', '02T13:40')],
    ...([30, '02T00:00', ['09:00', '13:05']] as const),
  ],
] as const)('%s', (_what, open, minutes, from, slots) => {
  expect(
    slotsIn(open, minutes, { since: at('01T00:00'), from: at(from) }).map((slot) => slot.toISOString().slice(11, 16)),
  ).toEqual(slots);
});

it('follows the clock of its zone through the change to summer time', () => {
  const calendar: Calendar = {
    timeZone: 'Europe/Bucharest',
    hours: [6, 7, 1].map((day) => ({ day, from: '09:00', to: '10:00' })),
    holidays: [{ date: '2026-03-28', name: 'closed' }],
  };
  const open = openings(calendar, at('28T00:00'), at('31T00:00'));
  // 29 March 2026: 03:00 is 04:00.
  expect(slotsIn(open, 30, { since: at('27T00:00'), from: at('28T00:00') }).map((slot) => slot.toISOString())).toEqual([
    '2026-03-29T06:00:00.000Z',
    '2026-03-29T06:30:00.000Z',
    '2026-03-30T06:00:00.000Z',
    '2026-03-30T06:30:00.000Z',
  ]);
});

it.each(['02T11:07', '02T11:08:13.005'])('is the same whenever it is asked where it never closes: %s', (since) => {
  const open = [opening(since, '02T13:00')];
  const slots = slotsIn(open, 15, { since: at(since), from: at('02T12:20') });
  expect(slots.map((slot) => slot.toISOString().slice(11, 16))).toEqual(['12:30', '12:45']);
});
