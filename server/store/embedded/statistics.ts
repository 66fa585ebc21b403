import { Double } from 'bson';
import { fail } from './errors.ts';
import { toNumber } from './number.ts';
import { isNumeric, type Doc, type Value } from './value.ts';

/** The standard deviation of a population (`less` 0) or a sample (`less` 1); null when there are too few numbers. */
export function deviation(values: number[], less: 0 | 1): Value {
  if (values.length <= less) return null;
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return new Double(Math.sqrt(squares / (values.length - less)));
}

/** What a `$median` or `$percentile` asks for; methods that MongoDB has not either are refused (2). */
export function pointsOf(name: string, spec: Doc): number[] {
  if (spec.method !== 'approximate') fail(2, "Currently only 'approximate' can be used as percentile 'method'.");
  if (name === '$median') return [0.5];
  if (!Array.isArray(spec.p) || spec.p.length === 0)
    return fail(7750301, "The $percentile 'p' field must be an array of numbers from [0.0, 1.0], and not empty");
  return spec.p.map((point) => {
    const part = isNumeric(point) ? toNumber(point) : -1;
    return part >= 0 && part <= 1
      ? part
      : fail(7750303, "The $percentile 'p' field must be an array of numbers from [0.0, 1.0]");
  });
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
