import { describe, expect, it } from 'vitest';
import { age, daysBefore, fileSize, snoozePresets, talkTime } from '../../../web/inbox/state/times.ts';

const now = new Date(2026, 10, 21, 15, 0);
const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

it.each([
  [0, '0m'],
  [59, '59m'],
  [60, '1h'],
  [23 * 60, '23h'],
  [6 * 24 * 60, '6d'],
  [8 * 24 * 60, 'Nov 13'],
  [-5, '0m'],
])('%i minutes ago reads %s', (minutes, text) => {
  expect(age('en', before(minutes), now.getTime())).toBe(text);
});

it('counts days by the calendar, over a change of the clock too', () => {
  expect(daysBefore(new Date(2026, 10, 20, 23, 59), now)).toBe(1);
  expect(daysBefore(new Date(2026, 9, 24, 12), new Date(2026, 9, 26, 1))).toBe(2);
});

it.each([
  [999, '999B'],
  [1_500, '1.5 kB'],
  [184_320, '184 kB'],
  [3_400_000, '3.4 MB'],
])('%i bytes read %s', (bytes, text) => {
  expect(fileSize('en', bytes)).toBe(text);
});

describe('snoozing', () => {
  const presets = (at: Date) => snoozePresets(at).map(({ preset }) => preset);
  it('offers the afternoon only before it', () => {
    expect(presets(new Date(2026, 10, 18, 9))).toContain('afternoon');
    expect(presets(new Date(2026, 10, 18, 14, 30))).not.toContain('afternoon');
  });
  it('offers no Monday that is tomorrow already', () => {
    expect(presets(new Date(2026, 10, 22, 9))).not.toContain('monday');
    expect(presets(new Date(2026, 10, 20, 9))).toContain('monday');
  });
  it('lies always ahead', () => {
    for (let hour = 0; hour < 24 * 7; hour += 1) {
      const at = new Date(2026, 10, 16, hour, 30);
      for (const { preset, until } of snoozePresets(at))
        expect(until > at, `${preset} at ${at.toISOString()}`).toBe(true);
    }
  });
});

it.each([
  ['en', 0, '0 sec'],
  ['en', 59, '59 sec'],
  ['en', 100, '2 min'],
  ['pl', 3600, '60 min'],
])('%s says of %i seconds %s', (locale, seconds, text) => expect(talkTime(locale, seconds)).toBe(text));
