import { describe, expect, it } from 'vitest';
import { hoursOf, inWords, isWrong, weekOf } from '../../../../web/inbox/settings/hours/week.ts';

const hours = [
  ...[1, 2, 3].flatMap((day) => [
    { day, from: '09:00', to: '13:00' },
    { day, from: '14:00', to: '17:00' },
  ]),
  { day: 6, from: '18:00', to: '24:00' },
];

describe('hours by weekday', () => {
  it('go into the fields and back, midnight too', () => {
    expect(weekOf(hours)[5]).toEqual([{ from: '18:00', to: '00:00' }]);
    expect(hoursOf(weekOf(hours.toReversed()))).toEqual(hours);
  });

  it('are told in few words', () => {
    expect(inWords(hours, 'en')).toBe('Mon–Wed 09:00–13:00, 14:00–17:00; Sat 18:00–24:00');
    expect(inWords([], 'en')).toBe('');
  });

  it.each([
    [false, hours],
    [true, [...hours, { day: 6, from: '17:00', to: '18:01' }]],
    [false, [...hours, { day: 6, from: '17:00', to: '18:00' }]],
    [true, [{ day: 1, from: '17:00', to: '09:00' }]],
  ])('are wrong: %s', (wrong, some) => expect(isWrong(weekOf(some))).toBe(wrong));
});
