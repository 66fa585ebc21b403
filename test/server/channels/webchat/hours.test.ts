import { describe, expect, it } from 'vitest';
import { isOpen, opensNext } from '../../../../server/channels/webchat/hours/hours.ts';

const weekdays = { from: '09:00', to: '17:30' };
const week = [weekdays, weekdays, weekdays, weekdays, weekdays, null, null];
const warsaw = { week, timeZone: 'Europe/Warsaw' };

describe('office hours', () => {
  it.each([
    ['a Monday before nine', '2026-03-02T07:59:59Z', false, '2026-03-02T08:00:00.000Z'],
    ['a Monday at nine', '2026-03-02T08:00:00Z', true, '2026-03-03T08:00:00.000Z'],
    ['a Monday at half past five', '2026-03-02T16:30:00Z', false, '2026-03-03T08:00:00.000Z'],
    ['a Friday evening', '2026-03-06T20:00:00Z', false, '2026-03-09T08:00:00.000Z'],
    // The clock goes forward on the 29th.
    ['the weekend of summer time', '2026-03-28T12:00:00Z', false, '2026-03-30T07:00:00.000Z'],
    ['the Monday after it', '2026-03-30T07:00:00Z', true, '2026-03-31T07:00:00.000Z'],
  ])('%s', (_name, at, open, next) => {
    expect(isOpen(warsaw, new Date(at))).toBe(open);
    expect(opensNext(warsaw, new Date(at))?.toISOString()).toBe(next);
  });

  it('on the very day on which the clock changes go by its hands', () => {
    const sundays = { week: [null, null, null, null, null, null, weekdays], timeZone: 'Europe/Warsaw' };
    expect(opensNext(sundays, new Date('2026-03-29T00:00:00Z'))?.toISOString()).toBe('2026-03-29T07:00:00.000Z');
    expect(opensNext(sundays, new Date('2026-10-25T00:00:00Z'))?.toISOString()).toBe('2026-10-25T08:00:00.000Z');
    expect(opensNext(sundays, new Date('2026-10-25T08:00:00Z'))?.toISOString()).toBe('2026-11-01T08:00:00.000Z');
  });

  it('that nobody has said are always, and end never', () => {
    expect(isOpen({ week: null, timeZone: 'UTC' }, new Date())).toBe(true);
    expect(opensNext({ week: null, timeZone: 'UTC' }, new Date())).toBeUndefined();
  });
});
