import type { Accumulator } from '../accumulators.ts';
import type { BuildStage } from '../aggregate.ts';
import { compare as simpleCompare, type Compare } from '../compare.ts';
import { fail } from '../errors.ts';
import { compileExpression, type Scope } from '../expressions/compile.ts';
import { toSafeInteger } from '../number.ts';
import { docOf, isDoc, newDoc, type Doc, type Value } from '../value.ts';
import { compileAccumulator } from './group.ts';
import { lazily } from './shape.ts';

type Output = { name: string; make: () => Accumulator }[];

function outputOf(spec: Value | undefined, compare: Compare | undefined): Output {
  const fields = isDoc(spec) ? spec : docOf({ count: docOf({ $sum: 1 }) });
  return Object.keys(fields).map((name) => ({ name, make: compileAccumulator(fields[name]!, compare, name) }));
}

function summarise(id: Value, docs: Doc[], output: Output, scope: Scope): Doc {
  const result = newDoc();
  result._id = id;
  for (const { name, make } of output) {
    const accumulator = make();
    for (const doc of docs) accumulator.add(doc, scope);
    const value = accumulator.result();
    if (value !== undefined) result[name] = value;
  }
  return result;
}

export const bucket: BuildStage = (spec, { compare, scope }) => {
  if (!isDoc(spec)) return fail(40201, 'Argument to $bucket stage must be an object');
  const { boundaries, groupBy, default: other } = spec;
  if (groupBy === undefined || !Array.isArray(boundaries) || boundaries.length < 2)
    return fail(40198, "$bucket requires 'groupBy' and 'boundaries' with at least 2 values");
  const order = compare ?? simpleCompare;
  if (boundaries.some((bound, i) => i > 0 && order(boundaries[i - 1]!, bound) >= 0))
    fail(40194, "The 'boundaries' option to $bucket must be sorted in ascending order");
  const by = compileExpression(groupBy, compare);
  const output = outputOf(spec.output, compare);
  return lazily((input) => {
    const buckets: Doc[][] = boundaries.map(() => []);
    for (const doc of input) {
      const value = by(doc, scope) ?? null;
      const inside = boundaries.findIndex(
        (bound, i) => i < boundaries.length - 1 && order(bound, value) <= 0 && order(value, boundaries[i + 1]!) < 0,
      );
      if (inside < 0 && other === undefined)
        fail(40066, '$switch could not find a matching branch for an input, and no default was specified.');
      buckets[inside < 0 ? boundaries.length - 1 : inside]!.push(doc);
    }
    const ids = [...boundaries.slice(0, -1), other ?? null];
    const filled = ids.flatMap((id, i) => (buckets[i]!.length > 0 ? [summarise(id, buckets[i]!, output, scope)] : []));
    return filled.sort((a, b) => order(a._id!, b._id!));
  });
};

export const bucketAuto: BuildStage = (spec, { compare, scope }) => {
  if (!isDoc(spec)) return fail(40240, 'The argument to $bucketAuto must be an object');
  const wanted = toSafeInteger(spec.buckets);
  if (spec.groupBy === undefined || wanted === undefined || wanted < 1)
    return fail(40246, "$bucketAuto requires 'groupBy' and a positive 'buckets'");
  if (spec.granularity !== undefined) return fail(238, '$bucketAuto with granularity is not supported by this store');
  const order = compare ?? simpleCompare;
  const by = compileExpression(spec.groupBy, compare);
  const output = outputOf(spec.output, compare);
  return lazily((input) => {
    const rows = [...input]
      .map((doc) => ({ doc, value: by(doc, scope) ?? null }))
      .sort((a, b) => order(a.value, b.value));
    const results: Doc[] = [];
    const size = Math.max(1, Math.round(rows.length / wanted));
    for (let from = 0; from < rows.length;) {
      let to = results.length === wanted - 1 ? rows.length : Math.min(from + size, rows.length);
      while (to < rows.length && order(rows[to]!.value, rows[to - 1]!.value) === 0) to++;
      const max = (rows[to] ?? rows.at(-1)!).value;
      results.push(
        summarise(
          docOf({ min: rows[from]!.value, max }),
          rows.slice(from, to).map(({ doc }) => doc),
          output,
          scope,
        ),
      );
      from = to;
    }
    return results;
  });
};
