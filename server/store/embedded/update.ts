import type { Compare } from './compare.ts';
import { compare as simpleCompare, equal } from './compare.ts';
import { fail } from './errors.ts';
import { parseFilter } from './filter.ts';
import { compileFilter, type Matcher } from './match.ts';
import { ARRAY_MODIFIERS } from './array-modifiers.ts';
import { MODIFIERS, type Modify } from './modifiers.ts';
import { isPosition, splitPath } from './path.ts';
import { modifyAt, type Missing, type Target } from './modify.ts';
import { compileUpdatePipeline } from './update-pipeline.ts';
import { docOf, isDoc, newDoc, typeName, type Doc, type Value } from './value.ts';
import { describe } from './describe.ts';

export interface UpdateOptions {
  arrayFilters?: Doc[];
  compare?: Compare;
  variables?: Doc;
}

/** What an update of one document depends on besides the document. */
export interface UpdateContext {
  position: number;
  inserting: boolean;
}

/** Changes a document; the one given may be modified, the one returned is the new one. */
export type Updater = (doc: Doc, context: UpdateContext) => Doc;

interface Step {
  operator: string;
  path: string;
  parts: string[];
  operand: Value;
}

/** Compiles an update (operators, replacement or pipeline); `_id` can never be changed by it (66). */
export function compileUpdate(update: Value, options: UpdateOptions = {}): Updater {
  if (Array.isArray(update)) return keepId(compileUpdatePipeline(update, options));
  if (!isDoc(update)) return fail(9, 'Update argument must be either an object or an array');
  const [first] = Object.keys(update);
  if (first === undefined || !first.startsWith('$')) return replacement(update);
  return operators(update, options);
}

/** True for an update that replaces the document whole. */
export function isReplacement(update: Value): boolean {
  return isDoc(update) && !Object.keys(update)[0]?.startsWith('$');
}

function replacement(update: Doc): Updater {
  const forbidden = Object.keys(update).find((name) => name.startsWith('$'));
  if (forbidden)
    fail(
      52,
      `The dollar ($) prefixed field '${forbidden}' in '${forbidden}' is not allowed in the context of an update's replacement document.`,
    );
  return (doc) => {
    const next = newDoc();
    if (doc._id !== undefined) next._id = doc._id;
    for (const name of Object.keys(update)) if (name !== '_id') next[name] = update[name]!;
    if (update._id === undefined) return next;
    if (doc._id !== undefined && !equal(doc._id, update._id)) {
      fail(
        66,
        `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${describe(update._id)}`,
      );
    }
    if (doc._id === undefined) return docOf({ _id: update._id, ...next });
    return next;
  };
}

function keepId(updater: Updater): Updater {
  return (doc, context) => {
    const id = doc._id;
    const next = updater(doc, context);
    if (id === undefined || (next._id !== undefined && equal(next._id, id))) return next;
    if (next._id === undefined) return docOf({ _id: id, ...next });
    return fail(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
  };
}

function operators(update: Doc, options: UpdateOptions): Updater {
  const steps = parseSteps(update);
  const filters = compileArrayFilters(options, steps);
  const modifies = steps.map(({ operator, operand, path }): Modify => {
    const build = MODIFIERS[operator] ?? ARRAY_MODIFIERS[operator];
    // $rename is no modifier of one value; it is done by `rename`.
    return build ? build(operand, { path, compare: options.compare ?? simpleCompare }) : (current) => current;
  });
  return (doc, context) => {
    const id = doc._id;
    const target: Target = { position: context.position, filters, id };
    steps.forEach((step, i) => {
      if (step.operator === '$rename') rename(doc, step, target);
      else if (step.operator !== '$setOnInsert' || context.inserting) run(doc, step, modifies[i]!, target);
    });
    if (id === undefined ? false : doc._id === undefined || !equal(doc._id, id)) {
      fail(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
    }
    return doc;
  };
}

const MISSING: { [operator: string]: Missing } = { $unset: 'ignore', $pull: 'leave', $pullAll: 'leave', $pop: 'leave' };

function run(doc: Doc, step: Step, modify: Modify, target: Target): void {
  modifyAt(doc, step.parts, modify, target, MISSING[step.operator] ?? 'create');
}

function rename(doc: Doc, step: Step, target: Target): void {
  const source = parentOf(doc, step);
  const value = isDoc(source) ? source[step.parts.at(-1)!] : undefined;
  if (value === undefined) return;
  modifyAt(doc, step.parts, () => undefined, target, 'leave');
  modifyAt(doc, splitPath(step.operand as string), () => value, target, 'create');
}

/** The document that a $rename takes its field from; arrays and scalars on the way are refused. */
function parentOf(doc: Doc, { path, parts }: Step): Doc | undefined {
  let holder: Value | undefined = doc;
  for (const part of parts.slice(0, -1)) {
    holder = isDoc(holder) ? holder[part] : undefined;
    if (Array.isArray(holder)) {
      const where = `'${path}' in doc with _id: ${describe(doc._id)} has an array field called '${part}'`;
      fail(2, `The source field cannot be an array element, ${where}`);
    }
    if (holder !== undefined && !isDoc(holder)) {
      fail(28, `Cannot use the part (${part}) of (${path}) to traverse the element ({${part}: ${describe(holder)}})`);
    }
  }
  return holder;
}

/** All operators' fields in one list, by path as MongoDB applies them; conflicts are refused (40). */
function parseSteps(update: Doc): Step[] {
  const steps: Step[] = [];
  for (const operator of Object.keys(update)) {
    if (!isOperator(operator)) {
      fail(
        9,
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    const fields = update[operator];
    if (!isDoc(fields))
      fail(
        9,
        `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${describe(fields)}}`,
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
    if (isPosition(a[i]!) && isPosition(b[i]!)) return Number(a[i]) - Number(b[i]);
    return a[i]! < b[i]! ? -1 : 1;
  }
  return a.length - b.length;
}

/** `arrayFilters` by identifier; each must be used and each `$[identifier]` must be given (2, 9). */
function compileArrayFilters({ arrayFilters = [], compare }: UpdateOptions, steps: Step[]): Map<string, Matcher> {
  const filters = new Map<string, Matcher>();
  for (const filter of arrayFilters) {
    const [identifier, ...others] = new Set(topNames(filter));
    if (identifier === undefined) fail(9, 'Cannot use an expression without a top-level field name in arrayFilters');
    if (others.length > 0)
      fail(
        9,
        `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${identifier}' and '${others[0]}'`,
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
        `No array filter found for identifier '${name}' in path '${steps.find((step) => step.path.includes(`$[${name}]`))!.path}'`,
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
