/** A day of a calendar: its date, and the moments between which it lies in a time zone (`from` included, `to` not). */
export interface Day {
  /** YYYY-MM-DD */
  date: string;
  from: Date;
  to: Date;
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The day on which a moment lies in an IANA time zone. It has 23 or 25 hours where the clock is changed; where that is
 * done at midnight it begins with the first moment that has its date.
 */
export function dayOf(zone: string, at: Date): Day {
  const date = dateIn(zone, at.getTime());
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const next = new Date(midnight + DAY_MS).toISOString().slice(0, 10);
  return { date, from: startOf(zone, date), to: startOf(zone, next) };
}

/** The day of the week (1 Monday to 7 Sunday) and the minute of the day of a moment in a zone. */
export function minuteOf(zone: string, at: Date): { day: number; minute: number } {
  const local = new Date(at.getTime() + aheadOfUtc(zone, at.getTime()));
  return { day: local.getUTCDay() || 7, minute: local.getUTCHours() * 60 + local.getUTCMinutes() };
}

export function isTimeZone(zone: string): boolean {
  try {
    return formatOf(zone) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Where a date (YYYY-MM-DD) begins: midnight by the zone's distance from UTC the day before and the day after; of the
 * two, the one where the date begins.
 */
export function startOf(zone: string, date: string): Date {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const starts = [midnight - DAY_MS, midnight + DAY_MS].map((near) => midnight - aheadOfUtc(zone, near));
  const begins = (at: number) => dateIn(zone, at) === date && dateIn(zone, at - 1) < date;
  return new Date(starts.find(begins) ?? Math.min(...starts));
}

/** The date (YYYY-MM-DD) of a moment (milliseconds) in a zone. */
export const dateIn = (zone: string, at: number): string =>
  new Date(at + aheadOfUtc(zone, at)).toISOString().slice(0, 10);

/** Milliseconds. */
function aheadOfUtc(zone: string, at: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

/** Formatters are dear to make, so they are kept. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    ...{ hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  formats.set(zone, made);
  return made;
}
