import { compare as simpleCompare, type Compare } from './compare.ts';
import { describe } from './describe.ts';
import { eachKey } from './each-key.ts';
import { fail } from './errors.ts';
import { EMPTY, type KeyPart } from './keys.ts';
import { toSafeInteger } from './number.ts';
import { fieldPath } from './path.ts';
import { isDoc, isNumeric, type Doc, type Value } from './value.ts';

export interface SortField {
  path: string;
  parts: string[];
  descending: boolean;
}

/** Reads `{ a: 1, b: -1 }`; anything else than 1 and -1 is refused (15975). */
export function parseSort(sort: Doc): SortField[] {
  return Object.keys(sort).map((path) => {
    const value = sort[path]!;
    if (isDoc(value)) return fail(238, `sorting by $meta is not supported by this store`);
    if (!isNumeric(value)) return fail(15974, `Illegal key in $sort specification: ${path}: ${describe(value)}`);
    const direction = toSafeInteger(value);
    if (direction !== 1 && direction !== -1)
      return fail(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    return { path, parts: fieldPath(path), descending: direction === -1 };
  });
}

/** How documents are sorted: by their keys, in this order. */
export interface Sorter {
  keyOf(doc: Doc): KeyPart[];
  order(a: KeyPart[], b: KeyPart[]): number;
}

export function makeSorter(fields: SortField[], compare: Compare = simpleCompare): Sorter {
  const order = keyOrder(fields, compare);
  return { order, keyOf: (doc) => plainKey(doc, fields) ?? bestKey(doc, fields, order) };
}

/** Documents sorted by a sort document; equal ones stay in their order. */
export function sortDocs(docs: Iterable<Doc>, sort: Doc, compare?: Compare): Doc[] {
  const { keyOf, order } = makeSorter(parseSort(sort), compare);
  const rows = Array.from(docs, (doc) => ({ doc, key: keyOf(doc) }));
  return rows.sort((a, b) => order(a.key, b.key)).map(({ doc }) => doc);
}

/** Orders documents by a sort document. */
export function sorterOf(sort: Doc, compare?: Compare): (a: Doc, b: Doc) => number {
  const { keyOf, order } = makeSorter(parseSort(sort), compare);
  return (a, b) => order(keyOf(a), keyOf(b));
}

/** The sort key where no array is in the way; missing counts as null. */
function plainKey(doc: Doc, fields: SortField[]): KeyPart[] | undefined {
  const key: KeyPart[] = [];
  for (const { parts } of fields) {
    let value: Value | undefined = doc;
    for (const part of parts) {
      value = isDoc(value) ? value[part] : undefined;
      if (Array.isArray(value)) return undefined;
    }
    key.push(value ?? null);
  }
  return key;
}

/** Of the keys that a document with arrays would have in an index, the one that comes first. */
function bestKey(doc: Doc, fields: SortField[], order: Sorter['order']): KeyPart[] {
  let best: KeyPart[] | undefined;
  eachKey(doc, fields, 'sort', (key) => {
    if (!best || order(key, best) < 0) best = key;
  });
  return best!;
}

function keyOrder(fields: SortField[], compare: Compare): Sorter['order'] {
  const signs = fields.map(({ descending }) => (descending ? -1 : 1));
  return (a, b) => {
    for (let i = 0; i < signs.length; i++) {
      const order = compareParts(a[i]!, b[i]!, compare);
      if (order !== 0) return order * signs[i]!;
    }
    return 0;
  };
}

function compareParts(a: KeyPart, b: KeyPart, compare: Compare): number {
  if (a !== EMPTY && b !== EMPTY) return compare(a, b);
  if (a === b) return 0;
  if (a === EMPTY) return compare(b as Value, null) < 0 ? 1 : -1;
  return compare(a as Value, null) < 0 ? -1 : 1;
}
