import type { BuildStage, Stage } from '../aggregate.ts';
import { fail } from '../errors.ts';
import { compileExpression } from '../expressions/compile.ts';
import { matcherOf } from '../match.ts';
import { toSafeInteger } from '../number.ts';
import { compileAddFields, compileProjection } from '../project.ts';
import { filter, map, slice } from '../sequence.ts';
import { parseSort, sortDocs } from '../sort.ts';
import { docOf, isDoc, isNumeric, newDoc, typeName, type Doc } from '../value.ts';

/** Stages that look at one document after the other. */

export const match: BuildStage = (spec, { compare, scope }) => {
  if (!isDoc(spec)) return fail(15959, 'the match filter must be an expression in an object');
  const matches = matcherOf(spec, { ...(compare && { compare }), scope });
  return (input) => filter(input, (doc) => matches(doc));
};

export const project: BuildStage = (spec, { compare, scope }) => {
  if (!isDoc(spec)) return fail(15969, '$project specification must be an object');
  const change = compileProjection(spec, { compare, scope });
  if (!change) return fail(51272, 'projection specification must have at least one field');
  return (input) => map(input, (doc) => change(doc, -1));
};

export const addFields: BuildStage = (spec, { compare, scope }) => {
  if (!isDoc(spec)) return fail(40272, '$addFields specification stage must be an object');
  const change = compileAddFields(spec, { compare, scope });
  return (input) => map(input, (doc) => change(doc));
};

export const unset: BuildStage = (spec, environment) => {
  const paths = Array.isArray(spec) ? spec : [spec];
  if (paths.length === 0)
    return fail(31119, '$unset specification must be a string or an array with at least one field');
  const exclusion = newDoc();
  for (const path of paths) {
    if (typeof path !== 'string') return fail(31120, '$unset specification must be a string or an array of strings');
    exclusion[path] = 0;
  }
  return project(exclusion, environment);
};

export const replaceRoot: BuildStage = (spec, environment) => {
  if (!isDoc(spec) || spec.newRoot === undefined) return fail(40231, 'no newRoot specified for the $replaceRoot stage');
  return replaceWith(spec.newRoot, environment);
};

export const replaceWith: BuildStage = (spec, { compare, scope }) => {
  const evaluate = compileExpression(spec, compare);
  return (input) =>
    map(input, (doc) => {
      const root = evaluate(doc, scope);
      if (isDoc(root)) return root;
      return fail(
        40228,
        `'newRoot' expression must evaluate to an object, but resulting value was of type '${typeName(root)}'`,
      );
    });
};

export const limit: BuildStage = (spec) => {
  const n = isNumeric(spec) ? toSafeInteger(spec) : undefined;
  if (n === undefined || n < 1) return fail(15958, 'the limit must be positive');
  return (input) => slice(input, 0, n);
};

export const skip: BuildStage = (spec) => {
  const n = isNumeric(spec) ? toSafeInteger(spec) : undefined;
  if (n === undefined || n < 0) return fail(15956, 'Argument to $skip cannot be negative');
  return (input) => slice(input, n, Infinity);
};

export const sort: BuildStage = (spec, { compare }) => {
  if (!isDoc(spec)) return fail(15973, 'the $sort key specification must be an object');
  if (Object.keys(spec).length === 0) return fail(15976, '$sort stage must have at least one sort key');
  parseSort(spec); // refuses what is wrong even when no document comes
  return lazily((input) => sortDocs(input, spec, compare));
};

export const sample: BuildStage = (spec) => {
  const size = isDoc(spec) ? toSafeInteger(spec.size) : undefined;
  if (size === undefined || size < 1) return fail(28747, 'size argument to $sample must be a positive integer');
  return lazily((input) => {
    const docs = [...input];
    for (let i = 0; i < Math.min(size, docs.length); i++) {
      const other = i + Math.floor(Math.random() * (docs.length - i));
      [docs[i], docs[other]] = [docs[other]!, docs[i]!];
    }
    return docs.slice(0, size);
  });
};

export const count: BuildStage = (spec) => {
  if (typeof spec !== 'string' || spec === '' || spec.startsWith('$') || spec.includes('.'))
    return fail(40156, 'the count field must be a non-empty string without $ and .');
  return lazily((input) => {
    let n = 0;
    for (const _ of input) n++;
    return n === 0 ? [] : [docOf({ [spec]: n })];
  });
};

export const documents: BuildStage = (spec, { compare, scope }) => {
  const evaluate = compileExpression(spec, compare);
  return lazily(() => {
    const items = evaluate(newDoc(), scope);
    if (!Array.isArray(items) || !items.every(isDoc))
      return fail(5858203, 'an array of objects is expected by $documents');
    return items;
  });
};

/** A stage that needs all documents before it can give the first; it starts when the first is asked for. */
export function lazily(work: (input: Iterable<Doc>) => Iterable<Doc>): Stage {
  return function* (input) {
    yield* work(input);
  };
}
