import { matches } from './match.ts';
import { EMPTY, isDoc, order, type Doc, type Value } from './order.ts';

export interface IndexSpec {
  key: { [path: string]: 1 | -1 };
  unique?: boolean;
  sparse?: boolean;
  partialFilterExpression?: Doc;
}

/** A document that cannot be indexed or sorted so: two of the paths lead into different arrays. */
export class ParallelArrays extends Error {}

/** Where one path has come to; `done` values are not opened any more. */
interface Walker {
  value: Value;
  rest: string[];
  done: boolean;
}

/** Every combination of values that paths lead to: arrays are opened, the same one for all paths at once. */
export const keysOf = (doc: Doc, paths: string[]): Value[][] =>
  combinations(doc, paths).map((values) => values.map((value) => value ?? null));

const combinations = (doc: Doc, paths: string[]): Value[][] =>
  open(paths.map((path) => ({ value: doc, rest: path.split('.'), done: false })));

function open(before: Walker[]): Value[][] {
  const walkers = before.map(advance);
  const waiting = walkers.filter(({ value, done }) => !done && Array.isArray(value));
  const items = waiting[0]?.value as Value[] | undefined;
  if (!items) return [walkers.map(({ value }) => value)];
  if (waiting.some(({ value }) => value !== items)) throw new ParallelArrays();
  const enter = (item: Value): Walker[] =>
    walkers.map((walker) => (waiting.includes(walker) ? inside(walker, item) : walker));
  return items.length === 0 ? open(enter(EMPTY)) : items.flatMap((item) => open(enter(item)));
}

function advance({ value, rest, done }: Walker): Walker {
  let [at, left] = [value, rest];
  while (!done && left.length > 0) {
    const [part = ''] = left;
    if (!Array.isArray(at)) at = isDoc(at) ? at[part] : undefined;
    else if (/^\d+$/.test(part) && Number(part) < at.length) at = (at as Value[])[Number(part)];
    else break;
    left = left.slice(1);
  }
  return { value: at, rest: left, done };
}

function inside({ rest }: Walker, item: Value): Walker {
  if (rest.length === 0) return { value: item, rest, done: true };
  return { value: isDoc(item) ? item : undefined, rest, done: false };
}

/** The keys that an index holds of a document. */
export function entriesOf(doc: Doc, { key, sparse, partialFilterExpression }: IndexSpec): Value[][] {
  if (partialFilterExpression && !matches(doc, partialFilterExpression)) return [];
  const paths = Object.keys(key);
  const absent = combinations(doc, paths).every((values) => values.every((value) => value === undefined));
  return sparse && absent ? [] : keysOf(doc, paths);
}

export const sameKey = (a: Value[], b: Value[]): boolean => a.every((value, i) => order(value, b[i]) === 0);

/** Documents in the order of a sort; of several keys the first one counts. */
export function sorted(docs: Doc[], sort: { [path: string]: 1 | -1 }): Doc[] {
  const signs = Object.values(sort);
  const compare = (a: Value[], b: Value[]): number => {
    for (let i = 0; i < signs.length; i++) {
      const found = order(a[i], b[i]) * signs[i]!;
      if (found !== 0) return found;
    }
    return 0;
  };
  const rows = docs.map((doc) => ({ doc, key: keysOf(doc, Object.keys(sort)).sort(compare)[0]! }));
  return rows.sort((a, b) => compare(a.key, b.key)).map(({ doc }) => doc);
}
