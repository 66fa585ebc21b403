import { ARRAY_MODIFIERS } from './array-modifiers.ts';
import { compare as simpleCompare } from './compare.ts';
import { describe } from './describe.ts';
import { fail } from './errors.ts';
import { isPosition, plainName, positionOf } from './field-name.ts';
import { parseFilter } from './filter.ts';
import { compileFilter, type Matcher } from './match.ts';
import { MODIFIERS } from './modifiers.ts';
import { splitPath } from './path.ts';
import type { UpdateOptions } from './update.ts';
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
  if (parts[0]!.startsWith('$'))
    fail(2, `Cannot have positional (i.e. '${parts[0]!}') element in the first position in path '${path}'`);
  if (operator === '$rename') {
    if (typeof operand !== 'string')
      fail(2, `The 'to' field for $rename must be a string: ${path}: ${describe(operand)}`);
    if (operand === path) fail(2, `The source and target field for $rename must differ: ${path}: "${operand}"`);
    if (`${path}.${operand}`.includes('$'))
      fail(2, `The source and destination field for $rename may not be dynamic: ${path}`);
  }
  return { operator, path, parts, operand };
}

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
}

function comparePaths(a: string[], b: string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] === b[i]) continue;
    if (isPosition(a[i]!) && isPosition(b[i]!)) return positionOf(a[i]!) - positionOf(b[i]!);
    return plainName(a[i]!) < plainName(b[i]!) ? -1 : 1;
  }
  return a.length - b.length;
}

/** `arrayFilters` by identifier; each must be used and each `$[identifier]` must be given (2, 9). */
export function compileArrayFilters(
  { arrayFilters = [], compare }: UpdateOptions,
  steps: Step[],
): Map<string, Matcher> {
  const filters = new Map<string, Matcher>();
  for (const filter of arrayFilters) {
    const [identifier, ...others] = new Set(topNames(filter));
    if (identifier === undefined) fail(9, 'Cannot use an expression without a top-level field name in arrayFilters');
    if (others.length > 0)
      fail(
        9,
        'Error parsing array filter :: caused by :: Expected a single top-level field name, found ' +
          `'${identifier}' and '${others[0]}'`,
      );
    if (filters.has(identifier))
      fail(9, `Found multiple array filters with the same top-level field name ${identifier}`);
    filters.set(identifier, compileFilter(parseFilter(filter), { compare: compare ?? simpleCompare }));
  }
  const used = new Set(steps.flatMap((step) => step.parts.flatMap((part) => /^\$\[(.+)\]$/.exec(part)?.[1] ?? [])));
  for (const name of used)
    if (!filters.has(name))
      fail(
        2,
        `No array filter found for identifier '${name}' in path ` +
          `'${steps.find((step) => step.path.includes(`$[${name}]`))!.path}'`,
      );
  for (const name of filters.keys()) {
    if (!used.has(name)) fail(9, `The array filter for identifier '${name}' was not used in the update`);
  }
  return filters;
}

function topNames(filter: Doc): string[] {
  return Object.keys(filter).flatMap((name) => {
    const value = filter[name];
    if (!name.startsWith('$')) return [name.split('.')[0]!];
    return Array.isArray(value) ? value.flatMap((part) => (isDoc(part) ? topNames(part) : [])) : [];
  });
}
