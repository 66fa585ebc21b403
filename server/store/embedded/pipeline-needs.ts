import { nameOf } from './aggregate.ts';
import { splitPath } from './path.ts';
import { namesOf, type Names } from './peek.ts';
import { isDoc, isNumeric, type Doc, type Value } from './value.ts';

/** `{ $group: { _id: constant, n: { $sum: constant } } }`, which is how drivers count documents. */
export function countOnly(rest: Doc[]): { id: Value; field: string; each: number } | undefined {
  const group = rest.length === 1 ? rest[0]!.$group : undefined;
  if (!isDoc(group) || (group._id !== null && !isNumeric(group._id))) return undefined;
  const [field, ...others] = Object.keys(group).filter((name) => name !== '_id');
  const sum = field === undefined ? undefined : group[field];
  if (others.length > 0 || !isDoc(sum) || typeof sum.$sum !== 'number' || sum.$sum < 1) return undefined;
  return { id: group._id ?? null, field: field!, each: sum.$sum };
}

const SUMMARISES = new Set(['$group', '$sortByCount', '$bucket', '$bucketAuto', '$count']);

/** The top-level fields that a pipeline reads when it begins with a summary; undefined when it may read all. */
export function neededFields([first]: Doc[]): Names | undefined {
  if (!first || !SUMMARISES.has(nameOf(first))) return undefined;
  const fields = new Set<string>();
  return nameOf(first) === '$count' || collectFields(first[nameOf(first)]!, fields) ? namesOf(fields) : undefined;
}

function collectFields(expression: Value, fields: Set<string>): boolean {
  if (typeof expression === 'string') {
    if (expression.startsWith('$$')) return !/^\$\$(?:ROOT|CURRENT)\b/.test(expression);
    if (expression.startsWith('$')) fields.add(splitPath(expression.slice(1))[0]!);
    return true;
  }
  if (Array.isArray(expression)) return expression.every((item) => collectFields(item, fields));
  if (!isDoc(expression)) return true;
  return Object.keys(expression).every((name) => {
    if (name === 'sortBy' || name === '$getField') return false;
    return collectFields(expression[name]!, fields);
  });
}
