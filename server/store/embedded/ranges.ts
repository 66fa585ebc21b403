import type { FieldBounds, Interval } from './bounds.ts';
import type { Index } from './index.ts';
import { invert, successor } from './keys.ts';

/** A stretch of an index; entries of several ranges are merged by their keys from `prefix` on. */
export interface Range {
  start: Buffer;
  end: Buffer;
  prefix: number;
}

const MAX_RANGES = 4000;

/** The ranges of all combinations of the fields' intervals, in key order. */
export function rangesOf(index: Index, bounds: FieldBounds[], mergeFrom: number): Range[] {
  let prefixes: { bytes: Buffer; prefix: number }[] = [{ bytes: Buffer.alloc(0), prefix: 0 }];
  let ranges: Range[] = [{ start: Buffer.alloc(0), end: Buffer.from([255]), prefix: 0 }];
  bounds.forEach((field, i) => {
    const stretches = field.intervals.map((interval) => stretch(interval, index.descending[i]!));
    if (prefixes.length * stretches.length > MAX_RANGES) return;
    ranges = prefixes.flatMap(({ bytes, prefix }) => {
      return stretches.map(({ start, end }) => ({
        start: Buffer.concat([bytes, start]),
        end: Buffer.concat([bytes, end]),
        prefix,
      }));
    });
    prefixes = ranges.map(({ start, prefix }) => ({ bytes: start, prefix: i < mergeFrom ? start.length : prefix }));
    if (i < mergeFrom) ranges = ranges.map((range) => ({ ...range, prefix: range.start.length }));
  });
  return ranges
    .filter(({ start, end }) => Buffer.compare(start, end) < 0)
    .sort((a, b) => Buffer.compare(a.start, b.start));
}

function stretch({ low, lowIn, high, highIn }: Interval, descending: boolean): { start: Buffer; end: Buffer } {
  if (!descending) return { start: lowIn ? low : successor(low), end: highIn ? successor(high) : high };
  const [first, last] = [invert(high), invert(low)];
  return { start: highIn ? first : successor(first), end: lowIn ? successor(last) : last };
}
