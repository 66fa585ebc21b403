import { expect, it } from 'vitest';
import { dayOf, isTimeZone } from '../../../server/settings/day.ts';

it.each([
  ['UTC', '2026-05-04T23:59:59.999Z', '2026-05-04', '2026-05-04T00:00:00Z', 24],
  ['UTC', '2026-05-05T00:00:00.000Z', '2026-05-05', '2026-05-05T00:00:00Z', 24],
  ['Asia/Kolkata', '2026-05-04T18:29:59.999Z', '2026-05-04', '2026-05-03T18:30:00Z', 24],
  ['Asia/Kolkata', '2026-05-04T18:30:00.000Z', '2026-05-05', '2026-05-04T18:30:00Z', 24],
  ['America/New_York', '2026-01-01T04:00:00.000Z', '2025-12-31', '2025-12-31T05:00:00Z', 24],
  ['Pacific/Kiritimati', '2026-01-01T10:00:00.000Z', '2026-01-02', '2026-01-01T10:00:00Z', 24],
  // Forward and back in the night.
  ['Europe/Warsaw', '2026-03-29T12:00:00.000Z', '2026-03-29', '2026-03-28T23:00:00Z', 23],
  ['Europe/Warsaw', '2026-10-25T12:00:00.000Z', '2026-10-25', '2026-10-24T22:00:00Z', 25],
  // At midnight: there is no 00:00 on the first of these days, and the day before the second one has 23:30 twice.
  ['America/Santiago', '2025-09-07T12:00:00.000Z', '2025-09-07', '2025-09-07T04:00:00Z', 23],
  ['America/Santiago', '2025-04-06T03:30:00.000Z', '2025-04-05', '2025-04-05T03:00:00Z', 25],
  ['America/Santiago', '2025-04-06T12:00:00.000Z', '2025-04-06', '2025-04-06T04:00:00Z', 24],
])('in %s, %s is on %s', (zone, at, date, from, hours) => {
  const day = dayOf(zone, new Date(at));
  expect([day.date, day.from]).toEqual([date, new Date(from)]);
  expect((day.to.getTime() - day.from.getTime()) / 3_600_000).toBe(hours);
});

it('knows which zones there are', () => {
  expect(['Europe/Bucharest', 'UTC', 'Mars/Phobos', ''].map(isTimeZone)).toEqual([true, true, false, false]);
});
