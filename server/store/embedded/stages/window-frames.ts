import { Double } from 'bson';
import { fail } from '../errors.ts';
import { FIXED } from '../expressions/calendar.ts';
import { compileExpression, type Evaluate, type Scope } from '../expressions/compile.ts';
import { toNumber } from '../number.ts';
import { isDoc, isNumeric, typeName, type Doc, type Value } from '../value.ts';
import { keyNumber, type Order } from './window-functions.ts';

/** Computes one value of the documents from one row to another. */
export type FrameFunction = (docs: Doc[], from: number, to: number, scope: Scope) => Value;

/** Functions over the documents of a window which `$group` has not. */
export const FRAMED: { [name: string]: (operand: Value, order: Order, windowed: boolean) => FrameFunction } = {
  $covariancePop: (operand, order) => covariance('$covariancePop', operand, order, 0),
  $covarianceSamp: (operand, order) => covariance('$covarianceSamp', operand, order, 1),
  $derivative(operand, order, windowed) {
    if (!windowed) fail(5371603, '$derivative requires explicit window bounds');
    const { input, by, unit } = slopeOf('$derivative', operand, order);
    return (docs, from, to, scope) => {
      const [first, last] = [docs[from], docs[to]];
      if (!first || !last || from >= to) return null;
      const [rise, run] = [input(last, scope) - input(first, scope), by(last, scope) - by(first, scope)];
      return run === 0 || Number.isNaN(rise) ? null : new Double((rise / run) * unit);
    };
  },
  $integral(operand, order) {
    const { input, by, unit } = slopeOf('$integral', operand, order);
    return (docs, from, to, scope) => {
      const points = docs.slice(from, to + 1).map((doc) => [by(doc, scope), input(doc, scope)] as const);
      const known = points.filter(([, y]) => !Number.isNaN(y));
      let area = 0;
      for (let i = 1; i < known.length; i++) {
        const [[x0, y0], [x1, y1]] = [known[i - 1]!, known[i]!];
        area += ((y0 + y1) / 2) * (x1 - x0);
      }
      return known.length === 0 ? null : new Double(area / unit);
    };
  },
};

/** What a function of a rate needs: the numbers, what they are sorted by, and the length of the unit. */
function slopeOf(name: string, operand: Value, { by, compare }: Order) {
  if (!isDoc(operand) || operand.input === undefined) return fail(9, `${name} requires an 'input' expression`);
  if (!by) return fail(5429404, `${name} requires a sortBy of one field`);
  const { unit } = operand;
  const length = unit === undefined ? 1 : FIXED[String(unit)];
  if (length === undefined) return fail(5490704, `unit must be 'week' or smaller, not ${String(unit)}`);
  return { input: numbers(name, compileExpression(operand.input, compare)), by: keys(name, by, unit), unit: length };
}

function numbers(name: string, evaluate: Evaluate) {
  return (doc: Doc, scope: Scope): number => {
    const value = evaluate(doc, scope) ?? null;
    if (value === null) return NaN;
    return isNumeric(value) ? toNumber(value) : fail(5423900, `${name} needs numbers, not ${typeName(value)}`);
  };
}

function keys(name: string, by: Evaluate, unit: Value | undefined) {
  return (doc: Doc, scope: Scope): number => {
    const value = by(doc, scope);
    if (value instanceof Date && unit === undefined)
      fail(5624900, `${name} where the sortBy is a Date requires an 'unit'`);
    if (isNumeric(value) && unit !== undefined) fail(5624901, `${name} with 'unit' expects the sortBy to be a Date`);
    return keyNumber(value);
  };
}

function covariance(name: string, operand: Value, { compare }: Order, less: 0 | 1): FrameFunction {
  if (!Array.isArray(operand) || operand.length !== 2)
    return fail(16020, `Expression ${name} takes exactly 2 arguments.`);
  const [x, y] = operand.map((part) => compileExpression(part, compare)) as [Evaluate, Evaluate];
  return (docs, from, to, scope) => {
    const pairs = docs.slice(from, to + 1).flatMap((doc) => {
      const [a, b] = [x(doc, scope), y(doc, scope)];
      return isNumeric(a) && isNumeric(b) ? [[toNumber(a), toNumber(b)] as const] : [];
    });
    if (pairs.length <= less) return null;
    const [meanX, meanY] = [0, 1].map((i) => pairs.reduce((sum, pair) => sum + pair[i]!, 0) / pairs.length) as [
      number,
      number,
    ];
    const total = pairs.reduce((sum, [a, b]) => sum + (a - meanX) * (b - meanY), 0);
    return new Double(total / (pairs.length - less));
  };
}
