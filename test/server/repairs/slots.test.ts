import { describe, expect, it } from 'vitest';
import { freeSlots, hasRoom, serves, slotAt } from '../../../server/repairs/slots.ts';

const at = (text: string) => new Date(text);
const point = {
  timeZone: 'Europe/Warsaw',
  hours: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '09:00', to: '12:00', capacity: 1 })),
  daysOff: [{ date: '2026-03-25', name: 'Annunciation' }],
  noticeHours: 0,
  aheadDays: 30,
};
const taken = (from: string, to: string) => ({ from: at(from), to: at(to), n: 1, repair: undefined as never });
const free = (
  given: Partial<typeof point>,
  duration: number,
  from: string,
  to: string,
  beside = [] as ReturnType<typeof taken>[],
  now = from,
) =>
  freeSlots({ ...point, ...given }, beside, { duration, now: at(now), after: at(from), until: at(to) }).map(
    ({ from }) => from.toISOString().slice(5, 16),
  );

describe('whom a point serves', () => {
  const regions = ['00-', '05-800', 'Kraków', 'SW1A'];
  it.each([
    [[], '', '', true],
    [regions, '00-950', '', true],
    [regions, '00 950', '', true],
    [regions, '05-801', '', false],
    [regions, '05800', '', true],
    [regions, 'sw1a 2aa', '', true],
    [regions, '31-001', 'KRAKOW ', true],
    [regions, '', 'Krak', false],
    [regions, '', '', false],
  ])('%j, %j %j: %j', (given, postcode, place, yes) => {
    expect(serves({ regions: given }, { postcode, place, address: '' })).toBe(yes);
  });
});

describe('free times', () => {
  it.each([
    ['every half hour for what is short', {}, 30, '2026-03-02T00:00Z', '2026-03-03T00:00Z', 6],
    ['every hour for what takes longer', {}, 60, '2026-03-02T00:00Z', '2026-03-03T00:00Z', 3],
    ['within the shift only', {}, 120, '2026-03-02T00:00Z', '2026-03-03T00:00Z', 2],
    ['none for what is longer than any shift', {}, 240, '2026-03-02T00:00Z', '2026-03-09T00:00Z', 0],
    ['none on a day off', {}, 60, '2026-03-25T00:00Z', '2026-03-25T22:00Z', 0],
    ['none that begins too soon', { noticeHours: 48 }, 60, '2026-03-02T08:30Z', '2026-03-04T08:30Z', 0],
    ['none that is too far away', { aheadDays: 1 }, 60, '2026-03-02T11:00Z', '2026-03-30T00:00Z', 3],
    ['none in the past', {}, 60, '2026-03-02T09:30Z', '2026-03-02T23:00Z', 1],
  ])('%s', (_, given, duration, from, to, count) => {
    expect(free(given, duration, from, to)).toHaveLength(count);
  });

  it('none before now, whatever is asked for', () => {
    expect(free({}, 60, '2026-03-01T00:00Z', '2026-03-03T00:00Z', [], '2026-03-02T09:30Z')).toEqual(['03-02T10:00']);
  });

  it('by the clocks of the place on the days when they are changed', () => {
    const night = { hours: [{ day: 7, from: '01:00', to: '05:00', capacity: 1 }] };
    // 29 March: no hour from two to three. 25 October: that hour comes twice.
    expect(free(night, 60, '2026-03-28T12:00Z', '2026-03-29T12:00Z')).toEqual([
      '03-29T00:00',
      '03-29T01:00',
      '03-29T02:00',
    ]);
    expect(free(night, 60, '2026-10-24T12:00Z', '2026-10-25T12:00Z')).toHaveLength(5);
    expect(free({}, 60, '2026-03-28T12:00Z', '2026-03-29T12:00Z')[0]).toBe('03-29T07:00');
    expect(free({}, 60, '2026-10-24T12:00Z', '2026-10-25T12:00Z')[0]).toBe('10-25T08:00');
  });

  it('as long as there is room at each moment', () => {
    const both = { hours: [{ day: 1, from: '09:00', to: '12:00', capacity: 2 }] };
    const beside = [taken('2026-03-02T08:00Z', '2026-03-02T09:00Z'), taken('2026-03-02T08:30Z', '2026-03-02T10:00Z')];
    expect(free(both, 30, '2026-03-02T00:00Z', '2026-03-03T00:00Z', beside)).toEqual([
      ...['03-02T08:00', '03-02T09:00', '03-02T09:30', '03-02T10:00', '03-02T10:30'],
    ]);
    expect(hasRoom(beside, { from: at('2026-03-02T08:00Z'), to: at('2026-03-02T10:00Z') }, 2)).toBe(false);
    expect(hasRoom(beside, { from: at('2026-03-02T08:00Z'), to: at('2026-03-02T10:00Z') }, 3)).toBe(true);
  });

  it('each day for itself, where one goes on into the next', () => {
    const always = { hours: [1, 2].map((day) => ({ day, from: '00:00', to: '24:00', capacity: 1 })) };
    const starts = free(always, 120, '2026-03-02T19:30Z', '2026-03-03T01:30Z');
    expect(starts).toEqual(['03-02T20:00', '03-02T21:00', '03-02T23:00', '03-03T00:00', '03-03T01:00']);
  });
});

it('knows a time that was offered, and no other one', () => {
  const now = at('2026-03-01T12:00Z');
  const known = (from: string, duration = 60) => slotAt(point, at(from), { duration, now })?.to.toISOString();
  expect(known('2026-03-02T08:00Z')).toBe('2026-03-02T09:00:00.000Z');
  expect(known('2026-03-02T08:10Z')).toBeUndefined();
  expect(known('2026-03-02T10:00Z', 120)).toBeUndefined();
  expect(known('2026-03-01T10:00Z')).toBeUndefined();
  expect(known('2026-03-25T08:00Z')).toBeUndefined();
  expect(known('2026-05-02T08:00Z')).toBeUndefined();
});
