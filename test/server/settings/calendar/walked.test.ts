import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  addBusiness,
  businessMinutes,
  isOpen,
  nextOpening,
  type Calendar,
} from '../../../../server/settings/calendar/hours.ts';

const MINUTE_MS = 60_000;
const DAY = 1_440;
/** So far a calendar is walked: minutes. */
const WINDOW = 3 * DAY;

/** Places, and the moments around which their clocks change. */
const PLACES: [string, string[]][] = [
  ['Europe/Warsaw', ['2026-03-28T12:00Z', '2026-10-24T12:00Z']],
  ['Europe/Bucharest', ['2026-03-28T12:00Z', '2026-10-24T12:00Z']],
  ['America/New_York', ['2026-03-07T12:00Z', '2026-10-31T12:00Z']],
  ['Australia/Lord_Howe', ['2026-04-04T02:00Z', '2026-10-03T02:00Z']],
  ['America/Santiago', ['2026-04-04T12:00Z', '2026-09-05T12:00Z']],
  ['Europe/Moscow', ['2028-02-28T12:00Z']],
  ['Asia/Kolkata', ['2026-12-31T12:00Z']],
];

/** Minutes of a day as a clock shows them; 1440 is 24:00. */
const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** What the clocks of a zone show, minute by minute, by Intl alone. */
function* walk(zone: string, from: number, minutes: number): Generator<{ date: string; time: string }> {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    ...{ hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  });
  for (let minute = 0; minute < minutes; minute++) {
    const [date = '', time = ''] = format.format(from + minute * MINUTE_MS).split(', ');
    yield { date, time };
  }
}

/** Whether it is open in each minute of a window, as somebody would say who looks at the clock all the time. */
function watched(calendar: Calendar, from: number): boolean[] {
  const open: boolean[] = [];
  let today = '';
  let latest = '';
  // From the day before, to know what the clocks have shown of the first day.
  for (const { date, time } of walk(calendar.timeZone, from - DAY * MINUTE_MS, WINDOW + DAY)) {
    // What the clocks show a second time was meant the first time.
    latest = date === today && latest > time ? latest : time;
    today = date;
    const weekday = new Date(`${date}T00:00Z`).getUTCDay() || 7;
    const closed = calendar.holidays.some((holiday) => holiday.date === date);
    open.push(!closed && calendar.hours.some(({ day, from, to }) => day === weekday && from <= latest && latest < to));
  }
  return open.slice(DAY);
}

const stretch = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 287 }), fc.integer({ min: 1, max: 120 }))
  .map(([day, begin, length]) => ({ day, from: clock(begin * 5), to: clock(Math.min(288, begin + length) * 5) }));

const situation = fc
  .tuple(fc.constantFrom(...PLACES), fc.array(stretch, { minLength: 1, maxLength: 12 }), fc.nat(), fc.nat(WINDOW / 3))
  .chain(([[timeZone, around], hours, which, minutes]) => {
    const from = Date.parse(around[which % around.length] ?? '');
    const dates = [0, 1, 2].map((days) => new Date(from + days * DAY * MINUTE_MS).toISOString().slice(0, 10));
    return fc.tuple(fc.subarray(dates, { maxLength: 1 }), fc.nat(DAY)).map(([closed, later]) => ({
      calendar: { timeZone, hours, holidays: closed.map((date) => ({ date, name: 'Holiday' })) },
      from: from + later * MINUTE_MS,
      minutes: minutes + 1,
    }));
  });

it('says the same as somebody who looks at the clock every minute', () => {
  let told = 0;
  fc.assert(
    fc.property(situation, ({ calendar, from, minutes }) => {
      const open = watched(calendar, from);
      const at = (minute: number) => new Date(from + minute * MINUTE_MS);
      const within = (moment: Date | undefined, end: number) => (moment && moment <= at(end) ? moment : undefined);
      expect(open.map((_is, minute) => isOpen(calendar, at(minute)))).toEqual(open);
      expect(businessMinutes(calendar, at(0), at(WINDOW))).toBe(open.filter(Boolean).length);
      const first = open.indexOf(true);
      expect(within(nextOpening(calendar, at(0)), WINDOW - 1)).toEqual(first < 0 ? undefined : at(first));
      const passed = open.flatMap((is, minute) => (is ? [minute] : []));
      const last = passed[minutes - 1];
      expect(within(addBusiness(calendar, at(0), minutes), WINDOW)).toEqual(
        last === undefined ? undefined : at(last + 1),
      );
      if (last !== undefined) told += 1;
    }),
    { numRuns: 40 },
  );
  expect(told).toBeGreaterThan(0);
});
