import { compare as simpleCompare, type Compare } from './compare.ts';
import { fail } from './errors.ts';
import { EMPTY, type KeyPart } from './keys.ts';
import { toSafeInteger } from './number.ts';
import { splitPath, walk } from './path.ts';
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
    const direction = isNumeric(value) ? toSafeInteger(value) : undefined;
    if (direction !== 1 && direction !== -1)
      return fail(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    if (path === '' || path.split('.').includes(''))
      return fail(15998, 'FieldPath field names may not be empty strings.');
    return { path, parts: splitPath(path), descending: direction === -1 };
  });
}

/** Orders documents by a sort document. */
export function sorterOf(sort: Doc, compare: Compare = simpleCompare): (a: Doc, b: Doc) => number {
  const fields = parseSort(sort);
  const order = keyOrder(fields, compare);
  return (a, b) => order(sortKey(a, fields, compare), sortKey(b, fields, compare));
}

/** What a document is sorted by: of an array its smallest element, descending its greatest; missing counts as null. */
export function sortKey(doc: Doc, fields: SortField[], compare: Compare): KeyPart[] {
  return fields.map(({ parts, descending }) => {
    const direct = parts.length === 1 ? doc[parts[0]!] : undefined;
    if (parts.length === 1 && !Array.isArray(direct)) return direct ?? null;
    return extreme(doc, parts, descending, compare);
  });
}

/** Orders sort keys. */
export function keyOrder(fields: SortField[], compare: Compare): (a: KeyPart[], b: KeyPart[]) => number {
  const signs = fields.map(({ descending }) => (descending ? -1 : 1));
  return (a, b) => {
    for (let i = 0; i < signs.length; i++) {
      const order = compareParts(a[i]!, b[i]!, compare);
      if (order !== 0) return order * signs[i]!;
    }
    return 0;
  };
}

function extreme(doc: Doc, parts: string[], descending: boolean, compare: Compare): KeyPart {
  let best: KeyPart | undefined;
  const consider = (part: KeyPart) => {
    if (best === undefined) best = part;
    else {
      const order = compareParts(part, best, compare);
      if (descending ? order > 0 : order < 0) best = part;
    }
  };
  walk(doc, parts, (value) => {
    if (!Array.isArray(value)) consider(value ?? null);
    else if (value.length === 0) consider(EMPTY);
    else value.forEach(consider);
    return false;
  });
  return best ?? null;
}

function compareParts(a: KeyPart, b: KeyPart, compare: Compare): number {
  if (a !== EMPTY && b !== EMPTY) return compare(a, b);
  if (a === b) return 0;
  if (a === EMPTY) return compare(b as Value, null) < 0 ? 1 : -1;
  return compare(a as Value, null) < 0 ? -1 : 1;
}
