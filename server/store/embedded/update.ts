import { compileArrayFilters } from './array-filters.ts';
import { ARRAY_MODIFIERS } from './array-modifiers.ts';
import type { Compare } from './compare.ts';
import { compare as simpleCompare, equal } from './compare.ts';
import { describe } from './describe.ts';
import { fail } from './errors.ts';
import { MODIFIERS, type Modify } from './modifiers.ts';
import { isDynamic, modifyAt, type Missing, type Target } from './modify.ts';
import { splitPath } from './path.ts';
import { compileUpdatePipeline } from './update-pipeline.ts';
import { parseSteps, type Step } from './update-steps.ts';
import { docOf, isDoc, newDoc, type Doc, type Value } from './value.ts';

export interface UpdateOptions {
  arrayFilters?: Doc[];
  compare?: Compare;
  variables?: Doc;
  /** Variables of this statement alone (`c`), which only a pipeline may have. */
  constants?: Doc;
}

/** What an update of one document depends on besides the document. */
export interface UpdateContext {
  position: number;
  inserting: boolean;
}

/** Changes a document; the one given may be modified, the one returned is the new one. */
export type Updater = (doc: Doc, context: UpdateContext) => Doc;

/** Compiles an update (operators, replacement or pipeline); `_id` can never be changed by it (66). */
export function compileUpdate(update: Value, options: UpdateOptions = {}): Updater {
  if (Array.isArray(update)) {
    if (options.arrayFilters) fail(9, 'arrayFilters may not be specified for pipeline-syle updates');
    return keepId(compileUpdatePipeline(update, options));
  }
  if (!isDoc(update)) return fail(9, 'Update argument must be either an object or an array');
  if (options.constants) fail(51198, 'Constant values may only be specified for pipeline updates');
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
      `The dollar ($) prefixed field '${forbidden}' in '${forbidden}' is not allowed in the context of an ` +
        `update's replacement document.`,
    );
  return (doc) => {
    const next = newDoc();
    if (doc._id !== undefined) next._id = doc._id;
    for (const name of Object.keys(update)) if (name !== '_id') next[name] = update[name]!;
    if (update._id === undefined) return next;
    if (doc._id !== undefined && !equal(doc._id, update._id)) {
      fail(
        66,
        `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ` +
          `${describe(update._id)}`,
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
  const watched = steps.length > 1 && steps.some(({ parts }) => parts.some(isDynamic));
  const modifies = steps.map(({ operator, operand, path }): Modify => {
    const build = MODIFIERS[operator] ?? ARRAY_MODIFIERS[operator];
    // $rename is no modifier of one value; it is done by `rename`.
    return build ? build(operand, { path, compare: options.compare ?? simpleCompare }) : (current) => current;
  });
  return (doc, context) => {
    const id = doc._id;
    const touched = watched ? new Set<string>() : undefined;
    const target: Target = { position: context.position, filters, id, touched };
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
