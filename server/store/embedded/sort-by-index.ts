import type { FieldBounds } from './bounds.ts';
import type { Index } from './index.ts';
import type { SortField } from './sort.ts';

/** Whether an index gives a sort's order, and how: `mergeFrom` leading fields are left out when merging ranges. */
export interface SortMatch {
  sorted: boolean;
  backwards: boolean;
  mergeFrom: number;
}

export const UNSORTED: SortMatch = { sorted: false, backwards: false, mergeFrom: 0 };

/**
 * Compares a sort with an index field by field. Fields held to one value may be skipped; fields held to several
 * values may be skipped too when they come first, the ranges are merged then.
 */
export function matchSort(index: Index, bounds: FieldBounds[], sort: SortField[]): SortMatch {
  if (sort.length === 0) return { sorted: true, backwards: false, mergeFrom: 0 };
  let next = 0;
  let direction: boolean | undefined;
  let mergeFrom = 0;
  for (let i = 0; i < index.fields.length && next < sort.length; i++) {
    const field = index.fields[i]!;
    const bound = bounds[i];
    const single = bound?.points === true && bound.intervals.length === 1;
    if (field.path === sort[next]!.path && (single ? !isArray(index, i) : true)) {
      if (!single) {
        if (isArray(index, i)) return UNSORTED;
        const reverse = field.descending !== sort[next]!.descending;
        if (direction !== undefined && direction !== reverse) return UNSORTED;
        direction = reverse;
      }
      next++;
    } else if (!bound?.points) return UNSORTED;
    else if (!single && direction !== undefined) return UNSORTED;
    if (direction === undefined && bound?.points) mergeFrom = i + 1;
  }
  return next === sort.length ? { sorted: true, backwards: direction ?? false, mergeFrom } : UNSORTED;
}

function isArray(index: Index, field: number): boolean {
  return ((index.arrays >> field) & 1) === 1;
}
