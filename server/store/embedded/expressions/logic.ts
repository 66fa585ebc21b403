import { Double } from 'bson';
import type { Compare } from '../compare.ts';
import { fail } from '../errors.ts';
import { fieldName } from '../field-name.ts';
import { isTrue } from '../tests.ts';
import { isDoc, isNumeric, typeName, type Value } from '../value.ts';
import { isNothing, type BuildOperator, type Compiler, type Evaluate } from './compile.ts';
import { binary, checkVariable, operandsOf, specOf, unary } from './functions.ts';

/** A missing value is below every other, null included. */
function order(a: Value | undefined, b: Value | undefined, compare: Compare): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return Math.sign(compare(a, b));
}

const comparison = (holds: (order: number) => boolean) => binary((a, b, compare) => holds(order(a, b, compare)));

const condition: BuildOperator = (operand, compiler, name) => {
  const spec = Array.isArray(operand) ? operandsOf(operand, compiler, name, 3, 3) : branches(operand, compiler, name);
  const [test, then, otherwise] = spec;
  return (doc, scope) => (isTrue(test!(doc, scope)) ? then!(doc, scope) : otherwise!(doc, scope));
};

function branches(operand: Value, compiler: Compiler, name: string): Evaluate[] {
  const spec = specOf(operand, name, ['if', 'then', 'else']);
  return [spec.if!, spec.then!, spec.else!].map((part) => compiler.compile(part));
}

const switchCase: BuildOperator = (operand, compiler, name) => {
  const spec = specOf(operand, name, ['branches'], ['default']);
  if (!Array.isArray(spec.branches) || spec.branches.length === 0)
    return fail(40068, '$switch requires at least one branch.');
  const cases = spec.branches.map((branch) => {
    if (!isDoc(branch) || branch.case === undefined || branch.then === undefined)
      return fail(40067, "$switch requires each branch have a 'case' and a 'then' expression");
    return { test: compiler.compile(branch.case), then: compiler.compile(branch.then) };
  });
  const otherwise = spec.default === undefined ? undefined : compiler.compile(spec.default);
  return (doc, scope) => {
    const found = cases.find(({ test }) => isTrue(test(doc, scope)));
    if (found) return found.then(doc, scope);
    if (!otherwise)
      return fail(40066, '$switch could not find a matching branch for an input, and no default was specified.');
    return otherwise(doc, scope);
  };
};

const letIn: BuildOperator = (operand, compiler, name) => {
  const spec = specOf(operand, name, ['vars', 'in']);
  if (!isDoc(spec.vars)) return fail(16874, 'invalid parameter: expected an object (vars)');
  for (const variable of Object.keys(spec.vars)) checkVariable(variable);
  const variables = Object.entries(spec.vars).map(([variable, part]): [string, Evaluate] => [
    variable,
    compiler.compile(part),
  ]);
  const body = compiler.compile(spec.in!);
  return (doc, scope) => {
    const inner = { ...scope };
    for (const [variable, evaluate] of variables) inner[variable] = evaluate(doc, scope);
    return body(doc, inner);
  };
};

const getField: BuildOperator = (operand, compiler, name) => {
  const spec = isDoc(operand) && operand.field !== undefined ? specOf(operand, name, ['field'], ['input']) : undefined;
  const field = compiler.compile(spec ? spec.field! : operand);
  const input = compiler.compile(spec?.input ?? '$$CURRENT');
  return (doc, scope) => {
    const key = field(doc, scope);
    const holder = input(doc, scope);
    if (typeof key !== 'string')
      return fail(3041704, `$getField requires 'field' to evaluate to type String, but got ${typeName(key)}`);
    return isDoc(holder) ? holder[fieldName(key)] : isNothing(holder) ? null : undefined;
  };
};

/** Conditions, comparisons, variables and constants. */
export const LOGIC: { [name: string]: BuildOperator } = {
  $eq: comparison((n) => n === 0),
  $ne: comparison((n) => n !== 0),
  $gt: comparison((n) => n > 0),
  $gte: comparison((n) => n >= 0),
  $lt: comparison((n) => n < 0),
  $lte: comparison((n) => n <= 0),
  $cmp: binary(order),
  $and: (operand, compiler, name) => {
    const parts = operandsOf(operand, compiler, name, 0, Infinity);
    return (doc, scope) => parts.every((part) => isTrue(part(doc, scope)));
  },
  $or: (operand, compiler, name) => {
    const parts = operandsOf(operand, compiler, name, 0, Infinity);
    return (doc, scope) => parts.some((part) => isTrue(part(doc, scope)));
  },
  $not: unary((value) => !isTrue(value)),
  $cond: condition,
  $switch: switchCase,
  $ifNull: (operand, compiler, name) => {
    const parts = operandsOf(operand, compiler, name, 2, Infinity);
    return (doc, scope) => {
      let value: Value | undefined;
      for (const part of parts) {
        value = part(doc, scope);
        if (!isNothing(value)) return value;
      }
      return value;
    };
  },
  $let: letIn,
  $function: () => fail(31264, 'Cannot run server-side javascript without the javascript engine enabled'),
  $literal: (operand) => () => operand,
  $getField: getField,
  $type: unary(typeName),
  $isNumber: unary(isNumeric),
  $rand: (operand) => {
    const nothing = Array.isArray(operand) ? operand.length === 0 : isDoc(operand) && Object.keys(operand).length === 0;
    return nothing ? () => new Double(Math.random()) : fail(10065, '$rand does not take any arguments');
  },
};
