type Unit = 'second' | 'minute' | 'hour' | 'day';

const UNITS: readonly [Unit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** A time in words, as exact as one wants to know it: 45 s, 12 min, 3 h 5 min, 2 d 4 h. */
export function duration(locale: string, seconds: number, display: 'narrow' | 'long' = 'narrow'): string {
  const whole = Math.max(0, Math.floor(seconds));
  const first = UNITS.findIndex(([, size]) => whole >= size);
  if (first < 0) return inUnit(locale, 0, 'second', display);
  const [unit, size] = UNITS[first]!;
  const next = UNITS[first + 1];
  const rest = next && unit !== 'minute' ? Math.floor((whole % size) / next[1]) : 0;
  const large = inUnit(locale, Math.floor(whole / size), unit, display);
  return rest > 0 && next ? `${large} ${inUnit(locale, rest, next[0], display)}` : large;
}

function inUnit(locale: string, n: number, unit: Unit, unitDisplay: 'narrow' | 'long'): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay }).format(n);
}
