import { fail } from './errors.ts';
import { isPosition, plainName, positionOf } from './field-name.ts';
import { EMPTY, type KeyPart } from './keys.ts';
import { isDoc, type Doc, type Value } from './value.ts';

/** Where the walk along one path has come to. */
interface Walker {
  value: Value | undefined;
  at: number;
}

/** What a walk is for, and what it has met: arrays on which paths (one bit each), and any field at all. */
interface Walk {
  paths: string[][];
  purpose: 'index' | 'sort';
  arrays: number;
  absent: boolean;
}

/**
 * Gives `emit` every combination of values that paths lead to, one for each element of an array that they share. Two
 * different arrays are refused (171 in an index, 2 in a sort). Answers which paths met an array, one bit each, and
 * whether the document has none of the fields.
 */
export function eachKey(
  doc: Doc,
  fields: { parts: string[] }[],
  purpose: Walk['purpose'],
  emit: (key: KeyPart[], arrays: number) => void,
): { arrays: number; absent: boolean } {
  const walk: Walk = { paths: fields.map(({ parts }) => parts), purpose, arrays: 0, absent: true };
  const walkers = fields.map((): Walker => ({ value: doc, at: 0 }));
  expand(walkers, walk, (key) => emit(key, walk.arrays));
  return walk;
}

function expand(walkers: Walker[], walk: Walk, emit: (key: KeyPart[]) => void): void {
  let items: Value[] | undefined;
  let waiting = 0;
  walkers.forEach((walker, i) => {
    advance(walker, walk.paths[i]!);
    if (!Array.isArray(walker.value) || walker.at > walk.paths[i]!.length) return;
    if (items !== undefined && items !== walker.value) refuseParallel(walk, i, waiting);
    items = walker.value;
    waiting |= 1 << i;
  });
  if (items === undefined) {
    if (walkers.some(({ value }) => value !== undefined)) walk.absent = false;
    return emit(walkers.map(({ value }) => value ?? null));
  }
  walk.arrays |= waiting;
  if (items.length === 0) return expandEmpty(walkers, walk, waiting, emit);
  for (const item of items) {
    const next = walkers.map((walker, i) =>
      (waiting >> i) & 1 ? enter(walker, item, walk.paths[i]!.length) : { ...walker },
    );
    expand(next, walk, emit);
  }
}

function refuseParallel({ paths, purpose }: Walk, second: number, waiting: number): never {
  if (purpose === 'sort') return fail(2, 'cannot sort with keys that are parallel arrays');
  const first = paths.findIndex((_, i) => (waiting >> i) & 1);
  return fail(171, `cannot index parallel arrays [${paths[second]!.at(-1)}] [${paths[first]!.at(-1)}]`);
}

/** Follows documents (and numeric positions in arrays) as far as they go. */
function advance(walker: Walker, parts: string[]): void {
  while (walker.at < parts.length) {
    const part = parts[walker.at]!;
    if (isDoc(walker.value)) walker.value = walker.value[part];
    else if (Array.isArray(walker.value) && isPosition(part) && positionOf(part) < walker.value.length) {
      refuseAmbiguous(walker.value, part);
      walker.value = walker.value[positionOf(part)];
    } else if (Array.isArray(walker.value)) return;
    else walker.value = undefined;
    walker.at++;
  }
}

function refuseAmbiguous(items: Value[], part: string): void {
  if (items.some((item) => isDoc(item) && item[part] !== undefined))
    fail(
      16746,
      'Ambiguous field name found in array (do not use numeric field names in embedded elements in an array), ' +
        `field: '${plainName(part)}'`,
    );
}

/** One element of an array: the value itself where the path ends (`at` past the end: it is not opened again). */
function enter(walker: Walker, item: Value, length: number): Walker {
  if (walker.at === length) return { value: item, at: walker.at + 1 };
  return { value: isDoc(item) ? item : undefined, at: walker.at };
}

function expandEmpty(walkers: Walker[], walk: Walk, waiting: number, emit: (key: KeyPart[]) => void): void {
  const ends = walkers.map((walker, i) => ((waiting >> i) & 1) === 1 && walker.at === walk.paths[i]!.length);
  if (ends.some(Boolean)) walk.absent = false;
  const next = walkers.map((walker, i) => {
    return (waiting >> i) & 1 ? { value: undefined, at: walk.paths[i]!.length + 1 } : { ...walker };
  });
  expand(next, walk, (key) => emit(key.map((part, i) => (ends[i] ? EMPTY : part))));
}
