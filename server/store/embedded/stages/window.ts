import { Double } from 'bson';
import type { BuildStage } from '../aggregate.ts';
import { compare as simpleCompare, type Compare } from '../compare.ts';
import { fail } from '../errors.ts';
import { FIXED } from '../expressions/calendar.ts';
import { compileExpression, type Evaluate, type Scope } from '../expressions/compile.ts';
import { calculate, toNumber, toSafeInteger } from '../number.ts';
import { plus } from '../accumulators.ts';
import { sorterOf } from '../sort.ts';
import { docOf, isDoc, isNumeric, typeName, type Doc, type Numeric, type Value } from '../value.ts';
import { compileAccumulator, Groups } from './group.ts';
import { withField } from './lookup.ts';
import { lazily } from './shape.ts';

/** Computes a field for each document of one sorted partition. */
type WindowFunction = (docs: Doc[], scope: Scope) => (Value | undefined)[];

interface Order {
  sort: ((a: Doc, b: Doc) => number) | undefined;
  by: Evaluate | undefined;
  compare: Compare;
}

export const setWindowFields: BuildStage = (spec, { compare, scope }) => {
  if (!isDoc(spec) || !isDoc(spec.output)) return fail(9, "$setWindowFields needs an object with 'output'");
  const { sortBy, output } = spec;
  const partitionOf = compileExpression(spec.partitionBy ?? null, compare);
  const order = orderOf(isDoc(sortBy) ? sortBy : undefined, compare);
  const functions = Object.keys(output).map((path) => ({ path, apply: compileFunction(output[path]!, order, path) }));
  return lazily((input) => {
    const partitions = new Groups<Doc[]>(compare);
    for (const doc of input) partitions.of(partitionOf(doc, scope) ?? null, () => []).push(doc);
    const ordered = [...partitions.entries()].sort((a, b) => order.compare(a.value, b.value));
    return ordered.flatMap(({ content }) => {
      const docs = order.sort ? content.sort(order.sort) : content;
      const columns = functions.map(({ apply }) => apply(docs, scope));
      return docs.map((doc, row) =>
        functions.reduce((made, { path }, i) => {
          const value = columns[i]![row];
          return value === undefined ? made : withField(made, path, value);
        }, doc),
      );
    });
  });
};

function orderOf(sortBy: Doc | undefined, compare: Compare = simpleCompare): Order {
  const [path] = sortBy ? Object.keys(sortBy) : [];
  return {
    sort: sortBy && sorterOf(sortBy, compare),
    by: path === undefined ? undefined : compileExpression(`$${path}`, compare),
    compare,
  };
}

function compileFunction(spec: Value, order: Order, path: string): WindowFunction {
  if (!isDoc(spec)) return fail(9, `the field '${path}' must be an object with a window function`);
  const { window, ...rest } = spec;
  const [name = ''] = Object.keys(rest);
  const special = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (special) {
    if (!order.sort) fail(5371602, `${name} must be specified with a sortBy`);
    return special(rest[name]!, order);
  }
  const make = compileAccumulator(docOf(rest), order.compare, path);
  const frame = frameOf(window, order);
  return (docs, scope) => {
    const bounds = frame(docs, scope);
    return docs.map((_, row) => {
      const accumulator = make();
      const [from, to] = bounds(row);
      for (let i = from; i <= to; i++) accumulator.add(docs[i]!, scope);
      return accumulator.result();
    });
  };
}

type Frame = (docs: Doc[], scope: Scope) => (row: number) => [number, number];

/** Which documents a row's window holds. */
function frameOf(window: Value | undefined, order: Order): Frame {
  if (window === undefined) return (docs) => () => [0, docs.length - 1];
  if (!isDoc(window)) return fail(9, "'window' must be an object");
  const { documents, range, unit } = window;
  if (Array.isArray(documents)) {
    const [low, high] = documents.map(bound);
    return (docs) => (row) => [Math.max(0, row + low!), Math.min(docs.length - 1, row + high!)];
  }
  if (!Array.isArray(range) || !order.by)
    return fail(9, "'window' needs documents, or range with a sortBy of one field");
  const factor =
    typeof unit === 'string'
      ? (FIXED[unit] ?? fail(238, `a window in units of ${unit} is not supported by this store`))
      : 1;
  const [low, high] = range.map((limit) =>
    limit === 'unbounded' || limit === 'current' ? bound(limit, 0) : toNumber(limit as Numeric),
  );
  return (docs, scope) => {
    const keys = docs.map((doc) => keyNumber(order.by!(doc, scope)));
    const [below, above] = [edge(range[0]!, low!, -1) * factor, edge(range[1]!, high!, 1) * factor];
    return (row) => {
      const inside = (key: number) => key >= keys[row]! + below && key <= keys[row]! + above;
      return [keys.findIndex(inside), keys.findLastIndex(inside)];
    };
  };
}

function edge(given: Value, value: number, sign: number): number {
  return given === 'unbounded' ? sign * Infinity : value;
}

function bound(limit: Value, side: number): number {
  if (limit === 'unbounded') return side === 0 ? -Infinity : Infinity;
  if (limit === 'current') return 0;
  return toSafeInteger(limit) ?? fail(5339902, 'window bounds must be unbounded, current or whole numbers');
}

function keyNumber(value: Value | undefined): number {
  if (value instanceof Date) return value.getTime();
  return isNumeric(value)
    ? toNumber(value)
    : fail(5429413, `a range window needs numbers or dates to sort by, not ${typeName(value)}`);
}

/** Ranks: what `next` makes of the last rank, the row and whether it ties with the one before. */
function ranking(
  next: (rank: number, row: number, tie: boolean) => number,
): (operand: Value, order: Order) => WindowFunction {
  return (_operand, { sort }) =>
    (docs) => {
      let rank = 0;
      return docs.map((doc, row) => (rank = next(rank, row, row > 0 && sort!(docs[row - 1]!, doc) === 0)));
    };
}

/** `$shift`: the value of another row. */
function shift(operand: Value, { compare }: Order): WindowFunction {
  if (!isDoc(operand) || operand.output === undefined) return fail(9, '$shift needs output and by');
  const by = toSafeInteger(operand.by) ?? fail(9, '$shift needs a whole number in by');
  const output = compileExpression(operand.output, compare);
  const otherwise = operand.default ?? null;
  return (docs, scope) => docs.map((_, row) => (docs[row + by] ? output(docs[row + by]!, scope) : otherwise));
}

/** `$expMovingAvg`: each value weighs `alpha`, what came before the rest. */
function movingAverage(operand: Value, { compare }: Order): WindowFunction {
  if (!isDoc(operand) || operand.input === undefined) return fail(9, '$expMovingAvg needs input and N or alpha');
  const input = compileExpression(operand.input, compare);
  const n = isNumeric(operand.N) ? toNumber(operand.N) : undefined;
  const alpha = isNumeric(operand.alpha)
    ? toNumber(operand.alpha)
    : 2 / ((n ?? fail(9, '$expMovingAvg needs N or alpha')) + 1);
  return (docs, scope) => {
    let average: number | undefined;
    return docs.map((doc) => {
      const value = input(doc, scope);
      if (isNumeric(value))
        average = average === undefined ? toNumber(value) : toNumber(value) * alpha + average * (1 - alpha);
      return average === undefined ? null : new Double(average);
    });
  };
}

const FUNCTIONS: { [name: string]: (operand: Value, order: Order) => WindowFunction } = {
  $documentNumber: ranking((_rank, row) => row + 1),
  $rank: ranking((rank, row, tie) => (tie ? rank : row + 1)),
  $denseRank: ranking((rank, _row, tie) => (tie ? rank : rank + 1)),
  $shift: shift,
  $expMovingAvg: movingAverage,
  $locf: (operand, { compare }) => carried(compileExpression(operand, compare)),
  $linearFill: (operand, { compare, by }) => linear(compileExpression(operand, compare), by!),
};

/** The last value that was not null. */
export function carried(evaluate: Evaluate): WindowFunction {
  return (docs, scope) => {
    let last: Value = null;
    return docs.map((doc) => (last = evaluate(doc, scope) ?? last));
  };
}

/** Values between two known ones by their distance along `by`. */
export function linear(evaluate: Evaluate, by: Evaluate): WindowFunction {
  return (docs, scope) => {
    const values = docs.map((doc) => evaluate(doc, scope) ?? null);
    const keys = docs.map((doc) => keyNumber(by(doc, scope)));
    return values.map((value, row) => {
      const before = values.findLastIndex((other, i) => i < row && other !== null);
      const after = values.findIndex((other, i) => i > row && other !== null);
      if (value !== null || before < 0 || after < 0) return value;
      const share = (keys[row]! - keys[before]!) / (keys[after]! - keys[before]!);
      const [from, to] = [values[before] as Numeric, values[after] as Numeric];
      const rise = new Double(toNumber(calculate('subtract', to, from)!) * share);
      return plus(from, rise);
    });
  };
}
