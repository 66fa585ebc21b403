import { Double } from 'bson';
import type { Value } from './value.ts';

/** The standard deviation of a population (`less` 0) or a sample (`less` 1); null when there are too few numbers. */
export function deviation(values: number[], less: 0 | 1): Value {
  if (values.length <= less) return null;
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return new Double(Math.sqrt(squares / (values.length - less)));
}

/** The values below which the given parts (0 to 1) of the numbers lie, as MongoDB's discrete percentiles. */
export function percentiles(values: number[], points: number[]): Value[] {
  const sorted = Float64Array.from(values).sort();
  return points.map((point) => {
    if (sorted.length === 0) return null;
    const at = Math.max(0, Math.ceil(point * sorted.length) - 1);
    return new Double(sorted[Math.min(at, sorted.length - 1)]!);
  });
}
