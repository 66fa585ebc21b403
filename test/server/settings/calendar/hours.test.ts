import { describe, expect, it } from 'vitest';
import {
  addBusiness,
  addBusinessDays,
  addCalendarDays,
  businessMinutes,
  isOpen,
  nextOpening,
  openings,
  type Calendar,
} from '../../../../server/settings/calendar/hours.ts';

const on = (days: number[], ...stretches: string[]) =>
  days.flatMap((day) => stretches.map((stretch) => ({ day, from: stretch.slice(0, 5), to: stretch.slice(6) })));
const holidays = (...dates: string[]) => dates.map((date) => ({ date, name: 'Holiday' }));
const WEEKDAYS = [1, 2, 3, 4, 5];
/** Monday to Friday, nine to five. */
const office = (timeZone: string, ...closed: string[]): Calendar => ({
  timeZone,
  hours: on(WEEKDAYS, '09:00-17:00'),
  holidays: holidays(...closed),
});
const sundays = (timeZone: string, ...stretches: string[]): Calendar => ({
  timeZone,
  hours: on([7], ...stretches),
  holidays: [],
});

const warsaw = office('Europe/Warsaw');
const lunch: Calendar = { ...warsaw, hours: on(WEEKDAYS, '09:00-13:00', '14:00-17:00') };
const twoWeeks = Array.from({ length: 14 }, (_, day) =>
  new Date(Date.UTC(2026, 11, 21 + day)).toISOString().slice(0, 10),
);
/** Saturday evening to Sunday morning. */
const night: Calendar = {
  timeZone: 'America/New_York',
  hours: [...on([6], '22:00-24:00'), ...on([7], '00:00-06:00')],
  holidays: [],
};
/** Around the clock on Sundays. */
const madridSundays = sundays('Europe/Madrid', '00:00-24:00');

describe('so many minutes of business time after', () => {
  it.each<[string, Calendar, string, number, string]>([
    ['the opening', warsaw, '2026-03-02T09:00+01:00', 60, '2026-03-02T10:00+01:00'],
    ['the opening, the whole day', warsaw, '2026-03-02T09:00+01:00', 480, '2026-03-02T17:00+01:00'],
    ['the opening, and one more', warsaw, '2026-03-02T09:00+01:00', 481, '2026-03-03T09:01+01:00'],
    ['the early morning', warsaw, '2026-03-02T06:00+01:00', 30, '2026-03-02T09:30+01:00'],
    ['the evening', warsaw, '2026-03-02T21:00+01:00', 30, '2026-03-03T09:30+01:00'],
    ['a moment with seconds', warsaw, '2026-03-02T16:59:30+01:00', 1, '2026-03-03T09:00:30+01:00'],
    ['a Friday', warsaw, '2026-03-06T16:30+01:00', 60, '2026-03-09T09:30+01:00'],
    ['a Saturday', warsaw, '2026-03-07T12:00+01:00', 60, '2026-03-09T10:00+01:00'],
    ['a moment before the pause', lunch, '2026-03-02T12:30+01:00', 60, '2026-03-02T14:30+01:00'],
    ['a moment in the pause', lunch, '2026-03-02T13:20+01:00', 60, '2026-03-02T15:00+01:00'],
    ['the Friday before summer time, Warsaw', warsaw, '2026-03-27T16:30+01:00', 60, '2026-03-30T09:30+02:00'],
    ['… in Moscow', office('Europe/Moscow'), '2026-03-27T16:30+03:00', 60, '2026-03-30T09:30+03:00'],
    ['… in Kolkata', office('Asia/Kolkata'), '2026-03-27T16:30+05:30', 60, '2026-03-30T09:30+05:30'],
    ['… in New York', office('America/New_York'), '2026-03-06T16:30-05:00', 60, '2026-03-09T09:30-04:00'],
    [
      '… before winter time, Bucharest',
      office('Europe/Bucharest'),
      '2026-10-23T16:30+03:00',
      60,
      '2026-10-26T09:30+02:00',
    ],
    ['… in New York', office('America/New_York'), '2026-10-30T16:30-04:00', 60, '2026-11-02T09:30-05:00'],
    ['midnight of 23 hours', madridSundays, '2026-03-29T00:00+01:00', 180, '2026-03-29T04:00+02:00'],
    ['midnight of 23 hours, all', madridSundays, '2026-03-29T00:00+01:00', 1380, '2026-03-30T00:00+02:00'],
    ['midnight of 23 hours, and one more', madridSundays, '2026-03-29T00:00+01:00', 1381, '2026-04-05T00:01+02:00'],
    ['midnight of 25 hours, all', madridSundays, '2026-10-25T00:00+02:00', 1500, '2026-10-26T00:00+01:00'],
    [
      'a beginning that does not exist',
      sundays('Europe/Warsaw', '02:30-10:00'),
      '2026-03-28T12:00Z',
      60,
      '2026-03-29T04:00+02:00',
    ],
    [
      'a beginning that comes twice',
      sundays('Europe/Warsaw', '02:30-10:00'),
      '2026-10-24T12:00Z',
      60,
      '2026-10-25T02:30+01:00',
    ],
    [
      'the day before two in Poland',
      office('Europe/Warsaw', '2026-05-01', '2026-05-03'),
      '2026-04-30T16:30+02:00',
      60,
      '2026-05-04T09:30+02:00',
    ],
    [
      'the day before Orthodox Easter',
      office('Europe/Bucharest', '2026-04-10', '2026-04-13'),
      '2026-04-09T16:30+03:00',
      60,
      '2026-04-14T09:30+03:00',
    ],
    [
      'noon of a holiday',
      office('Europe/Madrid', '2026-01-06'),
      '2026-01-06T12:00+01:00',
      30,
      '2026-01-07T09:30+01:00',
    ],
    [
      'the day before two weeks of them',
      office('Europe/Warsaw', ...twoWeeks),
      '2026-12-18T16:30+01:00',
      60,
      '2027-01-04T09:30+01:00',
    ],
    ['the day before a leap day', warsaw, '2028-02-28T16:30+01:00', 60, '2028-02-29T09:30+01:00'],
    [
      'the day before one that is a holiday',
      office('Europe/Warsaw', '2028-02-29'),
      '2028-02-28T16:30+01:00',
      60,
      '2028-03-01T09:30+01:00',
    ],
    ['the last of February of another year', warsaw, '2027-02-26T16:30+01:00', 60, '2027-03-01T09:30+01:00'],
    [
      "New York's evening, at a team in Kolkata",
      office('Asia/Kolkata'),
      '2026-03-02T22:00-05:00',
      30,
      '2026-03-02T23:00-05:00',
    ],
    [
      "Madrid's afternoon, at a team in Moscow",
      office('Europe/Moscow'),
      '2026-03-06T15:30+01:00',
      60,
      '2026-03-09T08:00+01:00',
    ],
    ['an hour before midnight of two stretches', night, '2026-03-14T23:00-04:00', 120, '2026-03-15T01:00-04:00'],
  ])('%s', (_name, calendar, from, minutes, expected) => {
    expect(addBusiness(calendar, new Date(from), minutes)).toEqual(new Date(expected));
  });
});

describe('minutes of business time', () => {
  it.each<[string, Calendar, string, string, number]>([
    ['of two days', warsaw, '2026-03-02T10:00+01:00', '2026-03-04T10:00+01:00', 960],
    ['of two days with pauses', lunch, '2026-03-02T10:00+01:00', '2026-03-04T10:00+01:00', 840],
    ['of a week end', warsaw, '2026-03-06T17:00+01:00', '2026-03-09T09:00+01:00', 0],
    ['backwards', warsaw, '2026-03-04T10:00+01:00', '2026-03-02T10:00+01:00', 0],
    ['of seconds', warsaw, '2026-03-02T09:00+01:00', '2026-03-02T09:00:30+01:00', 0.5],
    ['of a year', warsaw, '2026-01-01T00:00+01:00', '2027-01-01T00:00+01:00', 261 * 480],
    [
      'of an hour that does not exist',
      sundays('Europe/Warsaw', '02:10-02:50'),
      '2026-03-28T12:00Z',
      '2026-03-30T12:00Z',
      0,
    ],
    [
      'of an hour that comes twice',
      sundays('Europe/Warsaw', '02:00-03:00'),
      '2026-10-24T12:00Z',
      '2026-10-26T12:00Z',
      120,
    ],
    ['until the first of two', sundays('Europe/Warsaw', '01:00-02:30'), '2026-10-24T12:00Z', '2026-10-26T12:00Z', 90],
    [
      'of a morning in Bucharest, spring',
      sundays('Europe/Bucharest', '00:00-06:00'),
      '2026-03-28T12:00Z',
      '2026-03-29T12:00Z',
      300,
    ],
    [
      'of a morning in Bucharest, autumn',
      sundays('Europe/Bucharest', '00:00-06:00'),
      '2026-10-24T12:00Z',
      '2026-10-25T12:00Z',
      420,
    ],
    ['of a night in New York, spring', night, '2026-03-07T12:00Z', '2026-03-08T12:00Z', 420],
    ['of a night in New York, autumn', night, '2026-10-31T12:00Z', '2026-11-01T12:00Z', 540],
    [
      'where half an hour comes twice',
      sundays('Australia/Lord_Howe', '00:00-06:00'),
      '2026-04-04T12:00Z',
      '2026-04-05T12:00Z',
      390,
    ],
    [
      'where half an hour is left out',
      sundays('Australia/Lord_Howe', '00:00-06:00'),
      '2026-10-03T12:00Z',
      '2026-10-04T12:00Z',
      330,
    ],
    [
      'where midnight is left out',
      sundays('America/Santiago', '00:00-06:00'),
      '2026-09-05T12:00Z',
      '2026-09-06T12:00Z',
      300,
    ],
    [
      'of stretches that overlap',
      { ...warsaw, hours: on([1], '09:00-12:00', '11:00-13:00', '10:00-10:30') },
      '2026-03-02T00:00Z',
      '2026-03-03T00:00Z',
      240,
    ],
  ])('%s', (_name, calendar, from, to, minutes) => {
    expect(businessMinutes(calendar, new Date(from), new Date(to))).toBe(minutes);
  });
});

describe('days', () => {
  it.each<[string, Calendar, string, number, string]>([
    ['one from a Friday', warsaw, '2026-03-27T10:00+01:00', 1, '2026-03-30T17:00+02:00'],
    ['one from a Saturday', warsaw, '2026-03-28T10:00+01:00', 1, '2026-03-30T17:00+02:00'],
    ['one from before the opening', warsaw, '2026-03-02T07:00+01:00', 1, '2026-03-03T17:00+01:00'],
    [
      'one before a holiday',
      office('Europe/Warsaw', '2026-05-01'),
      '2026-04-30T10:00+02:00',
      1,
      '2026-05-04T17:00+02:00',
    ],
    ['fourteen', warsaw, '2026-03-02T10:00+01:00', 14, '2026-03-20T17:00+01:00'],
    ['one that ends at midnight', madridSundays, '2026-03-25T10:00+01:00', 1, '2026-03-29T23:59:59.999+02:00'],
    [
      "one by the team's date, which is not the customer's",
      office('Asia/Kolkata'),
      '2026-03-02T22:00-05:00',
      1,
      '2026-03-04T17:00+05:30',
    ],
  ])('of business: %s', (_name, calendar, from, days, expected) => {
    expect(addBusinessDays(calendar, new Date(from), days)).toEqual(new Date(expected));
  });

  it.each<[string, string, string, number, string]>([
    ['to the day of summer time', 'Europe/Warsaw', '2026-03-15T10:00Z', 14, '2026-03-29T23:59:59.999+02:00'],
    ['to the day of winter time', 'Europe/Warsaw', '2026-10-11T10:00Z', 14, '2026-10-25T23:59:59.999+01:00'],
    ['from half past midnight', 'Europe/Warsaw', '2026-06-01T22:30Z', 14, '2026-06-16T23:59:59.999+02:00'],
    ['from the same moment in New York', 'America/New_York', '2026-06-01T22:30Z', 14, '2026-06-15T23:59:59.999-04:00'],
    ['over a leap day', 'Europe/Madrid', '2028-02-20T12:00Z', 14, '2028-03-05T23:59:59.999+01:00'],
    ['over none', 'Europe/Madrid', '2027-02-20T12:00Z', 14, '2027-03-06T23:59:59.999+01:00'],
    ['to the end of the same day', 'Europe/Madrid', '2027-02-20T12:00Z', 0, '2027-02-20T23:59:59.999+01:00'],
    [
      'to where the next midnight is left out',
      'America/Santiago',
      '2026-09-01T12:00Z',
      4,
      '2026-09-05T23:59:59.999-04:00',
    ],
  ])('of the calendar: %s', (_name, timeZone, from, days, expected) => {
    expect(addCalendarDays(office(timeZone), new Date(from), days)).toEqual(new Date(expected));
  });
});

describe('whether it is open, and when it opens', () => {
  const gap = sundays('Europe/Warsaw', '02:10-02:50');
  const howe = sundays('Australia/Lord_Howe', '02:15-10:00');
  it.each<[string, Calendar, string, boolean, string]>([
    ['just before the pause', lunch, '2026-03-02T12:59:59+01:00', true, '2026-03-02T12:59:59+01:00'],
    ['at its beginning', lunch, '2026-03-02T13:00+01:00', false, '2026-03-02T14:00+01:00'],
    ['at its end', lunch, '2026-03-02T14:00+01:00', true, '2026-03-02T14:00+01:00'],
    ['at closing time', lunch, '2026-03-06T17:00+01:00', false, '2026-03-09T09:00+01:00'],
    ['before a stretch that does not exist', gap, '2026-03-28T12:00Z', false, '2026-04-05T02:10+02:00'],
    ['before a beginning that does not exist', howe, '2026-10-03T12:00Z', false, '2026-10-04T02:30+11:00'],
    [
      'the second time that closing time comes',
      sundays('Europe/Warsaw', '01:00-02:30'),
      '2026-10-25T02:15+01:00',
      false,
      '2026-11-01T01:00+01:00',
    ],
  ])('%s', (_name, calendar, at, open, next) => {
    expect(isOpen(calendar, new Date(at))).toBe(open);
    expect(nextOpening(calendar, new Date(at))).toEqual(new Date(next));
  });

  it('is told between two moments, what meets at midnight as one', () => {
    expect(openings(night, new Date('2026-03-13T00:00-04:00'), new Date('2026-03-22T01:00-04:00'))).toEqual([
      { from: new Date('2026-03-14T22:00-04:00'), to: new Date('2026-03-15T06:00-04:00') },
      { from: new Date('2026-03-21T22:00-04:00'), to: new Date('2026-03-22T01:00-04:00') },
    ]);
  });

  it('is never where there are no hours', () => {
    const never = { ...warsaw, hours: [] };
    const at = new Date('2026-03-02T12:00Z');
    expect(isOpen(never, at)).toBe(false);
    expect(nextOpening(never, at)).toBeUndefined();
    expect(addBusiness(never, at, 1)).toBeUndefined();
    expect(addBusinessDays(never, at, 1)).toBeUndefined();
    expect(businessMinutes(never, at, new Date('2027-03-02T12:00Z'))).toBe(0);
    expect(openings(never, at, new Date('2027-03-02T12:00Z'))).toEqual([]);
  });
});
