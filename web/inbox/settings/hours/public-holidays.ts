import type { CalendarView } from '../../../../server/settings/calendar/schema.ts';

export type Holiday = CalendarView['holidays'][number];

/** Countries whose national holidays follow from the year alone; elsewhere they are decreed each year. */
export const COUNTRIES = ['ES', 'GB', 'PL', 'RO', 'US'] as const;
export type Country = (typeof COUNTRIES)[number];

/** A day as month and day, as days after Easter, or as the n-th (-1: the last) of a weekday (0 Sunday) in a month. */
type When = [month: number, day: number] | { easter: number } | { nth: number; weekday: number; month: number };
type Rule = [when: When, name: string];

const RULES: Record<Country, readonly Rule[]> = {
  // The national ones, by the workers' statute, article 37.2; regions and towns add theirs.
  ES: [
    [[1, 1], 'Año Nuevo'],
    [[1, 6], 'Epifanía del Señor'],
    [{ easter: -2 }, 'Viernes Santo'],
    [[5, 1], 'Fiesta del Trabajo'],
    [[8, 15], 'Asunción de la Virgen'],
    [[10, 12], 'Fiesta Nacional de España'],
    [[11, 1], 'Todos los Santos'],
    [[12, 6], 'Día de la Constitución'],
    [[12, 8], 'Inmaculada Concepción'],
    [[12, 25], 'Natividad del Señor'],
  ],
  // England and Wales: Banking and Financial Dealings Act 1971.
  GB: [
    [[1, 1], 'New Year’s Day'],
    [{ easter: -2 }, 'Good Friday'],
    [{ easter: 1 }, 'Easter Monday'],
    [{ nth: 1, weekday: 1, month: 5 }, 'Early May bank holiday'],
    [{ nth: -1, weekday: 1, month: 5 }, 'Spring bank holiday'],
    [{ nth: -1, weekday: 1, month: 8 }, 'Summer bank holiday'],
    [[12, 25], 'Christmas Day'],
    [[12, 26], 'Boxing Day'],
  ],
  // Ustawa o dniach wolnych od pracy of 1951, as of 2025.
  PL: [
    [[1, 1], 'Nowy Rok'],
    [[1, 6], 'Święto Trzech Króli'],
    [{ easter: 0 }, 'Wielkanoc'],
    [{ easter: 1 }, 'Poniedziałek Wielkanocny'],
    [[5, 1], 'Święto Pracy'],
    [[5, 3], 'Święto Konstytucji 3 Maja'],
    [{ easter: 49 }, 'Zielone Świątki'],
    [{ easter: 60 }, 'Boże Ciało'],
    [[8, 15], 'Wniebowzięcie Najświętszej Maryi Panny'],
    [[11, 1], 'Wszystkich Świętych'],
    [[11, 11], 'Narodowe Święto Niepodległości'],
    [[12, 24], 'Wigilia'],
    [[12, 25], 'Boże Narodzenie'],
    [[12, 26], 'Drugi dzień Bożego Narodzenia'],
  ],
  // Codul muncii, article 139, as of 2024; Easter is the Orthodox one.
  RO: [
    [[1, 1], 'Anul Nou'],
    [[1, 2], 'A doua zi de Anul Nou'],
    [[1, 6], 'Boboteaza'],
    [[1, 7], 'Sfântul Ioan Botezătorul'],
    [[1, 24], 'Ziua Unirii Principatelor Române'],
    [{ easter: -2 }, 'Vinerea Mare'],
    [{ easter: 0 }, 'Paștele'],
    [{ easter: 1 }, 'A doua zi de Paște'],
    [[5, 1], 'Ziua Muncii'],
    [[6, 1], 'Ziua Copilului'],
    [{ easter: 49 }, 'Rusaliile'],
    [{ easter: 50 }, 'A doua zi de Rusalii'],
    [[8, 15], 'Adormirea Maicii Domnului'],
    [[11, 30], 'Sfântul Andrei'],
    [[12, 1], 'Ziua Națională a României'],
    [[12, 25], 'Crăciunul'],
    [[12, 26], 'A doua zi de Crăciun'],
  ],
  // 5 U.S.C. 6103.
  US: [
    [[1, 1], 'New Year’s Day'],
    [{ nth: 3, weekday: 1, month: 1 }, 'Martin Luther King Jr. Day'],
    [{ nth: 3, weekday: 1, month: 2 }, 'Washington’s Birthday'],
    [{ nth: -1, weekday: 1, month: 5 }, 'Memorial Day'],
    [[6, 19], 'Juneteenth'],
    [[7, 4], 'Independence Day'],
    [{ nth: 1, weekday: 1, month: 9 }, 'Labor Day'],
    [{ nth: 2, weekday: 1, month: 10 }, 'Columbus Day'],
    [[11, 11], 'Veterans Day'],
    [{ nth: 4, weekday: 4, month: 11 }, 'Thanksgiving Day'],
    [[12, 25], 'Christmas Day'],
  ],
};

const DAY_MS = 86_400_000;

/** The national holidays of a country in a year (2025 to 2099), in order, each day once. */
export function publicHolidays(country: Country, year: number): Holiday[] {
  const names = new Map<string, string[]>();
  // New Year's Day may be kept on the last day of the year before.
  for (const [at, name] of [...keptIn(country, year), ...keptIn(country, year + 1)]) {
    const date = new Date(at).toISOString().slice(0, 10);
    if (date.startsWith(`${year}-`)) names.set(date, [...(names.get(date) ?? []), name]);
  }
  return [...names]
    .map(([date, those]) => ({ date, name: those.join(', ') }))
    .sort((a, b) => a.date.localeCompare(b.date));
}

/** When the holidays of a year are kept: in Britain and America what falls on a week end moves. */
function keptIn(country: Country, year: number): [at: number, name: string][] {
  const days = RULES[country].map(([when, name]): [number, string] => [momentOf(country, year, when), name]);
  const taken = new Set(days.map(([at]) => at).filter((at) => !isWeekend(at)));
  if (country === 'US') return days.map(([at, name]) => [nearestWeekday(at), name]);
  if (country !== 'GB') return days;
  return days.map(([at, name]) => {
    let day = at;
    while (isWeekend(day) || (day !== at && taken.has(day))) day += DAY_MS;
    taken.add(day);
    return [day, name];
  });
}

const isWeekend = (at: number): boolean => [0, 6].includes(new Date(at).getUTCDay());
const nearestWeekday = (at: number): number =>
  isWeekend(at) ? at + (new Date(at).getUTCDay() === 6 ? -DAY_MS : DAY_MS) : at;

function momentOf(country: Country, year: number, when: When): number {
  if (Array.isArray(when)) return Date.UTC(year, when[0] - 1, when[1]);
  if ('easter' in when) return (country === 'RO' ? orthodoxEaster(year) : westernEaster(year)) + when.easter * DAY_MS;
  const { nth, weekday, month } = when;
  // Of the last seven days of a month one is the last of its weekday.
  const begin = nth > 0 ? Date.UTC(year, month - 1, 1) : Date.UTC(year, month, -6);
  const days = (weekday - new Date(begin).getUTCDay() + 7) % 7;
  return begin + (days + 7 * (Math.max(nth, 1) - 1)) * DAY_MS;
}

/** Meeus, Astronomical Algorithms, chapter 8 (Gregorian). */
function westernEaster(year: number): number {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const f = Math.floor((b + 8) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - f + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const n = h + l - 7 * Math.floor((a + 11 * h + 22 * l) / 451) + 114;
  return Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1);
}

/** The same (Julian), whose days are thirteen behind from 1900 to 2099. */
function orthodoxEaster(year: number): number {
  const d = (19 * (year % 19) + 15) % 30;
  const n = d + ((2 * (year % 4) + 4 * (year % 7) - d + 34) % 7) + 114;
  return Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1) + 13 * DAY_MS;
}
