import type { BuildStage } from '../aggregate.ts';
import { fail } from '../errors.ts';
import { splitPath } from '../path.ts';
import { flatMap } from '../sequence.ts';
import { isTrue } from '../tests.ts';
import { docOf, isDoc, newDoc, type Doc, type Value } from '../value.ts';

const FIELDS = new Set(['path', 'includeArrayIndex', 'preserveNullAndEmptyArrays']);

export const unwind: BuildStage = (spec) => {
  const options = isDoc(spec) ? spec : docOf({ path: spec });
  const unknown = Object.keys(options).find((name) => !FIELDS.has(name));
  if (unknown) fail(28811, `unrecognized option to $unwind stage: ${unknown}`);
  const { path, includeArrayIndex, preserveNullAndEmptyArrays } = options;
  if (typeof path !== 'string' || !path.startsWith('$') || path.length < 2)
    return fail(28818, "path option to $unwind stage should be prefixed with a '$'");
  if (includeArrayIndex !== undefined && (typeof includeArrayIndex !== 'string' || includeArrayIndex === ''))
    return fail(28810, 'expected a non-empty string for the includeArrayIndex option to $unwind stage');
  const parts = splitPath(path.slice(1));
  const keep = isTrue(preserveNullAndEmptyArrays);
  const position = typeof includeArrayIndex === 'string' ? splitPath(includeArrayIndex) : undefined;
  return (input) => flatMap(input, (doc) => unwound(doc, parts, keep, position));
};

function* unwound(doc: Doc, parts: string[], keep: boolean, position: string[] | undefined): Generator<Doc> {
  let value: Value | undefined = doc;
  for (const part of parts) value = isDoc(value) ? value[part] : undefined;
  const emit = (item: Value | undefined, i: bigint | null) => {
    const copy = replaced(doc, parts, item);
    return position ? replaced(copy, position, i) : copy;
  };
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) yield emit(value[i], BigInt(i));
    if (value.length === 0 && keep) yield emit(undefined, null);
  } else if (value !== null && value !== undefined) yield emit(value, null);
  else if (keep) yield emit(value, null);
}

/** A copy of a document with one path set or, when undefined, removed; what is beside the path is shared. */
function replaced(doc: Doc, parts: string[], value: Value | undefined): Doc {
  const copy = docOf(doc);
  const [name = '', ...rest] = parts;
  if (rest.length > 0) {
    const inner = copy[name];
    if (isDoc(inner) || value !== undefined) copy[name] = replaced(isDoc(inner) ? inner : newDoc(), rest, value);
  } else if (value === undefined) delete copy[name];
  else copy[name] = value;
  return copy;
}
