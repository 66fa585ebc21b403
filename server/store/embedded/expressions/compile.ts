import { compare as simpleCompare, type Compare } from '../compare.ts';
import { fail } from '../errors.ts';
import { fieldPath } from '../path.ts';
import { isDoc, newDoc, typeOf, type Doc, type Value } from '../value.ts';
import { OPERATORS } from './operators.ts';

/** Variables by name, without the `$$`. */
export interface Scope {
  [name: string]: Value | undefined;
}

/** Computes an expression for a document (what `$field` refers to); undefined is a missing value. */
export type Evaluate = (doc: Doc, scope: Scope) => Value | undefined;

/** What an operator gets to compile its operand with. */
export interface Compiler {
  compile(expression: Value): Evaluate;
  compare: Compare;
}

export type BuildOperator = (operand: Value, compiler: Compiler, name: string) => Evaluate;

/** Compiles an aggregation expression; an unknown operator is refused as MongoDB refuses it (168). */
export function compileExpression(expression: Value, compare: Compare = simpleCompare): Evaluate {
  const compiler: Compiler = { compile: (part) => build(part, compiler), compare };
  return build(expression, compiler);
}

/** True for the name of an operator that expressions know. */
export function isOperator(name: string): boolean {
  return Object.hasOwn(OPERATORS, name);
}

function build(expression: Value, compiler: Compiler): Evaluate {
  if (typeof expression === 'string') return expression.startsWith('$') ? buildPath(expression) : () => expression;
  if (Array.isArray(expression)) {
    const items = expression.map(compiler.compile);
    return (doc, scope) => items.map((item) => item(doc, scope) ?? null);
  }
  if (!isDoc(expression)) return () => expression;
  const names = Object.keys(expression);
  const [operator] = names;
  if (!operator?.startsWith('$')) return buildDocument(expression, compiler);
  if (names.length > 1) return fail(15983, 'an object representing an expression must have exactly one field');
  if (!isOperator(operator)) return fail(168, `Unrecognized expression '${operator}'`);
  return OPERATORS[operator]!(expression[operator]!, compiler, operator);
}

function buildDocument(expression: Doc, compiler: Compiler): Evaluate {
  const fields = Object.keys(expression).map((name) => {
    if (name.startsWith('$'))
      fail(16410, "FieldPath field names may not start with '$'. Consider using $getField or $setField.");
    if (name.includes('.'))
      fail(16412, "FieldPath field names may not contain '.'. Consider using $getField or $setField.");
    return { name, evaluate: compiler.compile(expression[name]!) };
  });
  return (doc, scope) => {
    const result = newDoc();
    for (const { name, evaluate } of fields) {
      const value = evaluate(doc, scope);
      if (value !== undefined) result[name] = value;
    }
    return result;
  };
}

function buildPath(expression: string): Evaluate {
  if (!expression.startsWith('$$')) {
    const parts = fieldPath(expression.slice(1));
    return (doc) => follow(doc, parts, 0);
  }
  const [variable = '', ...parts] = fieldPath(expression.slice(2));
  switch (variable) {
    case 'ROOT':
      return (doc, scope) => follow(scope.ROOT ?? doc, parts, 0);
    case 'CURRENT':
      return (doc) => follow(doc, parts, 0);
    case 'REMOVE':
      return () => undefined;
    case 'NOW':
      return (_doc, scope) => follow(scope.NOW ?? new Date(), parts, 0);
  }
  return (_doc, scope) => {
    if (!Object.hasOwn(scope, variable)) fail(17276, `Use of undefined variable: ${variable}`);
    return follow(scope[variable], parts, 0);
  };
}

/** The value at a path; through an array it is the array of what its documents have there, arrays in it left out. */
export function follow(value: Value | undefined, parts: string[], at: number): Value | undefined {
  if (at === parts.length) return value;
  if (isDoc(value)) return follow(value[parts[at]!], parts, at + 1);
  if (!Array.isArray(value)) return undefined;
  const found: Value[] = [];
  for (const item of value) {
    const inner = isDoc(item) ? follow(item, parts, at) : undefined;
    if (inner !== undefined) found.push(inner);
  }
  return found;
}

/** True for the null, undefined and missing that most operators answer null to. */
export function isNothing(value: Value | undefined): value is null | undefined {
  return value === undefined || value === null || typeOf(value) === 6;
}
