import { eachKey } from './each-key.ts';
import { encodeKey, type KeyPart } from './keys.ts';
import type { SortField } from './sort.ts';
import type { Doc } from './value.ts';

/** The entries of a document in an index, and which of the index's fields went through an array (one bit each). */
export interface Entries {
  keys: Buffer[];
  arrays: number;
  /** The values of the first entry, for duplicate key errors. */
  parts: KeyPart[];
  /** True when the document has none of the index's fields (a sparse index leaves it out). */
  absent: boolean;
}

/** Computes a document's index entries; two different arrays in one compound index are refused (171). */
export function extractKeys(doc: Doc, fields: SortField[], descending: boolean[]): Entries {
  const keys: Buffer[] = [];
  let parts: KeyPart[] = [];
  const { arrays, absent } = eachKey(doc, fields, 'index', (values, arrays) => {
    if (keys.length === 0) parts = values;
    const key = encodeKey(values, descending);
    if (arrays === 0 || !keys.some((known) => known.equals(key))) keys.push(key);
  });
  return { keys, arrays, parts, absent };
}
