import { Double } from 'bson';
import { ranked, several } from './accumulators-of-many.ts';
import type { Compare } from './compare.ts';
import { describe } from './describe.ts';
import { fail } from './errors.ts';
import type { Evaluate, Scope } from './expressions/compile.ts';
import { calculate, quotient, toNumber } from './number.ts';
import { deviation, percentiles, pointsOf } from './statistics.ts';
import { unique } from './unique.ts';
import { isDoc, isNumeric, newDoc, typeName, type Doc, type Numeric, type Value } from './value.ts';

/** Takes in the documents of one group and gives one value. */
export interface Accumulator {
  add(doc: Doc, scope: Scope): void;
  result(): Value | undefined;
}

export type BuildAccumulator = (
  operand: Value,
  compile: (part: Value) => Evaluate,
  compare: Compare,
) => () => Accumulator;

/** A fold over the values of an expression. */
function fold<T>(
  start: () => T,
  step: (state: T, value: Value | undefined, compare: Compare) => T,
  end: (state: T, compare: Compare) => Value | undefined,
): BuildAccumulator {
  return (operand, compile, compare) => {
    const evaluate = compile(operand);
    return () => {
      let state = start();
      return {
        add: (doc, scope) => (state = step(state, evaluate(doc, scope), compare)),
        result: () => end(state, compare),
      };
    };
  };
}

/** The sum of what is numeric; whole sums beyond 64 bits become doubles. */
export function sum(values: Iterable<Value | undefined>): Numeric {
  let total: Numeric = 0;
  for (const value of values) if (isNumeric(value)) total = plus(total, value);
  return total;
}

export function plus(a: Numeric, b: Numeric): Numeric {
  return calculate('add', a, b) ?? new Double(toNumber(a) + toNumber(b));
}

const UNSET = Symbol('unset');
type Held = Value | typeof UNSET;

function extreme(sign: number): BuildAccumulator {
  return fold<Held>(
    () => UNSET,
    (held, value, compare) => {
      if (value === undefined || value === null) return held;
      return held === UNSET || compare(value, held) * sign > 0 ? value : held;
    },
    (held) => (held === UNSET ? null : held),
  );
}

const list = <T>() => [] as T[];

const numbers = (end: (values: number[]) => Value) =>
  fold(
    () => list<number>(),
    (values, value) => {
      if (isNumeric(value)) values.push(toNumber(value));
      return values;
    },
    end,
  );

/** The group accumulators (https://www.mongodb.com/docs/manual/reference/operator/aggregation/group/). */
export const ACCUMULATORS: { [name: string]: BuildAccumulator } = {
  $sum: fold<Numeric>(
    () => 0,
    (total, value) => (isNumeric(value) ? plus(total, value) : total),
    (total) => total,
  ),
  $avg: fold(
    () => ({ total: 0 as Numeric, n: 0 }),
    (state, value) => (isNumeric(value) ? { total: plus(state.total, value), n: state.n + 1 } : state),
    ({ total, n }) => (n === 0 ? null : average(total, n)),
  ),
  $min: extreme(-1),
  $max: extreme(1),
  $first: fold<Held>(
    () => UNSET,
    (held, value) => (held === UNSET ? (value ?? null) : held),
    (held) => (held === UNSET ? null : held),
  ),
  $last: fold<Value>(
    () => null,
    (_held, value) => value ?? null,
    (held) => held,
  ),
  $push: fold(
    () => list<Value>(),
    (values, value) => {
      if (value !== undefined) values.push(value);
      return values;
    },
    (values) => values,
  ),
  $addToSet: fold(
    () => list<Value>(),
    (values, value) => {
      if (value !== undefined) values.push(value);
      return values;
    },
    (values, compare) => unique(values, compare),
  ),
  $mergeObjects: fold(
    () => newDoc(),
    (merged, value) => {
      if (isDoc(value)) return Object.assign(merged, value);
      return value === undefined || value === null
        ? merged
        : fail(40400, `$mergeObjects requires object inputs, but input is of type ${typeName(value)}`);
    },
    (merged) => merged,
  ),
  $count: (operand) => {
    if (!isDoc(operand) || Object.keys(operand).length > 0) return fail(2, '$count takes no arguments, i.e. $count:{}');
    return () => {
      let n = 0;
      return { add: () => n++, result: () => n };
    };
  },
  $stdDevPop: numbers((values) => deviation(values, 0)),
  $stdDevSamp: numbers((values) => deviation(values, 1)),
  $firstN: several((values, n) => values.slice(0, n), false),
  $lastN: several((values, n) => values.slice(-n), false),
  $minN: several((values, n, compare) => values.sort(compare).slice(0, n), true),
  $maxN: several((values, n, compare) => values.sort((a, b) => compare(b, a)).slice(0, n), true),
  $top: ranked(false, false),
  $topN: ranked(false, true),
  $bottom: ranked(true, false),
  $bottomN: ranked(true, true),
  $accumulator: () => fail(31264, 'Cannot run server-side javascript without the javascript engine enabled'),
  $median: quantile('$median'),
  $percentile: quantile('$percentile'),
};

function quantile(name: string): BuildAccumulator {
  return (operand, compile, compare) => {
    if (!isDoc(operand)) return fail(7436201, `specification must be an object; found ${name}: ${describe(operand)}`);
    const points = pointsOf(name, operand);
    const end = (values: number[]) => {
      const found = percentiles(values, points);
      return name === '$median' ? found[0]! : found;
    };
    return numbers(end)(operand.input ?? null, compile, compare);
  };
}

export function average(total: Numeric, n: number): Value {
  return quotient(total, n);
}
