import { expect, it } from 'vitest';
import { momentOf } from '../../../server/orders/save.ts';
import { addMonths, warrantyOf } from '../../../server/orders/warranty.ts';

const bucharest = { timeZone: 'Europe/Bucharest', warrantyMonths: 24 };
const at = (iso: string) => new Date(iso);

it.each([
  ['2026-03-05', 24, '2028-03-05'],
  ['2026-01-31', 1, '2026-02-28'],
  ['2024-01-31', 1, '2024-02-29'],
  ['2024-02-29', 12, '2025-02-28'],
  ['2024-02-29', 48, '2028-02-29'],
  ['2026-12-15', 1, '2027-01-15'],
  ['2026-08-31', 6, '2027-02-28'],
])('%s and %i months is %s', (date, months, expected) => expect(addMonths(date, months)).toBe(expected));

it.each([
  // The last second of the last day, and the first after it, as Bucharest has them (UTC+2 in winter, +3 in summer).
  [24, '2026-03-05T10:00:00Z', bucharest, '2028-03-05T21:59:59Z', { state: 'covered', until: '2028-03-05' }],
  [24, '2026-03-05T10:00:00Z', bucharest, '2028-03-05T22:00:00Z', { state: 'ended', until: '2028-03-05' }],
  [3, '2026-04-05T10:00:00Z', bucharest, '2026-07-05T20:59:59Z', { state: 'covered', until: '2026-07-05' }],
  [3, '2026-04-05T10:00:00Z', bucharest, '2026-07-05T21:00:00Z', { state: 'ended', until: '2026-07-05' }],
  // Delivered late in the evening by UTC: in the shop it was the next day.
  [12, '2026-03-04T22:30:00Z', bucharest, '2027-03-05T12:00:00Z', { state: 'covered', until: '2027-03-05' }],
  [null, '2026-03-05T10:00:00Z', bucharest, '2026-04-01T00:00:00Z', { state: 'covered', until: '2028-03-05' }],
  [0, '2026-03-05T10:00:00Z', bucharest, '2026-04-01T00:00:00Z', { state: 'none', until: null }],
  [24, null, bucharest, '2026-04-01T00:00:00Z', { state: 'undelivered', until: null }],
  [
    ...([null, '2026-03-05T10:00:00Z', { ...bucharest, warrantyMonths: null }, '2026-04-01T00:00:00Z'] as const),
    { state: 'unknown', until: null },
  ],
] as const)('%s months, delivered %s: at %s %s', (months, delivered, terms, now, expected) =>
  expect(warrantyOf({ warrantyMonths: months }, delivered && at(delivered), terms, at(now))).toEqual(expected),
);

it.each([
  ['2026-03-05', '2026-03-04T22:00:00.000Z'],
  // The clocks go forward on the 29th at three in the morning.
  ['2026-03-29', '2026-03-28T22:00:00.000Z'],
  ['2026-03-30', '2026-03-29T21:00:00.000Z'],
  ['2026-03-05T10:00:00+02:00', '2026-03-05T08:00:00.000Z'],
  ['2026-02-30', undefined],
  ['2026-13-01', undefined],
  ['2026-02-28T25:00:00Z', undefined],
])('%s begins at %s', (text, expected) => expect(momentOf(text, 'Europe/Bucharest')?.toISOString()).toBe(expected));
