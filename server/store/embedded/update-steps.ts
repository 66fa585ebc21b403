import { ARRAY_MODIFIERS } from './array-modifiers.ts';
import { describe } from './describe.ts';
import { fail } from './errors.ts';
import { isPosition, plainName, positionOf } from './field-name.ts';
import { MODIFIERS } from './modifiers.ts';
import { isDynamic } from './modify.ts';
import { splitPath } from './path.ts';
import { isDoc, typeName, type Doc, type Value } from './value.ts';

export interface Step {
  operator: string;
  path: string;
  parts: string[];
  operand: Value;
}

/** All operators' fields in one list, by path as MongoDB applies them; conflicts are refused (40). */
export function parseSteps(update: Doc): Step[] {
  const steps: Step[] = [];
  for (const operator of Object.keys(update)) {
    if (!isOperator(operator)) {
      fail(
        9,
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update ` +
          'specified as an array',
      );
    }
    const fields = update[operator];
    if (!isDoc(fields))
      fail(
        9,
        `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: ` +
          `{<field>: ...}} not {${operator}: ${describe(fields)}}`,
      );
    for (const path of Object.keys(fields)) steps.push(parseStep(operator, path, fields[path]!));
  }
  checkConflicts(steps);
  return steps.sort((a, b) => comparePaths(a.parts, b.parts));
}

function isOperator(name: string): boolean {
  return Object.hasOwn(MODIFIERS, name) || Object.hasOwn(ARRAY_MODIFIERS, name) || name === '$rename';
}

function parseStep(operator: string, path: string, operand: Value): Step {
  const parts = splitPath(path);
  if (parts.includes(''))
    fail(
      56,
      path === ''
        ? 'An empty update path is not valid.'
        : `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  checkParts(parts, path);
  if (operator === '$rename') {
    if (typeof operand !== 'string')
      fail(2, `The 'to' field for $rename must be a string: ${path}: ${describe(operand)}`);
    if (operand === path) fail(2, `The source and target field for $rename must differ: ${path}: "${operand}"`);
    if (`${path}.${operand}`.includes('$'))
      fail(2, `The source and destination field for $rename may not be dynamic: ${path}`);
  }
  return { operator, path, parts, operand };
}

function checkParts(parts: string[], path: string): void {
  if (isDynamic(parts[0]!))
    fail(2, `Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
  const strange = parts.find((part) => part.startsWith('$') && !isDynamic(part) && !REFERENCE.has(part));
  if (strange)
    fail(
      52,
      `The dollar ($) prefixed field '${strange}' in '${path}' is not allowed in the context of an update's ` +
        'replacement document. Consider using an aggregation pipeline with $replaceWith.',
    );
  if (parts.filter((part) => part === '$').length > 1)
    fail(2, `Too many positional (i.e. '$') elements found in path '${path}'`);
}

/** The fields of a reference to another document. */
const REFERENCE = new Set(['$id', '$ref', '$db']);

function checkConflicts(steps: Step[]): void {
  const paths = steps.flatMap((step) =>
    step.operator === '$rename' ? [step.path, step.operand as string] : [step.path],
  );
  const sorted = paths.map((path) => `${path}.`).sort();
  for (let i = 1; i < sorted.length; i++) {
    const [shorter, longer] = [sorted[i - 1]!, sorted[i]!];
    if (longer.startsWith(shorter)) {
      fail(40, `Updating the path '${longer.slice(0, -1)}' would create a conflict at '${shorter.slice(0, -1)}'`);
    }
  }
  checkArrays(steps);
}

/** Below one path either all elements of an array are meant or single fields. */
function checkArrays(steps: Step[]): void {
  const kinds = new Map<string, boolean>();
  for (const { parts, path } of steps) {
    for (let at = 1; at < parts.length; at++) {
      const parent = parts.slice(0, at).join('.');
      const whole = parts[at]!.startsWith('$[');
      if ((kinds.get(parent) ?? whole) !== whole)
        fail(40, `Updating the path '${path}' would create a conflict at '${parent}'`);
      kinds.set(parent, whole);
    }
  }
}

function comparePaths(a: string[], b: string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] === b[i]) continue;
    if (isPosition(a[i]!) && isPosition(b[i]!)) return positionOf(a[i]!) - positionOf(b[i]!);
    return plainName(a[i]!) < plainName(b[i]!) ? -1 : 1;
  }
  return a.length - b.length;
}
