import { Double } from 'bson';
import { plus } from '../accumulators.ts';
import type { Compare } from '../compare.ts';
import { fail } from '../errors.ts';
import { compileExpression, type Evaluate, type Scope } from '../expressions/compile.ts';
import { calculate, toNumber, toSafeInteger } from '../number.ts';
import { isDoc, isNumeric, typeName, type Doc, type Numeric, type Value } from '../value.ts';

/** Computes a field for each document of one sorted partition. */
export type WindowFunction = (docs: Doc[], scope: Scope) => (Value | undefined)[];

export interface Order {
  sort: ((a: Doc, b: Doc) => number) | undefined;
  by: Evaluate | undefined;
  compare: Compare;
}

export function keyNumber(value: Value | undefined): number {
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

export const FUNCTIONS: { [name: string]: (operand: Value, order: Order) => WindowFunction } = {
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
