/** Times for people, in their language and zone. Formatters are dear to make, so they are kept. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const units = new Map<string, Intl.NumberFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions, at: Date): string {
  const key = locale + JSON.stringify(options);
  let formatter = formatters.get(key);
  if (!formatter) formatters.set(key, (formatter = new Intl.DateTimeFormat(locale, options)));
  return formatter.format(at);
}

/** 14:05 */
export function clockTime(locale: string, at: string | Date): string {
  return format(locale, { hour: 'numeric', minute: '2-digit' }, new Date(at));
}

/** Date and time in full, for titles and details. */
export function fullTime(locale: string, at: string | Date): string {
  return format(locale, { dateStyle: 'medium', timeStyle: 'short' }, new Date(at));
}

/** Tue 14:05 within the next days, else with the date. */
export function soonTime(locale: string, at: string | Date): string {
  const date = new Date(at);
  const near = date.getTime() - Date.now() < 6 * 86_400_000;
  const day: Intl.DateTimeFormatOptions = near ? { weekday: 'short' } : { day: 'numeric', month: 'short' };
  return format(locale, { ...day, hour: '2-digit', minute: '2-digit' }, date);
}

export function dateOnly(locale: string, at: string | Date): string {
  return format(locale, { dateStyle: 'medium' }, new Date(at));
}

/** A day of a calendar (YYYY-MM-DD), wherever its reader is. */
export function dayOnly(locale: string, date: string): string {
  return format(locale, { dateStyle: 'medium', timeZone: 'UTC' }, new Date(`${date}T00:00:00Z`));
}

/** The day of a separator: weekday and date, the year only when it is another one. */
export function dayName(locale: string, at: string | Date, now = new Date()): string {
  const date = new Date(at);
  const year: Intl.DateTimeFormatOptions = date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' };
  return format(locale, { weekday: 'long', day: 'numeric', month: 'long', ...year }, date);
}

/** How long ago, as short as it goes: 5 min, 3 h, 2 d; older than a week: the date. */
export function age(locale: string, at: string | Date, now = Date.now()): string {
  const minutes = Math.max(0, Math.floor((now - new Date(at).getTime()) / 60_000));
  if (minutes < 60) return unit(locale, minutes, 'minute');
  if (minutes < 24 * 60) return unit(locale, Math.floor(minutes / 60), 'hour');
  if (minutes < 7 * 24 * 60) return unit(locale, Math.floor(minutes / 1440), 'day');
  return format(locale, { day: 'numeric', month: 'short' }, new Date(at));
}

/** How long it is until or since a moment, as short as it goes: 5 min, 3 h, 2 d. */
export function away(locale: string, at: string | Date, now = Date.now()): string {
  const minutes = Math.floor(Math.abs(new Date(at).getTime() - now) / 60_000);
  if (minutes < 60) return unit(locale, minutes, 'minute');
  if (minutes < 48 * 60) return unit(locale, Math.floor(minutes / 60), 'hour');
  return unit(locale, Math.floor(minutes / 1440), 'day');
}

function unit(locale: string, n: number, name: 'minute' | 'hour' | 'day'): string {
  const key = locale + name;
  let formatter = units.get(key);
  if (!formatter)
    units.set(key, (formatter = new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'narrow' })));
  return formatter.format(n);
}

/** Whole days between two moments by the reader's calendar: 0 the same day, 1 the day before… */
export function daysBefore(at: string | Date, now: Date): number {
  const day = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((day(now) - day(new Date(at))) / 86_400_000);
}

/** 12 kB, 3.4 MB. */
export function fileSize(locale: string, bytes: number): string {
  const [value, name] =
    bytes < 1000 ? [bytes, 'byte'] : bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte'];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: name as string,
    unitDisplay: name === 'byte' ? 'narrow' : 'short',
    maximumFractionDigits: value < 10 && bytes >= 1000 ? 1 : 0,
  }).format(value as number);
}

/** How long was talked: 12 s, 3 min. */
export function talkTime(locale: string, seconds: number): string {
  const [value, name] = seconds < 60 ? [seconds, 'second'] : [Math.round(seconds / 60), 'minute'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit: name as string, unitDisplay: 'short' }).format(
    value as number,
  );
}

export type SnoozePreset = 'hour' | 'afternoon' | 'tomorrow' | 'monday' | 'week';

/** The presets that make sense now, each with its moment in the agent's zone. */
export function snoozePresets(now: Date): { preset: SnoozePreset; until: Date }[] {
  const at = (days: number, hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const toMonday = (8 - now.getDay()) % 7 || 7;
  const all: { preset: SnoozePreset; until: Date }[] = [
    { preset: 'hour', until: new Date(now.getTime() + 3_600_000) },
    { preset: 'afternoon', until: at(0, 15) },
    { preset: 'tomorrow', until: at(1, 9) },
    { preset: 'monday', until: at(toMonday, 9) },
    { preset: 'week', until: at(7, 9) },
  ];
  return all.filter(({ preset, until }) => {
    if (preset === 'afternoon') return until.getTime() - now.getTime() > 3_600_000;
    return preset !== 'monday' || toMonday > 1;
  });
}
