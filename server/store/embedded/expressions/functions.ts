import type { Compare } from '../compare.ts';
import { fail } from '../errors.ts';
import { isDoc, type Doc, type Value } from '../value.ts';
import { isNothing, type BuildOperator, type Compiler, type Evaluate } from './compile.ts';

/** Shapes that most operators have, so that each one is only its own rule. */

type Maybe = Value | undefined;

/** The operands of `{ $op: [a, b] }`, or of `{ $op: a }`; a wrong count is refused (16020). */
export function operandsOf(operand: Value, compiler: Compiler, name: string, least: number, most: number): Evaluate[] {
  const list = Array.isArray(operand) ? operand : [operand];
  if (list.length < least || list.length > most) {
    const wanted = least === most ? `exactly ${least}` : `${least} to ${most}`;
    fail(16020, `Expression ${name} takes ${wanted} arguments. ${list.length} were passed in.`);
  }
  return list.map((item) => compiler.compile(item));
}

/** An operator of one operand. */
export function unary(apply: (value: Maybe, compare: Compare) => Maybe): BuildOperator {
  return (operand, compiler, name) => {
    const [evaluate] = operandsOf(operand, compiler, name, 1, 1);
    return (doc, scope) => apply(evaluate!(doc, scope), compiler.compare);
  };
}

/** An operator of two operands. */
export function binary(apply: (a: Maybe, b: Maybe, compare: Compare) => Maybe): BuildOperator {
  return (operand, compiler, name) => {
    const [first, second] = operandsOf(operand, compiler, name, 2, 2);
    return (doc, scope) => apply(first!(doc, scope), second!(doc, scope), compiler.compare);
  };
}

/** An operator of any number of operands. */
export function variadic(
  apply: (values: Maybe[], compare: Compare) => Maybe,
  least = 0,
  most = Infinity,
): BuildOperator {
  return (operand, compiler, name) => {
    const evaluates = operandsOf(operand, compiler, name, least, most);
    return (doc, scope) =>
      apply(
        evaluates.map((evaluate) => evaluate(doc, scope)),
        compiler.compare,
      );
  };
}

/** The same operators, answering null as soon as an operand is null or missing. */
export function unaryOrNull(apply: (value: Value, compare: Compare) => Maybe): BuildOperator {
  return unary((value, compare) => (isNothing(value) ? null : apply(value, compare)));
}

export function binaryOrNull(apply: (a: Value, b: Value, compare: Compare) => Maybe): BuildOperator {
  return binary((a, b, compare) => (isNothing(a) || isNothing(b) ? null : apply(a, b, compare)));
}

/** Variables that expressions make begin with a lowercase letter. */
export function checkVariable(name: string): void {
  if (name === '') fail(9, 'empty variable names are not allowed');
  if (!/^[a-z\u0080-\uffff]/.test(name) && name !== 'CURRENT')
    fail(9, `'${name}' starts with an invalid character for a user variable name`);
  const strange = /[^\w\u0080-\uffff]/.exec(name);
  if (strange) fail(9, `'${name}' contains an invalid character for a variable name: '${strange[0]}'`);
}

/** The compiled fields of `{ $op: { input: …, other: … } }`; unknown ones are refused, `required` ones demanded. */
export function fieldsOf(
  operand: Value,
  compiler: Compiler,
  name: string,
  required: string[],
  optional: string[] = [],
): { [field: string]: Evaluate | undefined } {
  const spec = specOf(operand, name, required, optional);
  return Object.fromEntries(Object.keys(spec).map((field) => [field, compiler.compile(spec[field]!)]));
}

/** As `fieldsOf`, but not compiled. */
export function specOf(operand: Value, name: string, required: string[], optional: string[] = []): Doc {
  if (!isDoc(operand)) return fail(40075, `${name} only supports an object as its argument`);
  for (const field of Object.keys(operand)) {
    if (!required.includes(field) && !optional.includes(field))
      fail(40076, `Unrecognized parameter to ${name}: ${field}`);
  }
  for (const field of required) {
    if (operand[field] === undefined) fail(40079, `Missing '${field}' parameter to ${name}`);
  }
  return operand;
}
