/** Calendar arithmetic on dates whose UTC parts are local ones. */

export const DAY = 86_400_000;

export const FIXED: { [unit: string]: number } = {
  week: 7 * DAY,
  day: DAY,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
};

/** Months in the units that are counted by the calendar. */
export const MONTHS: { [unit: string]: number } = { year: 12, quarter: 3, month: 1 };

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export function isUnit(unit: unknown): unit is string {
  return typeof unit === 'string' && (Object.hasOwn(FIXED, unit) || Object.hasOwn(MONTHS, unit));
}

/** The same day so many months later, or the last of its month. */
export function addMonths(ms: number, months: number): number {
  const date = new Date(ms);
  const index = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const last = new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 0)).getUTCDate();
  date.setUTCDate(1);
  date.setUTCFullYear(Math.floor(index / 12), ((index % 12) + 12) % 12, Math.min(new Date(ms).getUTCDate(), last));
  return date.getTime();
}

export function monthIndex(ms: number): number {
  const date = new Date(ms);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** Day of the year from 1. */
export function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY) + 1;
}

/** ISO 8601: weeks begin on Monday, the first one holds the year's first Thursday. */
export function isoWeek(date: Date): { year: number; week: number; day: number } {
  const day = date.getUTCDay() || 7;
  const thursday = new Date(date.getTime() + (4 - day) * DAY);
  const year = thursday.getUTCFullYear();
  return { year, week: Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1, day };
}

/** Weeks begin on Sunday, days before the first Sunday are in week 0. */
export function sundayWeek(date: Date): number {
  return Math.floor((dayOfYear(date) + 6 - date.getUTCDay()) / 7);
}
