import { chain, compileStages, pipelineOf, runPipeline, type BuildStage, type Environment } from '../aggregate.ts';
import { docFrom } from '../collection.ts';
import { fail } from '../errors.ts';
import { compileExpression, follow, type Evaluate, type Scope } from '../expressions/compile.ts';
import { fieldName } from '../field-name.ts';
import { encodeValue } from '../keys.ts';
import { modifyAt } from '../modify.ts';
import { toSafeInteger } from '../number.ts';
import { splitPath } from '../path.ts';
import { planQuery } from '../query.ts';
import { map } from '../sequence.ts';
import { cloneValue, docOf, isDoc, newDoc, type Doc, type Value } from '../value.ts';
import { lazily } from './shape.ts';

const NO_TARGET = { position: -1, filters: new Map(), id: undefined };

/** Sets a (dotted) field on a copy of the document. */
export function withField(doc: Doc, path: string, value: Value): Doc {
  if (!path.includes('.')) {
    const copy = docOf(doc);
    copy[fieldName(path)] = value;
    return copy;
  }
  const copy = cloneValue(doc);
  modifyAt(copy, splitPath(path), () => value, NO_TARGET, 'create');
  return copy;
}

export const lookup: BuildStage = (spec, environment) => {
  if (!isDoc(spec)) return fail(9, 'the $lookup specification must be an object');
  const { from, as, localField, foreignField, pipeline } = spec;
  if (typeof as !== 'string' || as === '') return fail(9, "must specify 'as' field for a $lookup");
  if ((localField === undefined) !== (foreignField === undefined))
    return fail(9, '$lookup requires both or neither of localField and foreignField to be specified');
  if (localField === undefined && pipeline === undefined)
    return fail(9, "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified");
  if (from !== undefined && typeof from !== 'string') return fail(9, "$lookup argument 'from' must be a string");
  const stages = pipeline === undefined ? [] : pipelineOf(pipeline);
  compileStages(stages, environment); // refuses what is wrong even when no document comes
  const variables = compileLet(spec.let, environment);
  const namespace = `${environment.database}.${from ?? '$cmd.aggregate'}`;
  const local = typeof localField === 'string' ? splitPath(localField) : undefined;
  return (input) =>
    map(input, (doc) => {
      const joined = local ? [docOf({ $match: docOf({ [foreignField as string]: localCondition(doc, local) }) })] : [];
      const scope = { ...environment.scope, ...variables(doc, environment.scope) };
      delete scope.ROOT;
      const found = [
        ...runPipeline(namespace, [...joined, ...stages], { ...environment, scope, depth: environment.depth + 1 }),
      ];
      return withField(doc, as, found);
    });
};

function compileLet(spec: Value | undefined, { compare }: Environment): (doc: Doc, scope: Scope) => Scope {
  if (spec === undefined) return () => ({});
  if (!isDoc(spec)) return fail(9, "$lookup argument 'let' must be an object");
  const variables = Object.keys(spec).map((name): [string, Evaluate] => [
    name,
    compileExpression(spec[name]!, compare),
  ]);
  return (doc, scope) => Object.fromEntries(variables.map(([name, evaluate]) => [name, evaluate(doc, scope)]));
}

/** A local array joins by each of its elements; nothing joins with null and missing. */
function localCondition(doc: Doc, parts: string[]): Value {
  const value = follow(doc, parts, 0) ?? null;
  return docOf({ $in: Array.isArray(value) ? value : [value] });
}

export const unionWith: BuildStage = (spec, environment) => {
  const options = isDoc(spec) ? spec : docOf({ coll: spec });
  const { coll, pipeline } = options;
  if (coll !== undefined && typeof coll !== 'string') return fail(9, "$unionWith argument 'coll' must be a string");
  const stages = pipeline === undefined ? [] : pipelineOf(pipeline);
  compileStages(stages, environment);
  return function* (input) {
    yield* input;
    yield* runPipeline(`${environment.database}.${coll ?? '$cmd.aggregate'}`, stages, {
      ...environment,
      depth: environment.depth + 1,
    });
  };
};

const NOT_IN_FACET = new Set(['$out', '$merge', '$facet', '$documents', '$collStats', '$indexStats']);

export const facet: BuildStage = (spec, environment) => {
  if (!isDoc(spec) || Object.keys(spec).length === 0)
    return fail(40169, 'the $facet specification must be a non-empty object');
  const facets = Object.keys(spec).map((name) => {
    const stages = pipelineOf(spec[name]);
    const forbidden = stages.map((stage) => Object.keys(stage)[0]!).find((stage) => NOT_IN_FACET.has(stage));
    if (forbidden) fail(40600, `${forbidden} is not allowed to be used within a $facet stage`);
    return { name, stages: compileStages(stages, environment) };
  });
  return lazily((input) => {
    const docs = [...input];
    const result = newDoc();
    for (const { name, stages } of facets) result[name] = [...chain(docs, stages)];
    return [result];
  });
};

export const graphLookup: BuildStage = (spec, environment) => {
  if (!isDoc(spec)) return fail(40327, '$graphLookup specification must be an object');
  const { from, connectFromField, connectToField, as, depthField, restrictSearchWithMatch } = spec;
  if (
    ![from, connectFromField, connectToField, as].every((name) => typeof name === 'string') ||
    spec.startWith === undefined
  ) {
    return fail(40105, '$graphLookup requires from, startWith, connectFromField, connectToField and as');
  }
  const start = compileExpression(spec.startWith, environment.compare);
  const maxDepth =
    spec.maxDepth === undefined
      ? Infinity
      : (toSafeInteger(spec.maxDepth) ?? fail(40100, 'maxDepth must be a whole number'));
  const links = splitPath(connectFromField as string);
  const restriction = isDoc(restrictSearchWithMatch) ? [restrictSearchWithMatch] : [];
  const search = (values: Value[]) => {
    const filter = docOf({ $and: [docOf({ [connectToField as string]: docOf({ $in: values }) }), ...restriction] });
    return map(
      planQuery(environment.store.find(`${environment.database}.${from as string}`), {
        filter,
        compare: environment.compare,
      }).run(),
      docFrom,
    );
  };
  return (input) =>
    map(input, (doc) => {
      const found = new Map<string, Doc>();
      let values = listOf(start(doc, environment.scope));
      for (let depth = 0; depth <= maxDepth && values.length > 0; depth++) {
        const fresh = [...search(values)].filter((other) => !found.has(keyOf(other)));
        for (const other of fresh)
          found.set(keyOf(other), typeof depthField === 'string' ? withField(other, depthField, BigInt(depth)) : other);
        values = fresh.flatMap((other) => listOf(follow(other, links, 0)));
      }
      return withField(doc, as as string, [...found.values()]);
    });
};

function keyOf(doc: Doc): string {
  return encodeValue(doc._id!).toString('latin1');
}

function listOf(value: Value | undefined): Value[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
