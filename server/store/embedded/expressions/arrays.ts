import { unique } from '../accumulators.ts';
import type { Compare } from '../compare.ts';
import { fail } from '../errors.ts';
import { toSafeInteger } from '../number.ts';
import { sorterOf } from '../sort.ts';
import { isTrue } from '../tests.ts';
import { isDoc, isNumeric, newDoc, typeName, type Value } from '../value.ts';
import { isNothing, type BuildOperator } from './compile.ts';
import { binary, fieldsOf, specOf, unary, unaryOrNull, variadic } from './functions.ts';

type Maybe = Value | undefined;

function array(value: Maybe, name: string, code = 2): Value[] {
  return Array.isArray(value) ? value : fail(code, `${name} requires an array, found: ${typeName(value)}`);
}

function whole(value: Maybe, name: string): number {
  return (
    (isNumeric(value) ? toSafeInteger(value) : undefined) ??
    fail(28690, `${name} requires a whole number, found: ${typeName(value)}`)
  );
}

/** `$map`, `$filter`: an expression for each element, which it knows by the name in `as`. */
function each(name: string, field: string, gather: (items: Value[], results: Maybe[]) => Value[]): BuildOperator {
  return (operand, compiler) => {
    const spec = specOf(operand, name, ['input', field], name === '$filter' ? ['as', 'limit'] : ['as']);
    const input = compiler.compile(spec.input!);
    const body = compiler.compile(spec[field]!);
    const limit = spec.limit === undefined ? undefined : compiler.compile(spec.limit);
    const as = spec.as === undefined ? 'this' : String(spec.as);
    return (doc, scope) => {
      const items = input(doc, scope);
      if (isNothing(items)) return null;
      const list = array(items, name, 28651);
      const results = gather(
        list,
        list.map((item) => body(doc, { ...scope, [as]: item })),
      );
      const most = limit?.(doc, scope);
      return isNothing(most) ? results : results.slice(0, whole(most, name));
    };
  };
}

const reduce: BuildOperator = (operand, compiler, name) => {
  const { input, initialValue, in: body } = fieldsOf(operand, compiler, name, ['input', 'initialValue', 'in']);
  return (doc, scope) => {
    const items = input!(doc, scope);
    if (isNothing(items)) return null;
    let value = initialValue!(doc, scope);
    for (const item of array(items, name, 40080)) value = body!(doc, { ...scope, value, this: item });
    return value;
  };
};

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

const sortArray: BuildOperator = (operand, compiler, name) => {
  const spec = specOf(operand, name, ['input', 'sortBy']);
  const input = compiler.compile(spec.input!);
  const { sortBy } = spec;
  const byFields = isDoc(sortBy) ? sorterOf(sortBy, compiler.compare) : undefined;
  const sign = byFields ? 1 : whole(sortBy, name);
  const order: Compare = byFields
    ? (a, b) => byFields(isDoc(a) ? a : newDoc(), isDoc(b) ? b : newDoc())
    : (a, b) => compiler.compare(a, b) * sign;
  return (doc, scope) => {
    const items = input(doc, scope);
    return isNothing(items) ? null : [...array(items, name, 2942504)].sort(order);
  };
};

const zip: BuildOperator = (operand, compiler, name) => {
  const spec = specOf(operand, name, ['inputs'], ['useLongestLength', 'defaults']);
  const inputs = compiler.compile(spec.inputs!);
  const defaults = spec.defaults === undefined ? undefined : compiler.compile(spec.defaults);
  return (doc, scope) => {
    const lists = array(inputs(doc, scope), name, 34461);
    if (lists.some((list) => isNothing(list))) return null;
    const columns = lists.map((list) => array(list, name, 34468));
    const lengths = columns.map((column) => column.length);
    const length = isTrue(spec.useLongestLength) ? Math.max(...lengths) : Math.min(...lengths);
    const fill = defaults?.(doc, scope);
    return Array.from({ length }, (_, row) =>
      columns.map((column, i) => column[row] ?? (Array.isArray(fill) ? (fill[i] ?? null) : null)),
    );
  };
};

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
  $setEquals: sets('$setEquals', ([first = [], ...others], compare) => {
    return others.every((other) => within(first, other, compare) && within(other, first, compare));
  }),
  $setIsSubset: sets('$setIsSubset', ([a = [], b = []], compare) => within(a, b, compare)),
  $anyElementTrue: unary((items) => array(items, '$anyElementTrue', 17041).some(isTrue)),
  $allElementsTrue: unary((items) => array(items, '$allElementsTrue', 17040).every(isTrue)),
};
