import type { Filter } from './filter.ts';
import { isPosition } from './field-name.ts';
import { isTrue, type Test } from './tests.ts';
import type { Value } from './value.ts';

/** A condition that a document must fulfil; `exact` when it is the condition itself, not only a consequence. */
export interface Need {
  test: Test;
  filter: Filter;
  exact: boolean;
  /** Conditions of one `$elemMatch` on values hold for the same element, so their ranges may be intersected. */
  group: Filter | undefined;
}

/** All conditions that a filter implies, by path. */
export function needsOf(filter: Filter, needs = new Map<string, Need[]>()): Map<string, Need[]> {
  collect(filter, filter, '', true, undefined, needs);
  return needs;
}

function collect(
  filter: Filter,
  origin: Filter,
  prefix: string,
  exact: boolean,
  group: Filter | undefined,
  needs: Map<string, Need[]>,
): void {
  if (filter.kind === 'all' || (filter.kind === 'any' && filter.of.length === 1)) {
    for (const part of filter.of) collect(part, exact ? part : origin, prefix, exact, group, needs);
  } else if (filter.kind === 'elements') {
    const inside = prefix + filter.path + (filter.whole ? '.' : '');
    collect(filter.of, origin, inside, false, filter.whole ? undefined : filter, needs);
  } else if (filter.kind === 'test') {
    const path = prefix + filter.path;
    const known = needs.get(path);
    // An index also holds the elements of an array that a path names by its position.
    const need = { test: filter, filter: origin, exact: exact && !filter.parts.some(isPosition), group };
    if (known) known.push(need);
    else needs.set(path, [need]);
  }
}

/** True when a document without the field cannot fulfil these conditions (so that a sparse index will do). */
export function excludesMissing(needs: Need[]): boolean {
  return needs.some(({ test: { operator, value } }) => {
    if (operator === '$exists') return isTrue(value);
    if (operator === '$in') return !(value as Value[]).includes(null);
    return value !== null && operator !== '$type' && operator !== '$size' ? true : operator === '$size';
  });
}
