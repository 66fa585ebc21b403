import { fail } from './errors.ts';
import { fieldName, isPosition, positionOf } from './field-name.ts';
import { isDoc, type Doc, type Value } from './value.ts';

/**
 * Called for each value a path leads to; `position` is the index in the outermost array passed, or -1; `named` is set
 * for an array's element that the path names by its position.
 */
export type Visit = (value: Value | undefined, position: number, named?: boolean) => boolean;

/** `'a.0.b'` to its parts, as they stand in a `Doc`. */
export function splitPath(path: string): string[] {
  return path.includes('.') ? path.split('.').map(fieldName) : [fieldName(path)];
}

/** A path that must be well formed, as expressions, projections and sorts demand it (15998, 40352, 40353). */
export function fieldPath(path: string): string[] {
  if (path === '') fail(40352, 'FieldPath cannot be constructed with empty string');
  if (path.endsWith('.')) fail(40353, "FieldPath must not end with a '.'.");
  const parts = splitPath(path);
  if (parts.includes('')) fail(15998, 'FieldPath field names may not be empty strings.');
  return parts;
}

/**
 * Visits what a query path leads to, through arrays of documents and numeric positions, until `visit` returns true.
 * A path that ends in nothing visits `undefined`; elements of an array that are no documents are passed over.
 */
export function walk(doc: Doc, parts: string[], visit: Visit, from = 0, position = -1): boolean {
  const value = doc[parts[from]!];
  if (from === parts.length - 1) return visit(value, position);
  if (isDoc(value)) return walk(value, parts, visit, from + 1, position);
  if (Array.isArray(value)) return walkArray(value, parts, visit, from + 1, position);
  return visit(undefined, position);
}

function walkArray(items: Value[], parts: string[], visit: Visit, from: number, position: number): boolean {
  const part = parts[from]!;
  const item = isPosition(part) ? items[positionOf(part)] : undefined;
  if (item !== undefined) {
    if (from === parts.length - 1) {
      if (visit(item, position, true)) return true;
    } else if (isDoc(item)) {
      if (walk(item, parts, visit, from + 1, position)) return true;
    } else if (Array.isArray(item) && walkArray(item, parts, visit, from + 1, position)) return true;
  }
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (isDoc(item) && walk(item, parts, visit, from, position < 0 ? i : position)) return true;
  }
  return false;
}

/** `walk`, and each element of an array at the path's end too (not of one named by its position). */
export function walkLeaves(doc: Doc, parts: string[], visit: Visit): boolean {
  return walk(doc, parts, (value, position, named) => {
    if (Array.isArray(value) && !named) {
      for (let i = 0; i < value.length; i++) if (visit(value[i], position < 0 ? i : position)) return true;
    }
    return visit(value, position);
  });
}

/** The value at a path through documents only, or undefined. */
export function valueAt(doc: Doc, parts: string[]): Value | undefined {
  let value: Value | undefined = doc;
  for (const part of parts) {
    if (!isDoc(value)) return undefined;
    value = value[part];
  }
  return value;
}
