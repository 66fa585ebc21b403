import type { Compare } from '../compare.ts';
import { fail } from '../errors.ts';
import { isTrue } from '../tests.ts';
import { unique } from '../unique.ts';
import { type Value } from '../value.ts';
import { each, reduce, sortArray, zip } from './array-loops.ts';
import { array, whole } from './array-operands.ts';
import { isNothing, type BuildOperator } from './compile.ts';
import { binary, fieldsOf, unary, unaryOrNull, variadic } from './functions.ts';

const elementAt = binary((items, position) => {
  if (isNothing(items) || isNothing(position)) return null;
  const list = array(items, '$arrayElemAt', 28689);
  return list.at(whole(position, '$arrayElemAt'));
});

const slice = variadic(
  ([items, first, second]) => {
    if (isNothing(items) || isNothing(first) || second === null) return null;
    const list = array(items, '$slice', 28724);
    const from = whole(first, '$slice');
    if (second === undefined) return from >= 0 ? list.slice(0, from) : list.slice(from);
    const count = whole(second, '$slice');
    if (count <= 0) return fail(28729, 'Third argument to $slice must be positive');
    const start = from < 0 ? Math.max(0, list.length + from) : from;
    return list.slice(start, start + count);
  },
  2,
  3,
);

const MAX_RANGE = 1_000_000;

const range = variadic(
  ([start, end, by]) => {
    const [from, to, step] = [whole(start, '$range'), whole(end, '$range'), by === undefined ? 1 : whole(by, '$range')];
    if (step === 0) return fail(34449, '$range requires a non-zero step value');
    const length = Math.max(0, Math.ceil((to - from) / step));
    if (length > MAX_RANGE) return fail(146, '$range would use too much memory');
    return Array.from({ length }, (_, i) => from + i * step);
  },
  2,
  3,
);

const indexOf = variadic(
  ([items, wanted, start, end], compare) => {
    if (isNothing(items)) return null;
    const list = array(items, '$indexOfArray', 40090);
    const to = end === undefined ? list.length : Math.min(whole(end, '$indexOfArray'), list.length);
    for (let i = start === undefined ? 0 : whole(start, '$indexOfArray'); i < to; i++) {
      if (wanted !== undefined && compare(list[i]!, wanted) === 0) return i;
    }
    return -1;
  },
  2,
  4,
);

/** `$firstN` and its kin as expressions: `{ n, input }`. */
function several(pick: (items: Value[], n: number, compare: Compare) => Value[]): BuildOperator {
  return (operand, compiler, name) => {
    const { n, input } = fieldsOf(operand, compiler, name, ['n', 'input']);
    return (doc, scope) => {
      const count = whole(n!(doc, scope), name);
      if (count < 1) fail(5787908, `'n' must be greater than 0, found ${count}`);
      return pick(array(input!(doc, scope), name, 5788200), count, compiler.compare);
    };
  };
}

const notNull = (items: Value[]) => items.filter((item) => item !== null);
const end = (name: string, position: number) =>
  unary((items) => (isNothing(items) ? null : array(items, name, 28689).at(position)));

/** Set operators that refuse null as well. */
const arraysOnly = (name: string, code: number, apply: (lists: Value[][], compare: Compare) => Value): BuildOperator =>
  variadic((values, compare) => {
    return apply(
      values.map((value) => array(value, name, code)),
      compare,
    );
  }, 2);

const sets = (name: string, apply: (lists: Value[][], compare: Compare) => Value): BuildOperator =>
  variadic((values, compare) => {
    if (values.some(isNothing)) return null;
    return apply(
      values.map((value) => array(value, name, 17043)),
      compare,
    );
  });

const has = (list: Value[], item: Value, compare: Compare) => list.some((other) => compare(item, other) === 0);
const within = (inner: Value[], outer: Value[], compare: Compare) => inner.every((item) => has(outer, item, compare));

/** Arrays and sets (https://www.mongodb.com/docs/manual/reference/operator/aggregation/#array-expression-operators). */
export const ARRAYS: { [name: string]: BuildOperator } = {
  $map: each('$map', 'in', (_items, results) => results.map((value) => value ?? null)),
  $filter: each('$filter', 'cond', (items, results) => items.filter((_, i) => isTrue(results[i]))),
  $reduce: reduce,
  $arrayElemAt: elementAt,
  $first: end('$first', 0),
  $last: end('$last', -1),
  $firstN: several((items, n) => items.slice(0, n)),
  $lastN: several((items, n) => items.slice(-n)),
  $minN: several((items, n, compare) => notNull(items).sort(compare).slice(0, n)),
  $maxN: several((items, n, compare) =>
    notNull(items)
      .sort((a, b) => compare(b, a))
      .slice(0, n),
  ),
  $concatArrays: variadic((values) => {
    return values.some(isNothing) ? null : values.flatMap((value) => array(value, '$concatArrays', 28664));
  }),
  $in: binary((item, items, compare) => has(array(items, '$in', 40081), item ?? null, compare)),
  $indexOfArray: indexOf,
  $isArray: unary((value) => Array.isArray(value)),
  $range: range,
  $reverseArray: unaryOrNull((items) => array(items, '$reverseArray', 34435).toReversed()),
  $size: unary((items) => array(items, 'The argument to $size', 17124).length),
  $slice: slice,
  $sortArray: sortArray,
  $zip: zip,
  $setUnion: sets('$setUnion', (lists, compare) => unique(lists.flat(), compare).sort(compare)),
  $setIntersection: sets('$setIntersection', ([first = [], ...others], compare) => {
    return unique(first, compare).filter((item) => others.every((other) => has(other, item, compare)));
  }),
  $setDifference: sets('$setDifference', ([a = [], b = []], compare) =>
    unique(a, compare).filter((item) => !has(b, item, compare)),
  ),
  $setEquals: arraysOnly('$setEquals', 17044, ([first = [], ...others], compare) => {
    return others.every((other) => within(first, other, compare) && within(other, first, compare));
  }),
  $setIsSubset: arraysOnly('$setIsSubset', 17046, ([a = [], b = []], compare) => within(a, b, compare)),
  $anyElementTrue: unary((items) => array(items, '$anyElementTrue', 17041).some(isTrue)),
  $allElementsTrue: unary((items) => array(items, '$allElementsTrue', 17040).every(isTrue)),
};
