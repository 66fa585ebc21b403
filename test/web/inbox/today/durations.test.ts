import { expect, it } from 'vitest';
import { duration } from '../../../../web/inbox/today/durations.ts';

it.each([
  ['en', 0, '0s'],
  ['en', -5, '0s'],
  ['en', 59.9, '59s'],
  ['en', 125, '2m'],
  ['en', 3_600, '1h'],
  ['en', 11_100, '3h 5m'],
  ['en', 2 * 86_400 + 4 * 3_600 + 59, '2d 4h'],
  ['en', 86_400 + 59 * 60, '1d'],
  ['pl', 11_100, '3 h 5 min'],
  ['ru', 11_100, '3 ч 5 мин'],
])('in %s, %i s are %s', (locale, seconds, words) => {
  expect(duration(locale, seconds).replace(/\s/g, ' ')).toBe(words);
});

it('is said in full where there is room', () => {
  expect(duration('en', 7_200, 'long')).toBe('2 hours');
  expect(duration('pl', 86_400, 'long')).toBe('1 dzień');
});
