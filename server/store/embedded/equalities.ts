import { BSONRegExp } from 'bson';
import { fail } from './errors.ts';
import type { Filter } from './filter.ts';
import { modifyAt } from './modify.ts';
import { splitPath } from './path.ts';
import { cloneValue, newDoc, type Doc, type Value } from './value.ts';

/**
 * The document that a filter's equalities describe, which an upsert begins with; contradictions are refused (54). A
 * replacement takes `_id` only.
 */
export function equalitiesOf(filter: Filter, idOnly: boolean): Doc {
  const found = new Map<string, Value>();
  collect(filter, idOnly, found);
  checkPaths([...found.keys()]);
  const doc = newDoc();
  const target = { position: -1, filters: new Map(), id: undefined };
  for (const [path, value] of found) modifyAt(doc, splitPath(path), () => cloneValue(value), target, 'create');
  return doc;
}

function collect(filter: Filter, idOnly: boolean, found: Map<string, Value>): void {
  if (filter.kind === 'all' || (filter.kind === 'any' && filter.of.length === 1)) {
    for (const part of filter.of) collect(part, idOnly, found);
  } else if (filter.kind === 'test' && !(idOnly && filter.path !== '_id')) {
    const value = valueOf(filter);
    if (value === undefined) return;
    if (found.has(filter.path)) fail(54, `cannot infer query fields to set, path '${filter.path}' is matched twice`);
    found.set(filter.path, value);
  }
}

/** An upsert may not ask for what only an existing document can tell (224). */
export function refuseExpressions(filter: Filter): void {
  if (filter.kind === 'expression') fail(224, '$expr is not allowed in the query predicate for an upsert');
  if (filter.kind === 'all' || filter.kind === 'any' || filter.kind === 'none') filter.of.forEach(refuseExpressions);
}

/** What a test holds its field to; a list of one value is an equality as well. */
function valueOf({ operator, value }: Extract<Filter, { kind: 'test' }>): Value | undefined {
  if (operator === '$eq') return value;
  return operator === '$in' && Array.isArray(value) && value.length === 1 && isPlain(value[0]!) ? value[0] : undefined;
}

const isPlain = (value: Value): boolean => !(value instanceof BSONRegExp);

function checkPaths(paths: string[]): void {
  for (const path of paths) {
    const other = paths.find((longer) => longer.startsWith(`${path}.`));
    if (other !== undefined)
      fail(54, `cannot infer query fields to set, both paths '${path}' and '${other}' are matched`);
  }
}
