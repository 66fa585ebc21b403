import { splitPath } from '../path.ts';
import { docOf, isDoc, newDoc, type Doc, type Value } from '../value.ts';

/** Sets a (dotted) field on a copy of the document; what is in the way and is no document is replaced. */
export function withField(doc: Doc, path: string, value: Value): Doc {
  return withValue(doc, splitPath(path), value);
}

function withValue(doc: Doc, [name = '', ...rest]: string[], value: Value): Doc {
  const copy = docOf(doc);
  const inner = copy[name];
  copy[name] = rest.length === 0 ? value : withValue(isDoc(inner) ? inner : newDoc(), rest, value);
  return copy;
}
