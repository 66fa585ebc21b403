import { describe, expect, it } from 'vitest';
import { publicHolidays, type Country } from '../../../../web/inbox/settings/hours/public-holidays.ts';

describe('public holidays', () => {
  it.each<[Country, number, string]>([
    ['ES', 2026, '01-01 01-06 04-03 05-01 08-15 10-12 11-01 12-06 12-08 12-25'],
    ['PL', 2026, '01-01 01-06 04-05 04-06 05-01 05-03 05-24 06-04 08-15 11-01 11-11 12-24 12-25 12-26'],
    ['RO', 2026, '01-01 01-02 01-06 01-07 01-24 04-10 04-12 04-13 05-01 05-31 06-01 08-15 11-30 12-01 12-25 12-26'],
    [
      'RO',
      2027,
      '01-01 01-02 01-06 01-07 01-24 04-30 05-01 05-02 05-03 06-01 06-20 06-21 08-15 11-30 12-01 12-25 12-26',
    ],
    ['GB', 2025, '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26'],
    // Boxing Day on a Saturday; then Christmas on a Saturday and Boxing Day on the Sunday after it.
    ['GB', 2026, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28'],
    ['GB', 2027, '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28'],
    // New Year's Day on a Saturday; Christmas on a Monday.
    ['GB', 2028, '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26'],
    // Christmas on a Sunday.
    ['GB', 2033, '01-03 04-15 04-18 05-02 05-30 08-29 12-26 12-27'],
    // Independence Day on a Saturday.
    ['US', 2026, '01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25'],
    // Juneteenth, Christmas and the next New Year's Day on a Saturday, Independence Day on a Sunday.
    ['US', 2027, '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31'],
  ])('%s in %i', (country, year, days) => {
    const found = publicHolidays(country, year).map(({ date }) => date);
    expect(found.map((date) => date.slice(5)).join(' ')).toBe(days);
    expect(new Set(found.map((date) => date.slice(0, 4)))).toEqual(new Set([String(year)]));
  });
});
