import { fail } from './errors.ts';
import { isPosition, positionOf } from './field-name.ts';
import { EMPTY, encodeKey, type KeyPart } from './keys.ts';

import type { SortField } from './sort.ts';
import { isDoc, type Doc, type Value } from './value.ts';

/** The entries of a document in an index, and which of the index's fields went through an array (one bit each). */
export interface Entries {
  keys: Buffer[];
  arrays: number;
  /** The values of the first entry, for duplicate key errors. */
  parts: KeyPart[];
  /** True when the document has none of the index's fields (a sparse index leaves it out). */
  absent: boolean;
}

/** Where the walk along one indexed path has come to. */
interface Walker {
  value: Value | undefined;
  at: number;
}

/** Computes a document's index entries; two different arrays in one compound index are refused (171). */
export function extractKeys(doc: Doc, fields: SortField[], descending: boolean[]): Entries {
  const walkers = fields.map((): Walker => ({ value: doc, at: 0 }));
  const entries: Entries = { keys: [], arrays: 0, parts: [], absent: true };
  expand(
    walkers,
    fields,
    (parts) => {
      if (entries.keys.length === 0) entries.parts = parts;
      const key = encodeKey(parts, descending);
      if (entries.arrays === 0 || !entries.keys.some((known) => known.equals(key))) entries.keys.push(key);
    },
    entries,
  );
  return entries;
}

function expand(walkers: Walker[], fields: SortField[], emit: (parts: KeyPart[]) => void, entries: Entries): void {
  let items: Value[] | undefined;
  let waiting = 0;
  walkers.forEach((walker, i) => {
    advance(walker, fields[i]!.parts);
    if (!Array.isArray(walker.value) || walker.at > fields[i]!.parts.length) return;
    if (items !== undefined && items !== walker.value) {
      fail(
        171,
        `cannot index parallel arrays [${fields[i]!.parts.at(-1)}] ` +
          `[${fields.find((_, j) => (waiting >> j) & 1)!.parts.at(-1)}]`,
      );
    }
    items = walker.value;
    waiting |= 1 << i;
  });
  if (items === undefined) {
    if (walkers.some(({ value }) => value !== undefined)) entries.absent = false;
    return emit(walkers.map(({ value }) => value ?? null));
  }
  entries.arrays |= waiting;
  if (items.length === 0) return expandEmpty(walkers, fields, waiting, emit, entries);
  for (const item of items) {
    const next = walkers.map((walker, i) =>
      (waiting >> i) & 1 ? enter(walker, item, fields[i]!.parts) : { ...walker },
    );
    expand(next, fields, emit, entries);
  }
}

/** Follows documents (and numeric positions in arrays) as far as they go. */
function advance(walker: Walker, parts: string[]): void {
  while (walker.at < parts.length) {
    const part = parts[walker.at]!;
    if (isDoc(walker.value)) walker.value = walker.value[part];
    else if (Array.isArray(walker.value) && isPosition(part) && positionOf(part) < walker.value.length) {
      walker.value = walker.value[positionOf(part)];
    } else if (Array.isArray(walker.value)) return;
    else walker.value = undefined;
    walker.at++;
  }
}

/** One element of an array: the value itself where the path ends (`at` past the end: it is not opened again). */
function enter(walker: Walker, item: Value, parts: string[]): Walker {
  if (walker.at === parts.length) return { value: item, at: walker.at + 1 };
  return { value: isDoc(item) ? item : undefined, at: walker.at };
}

function expandEmpty(
  walkers: Walker[],
  fields: SortField[],
  waiting: number,
  emit: (parts: KeyPart[]) => void,
  entries: Entries,
): void {
  const ends = walkers.map((walker, i) => ((waiting >> i) & 1) === 1 && walker.at === fields[i]!.parts.length);
  if (ends.some(Boolean)) entries.absent = false;
  const next = walkers.map((walker, i) => {
    return (waiting >> i) & 1 ? { value: undefined, at: fields[i]!.parts.length + 1 } : { ...walker };
  });
  expand(next, fields, (parts) => emit(parts.map((part, i) => (ends[i] ? EMPTY : part))), entries);
}
