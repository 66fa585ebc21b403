import type { Compare } from './compare.ts';
import type { Value } from './value.ts';

/** The values without repetitions, in the order they were first met. */
export function unique(values: Value[], compare: Compare): Value[] {
  const ordered = values.map((value, i) => ({ value, i })).sort((a, b) => compare(a.value, b.value) || a.i - b.i);
  const kept = ordered.filter(({ value }, i) => i === 0 || compare(value, ordered[i - 1]!.value) !== 0);
  return kept.sort((a, b) => a.i - b.i).map(({ value }) => value);
}
