import { chain, compileStages, pipelineOf, runPipeline, type BuildStage, type Environment } from '../aggregate.ts';
import { fail } from '../errors.ts';
import { checkVariable } from '../expressions/functions.ts';
import { compileExpression, follow, type Evaluate, type Scope } from '../expressions/compile.ts';
import { splitPath } from '../path.ts';
import { map } from '../sequence.ts';
import { docOf, isDoc, newDoc, type Doc, type Value } from '../value.ts';
import { lazily } from './shape.ts';
import { withField } from './with-field.ts';

const LOOKUP_FIELDS = new Set(['from', 'as', 'localField', 'foreignField', 'pipeline', 'let']);

export const lookup: BuildStage = (spec, environment) => {
  if (!isDoc(spec)) return fail(9, 'the $lookup specification must be an object');
  const unknown = Object.keys(spec).find((name) => !LOOKUP_FIELDS.has(name));
  if (unknown) fail(9, `unknown argument to $lookup: ${unknown}`);
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
      const found = [...runPipeline(namespace, [...joined, ...stages], { ...nested(environment), scope })];
      return withField(doc, as, found);
    });
};

function nested(environment: Environment): Environment {
  return { ...environment, hint: undefined, depth: environment.depth + 1 };
}

function compileLet(spec: Value | undefined, { compare }: Environment): (doc: Doc, scope: Scope) => Scope {
  if (spec === undefined) return () => ({});
  if (!isDoc(spec)) return fail(9, "$lookup argument 'let' must be an object");
  for (const name of Object.keys(spec)) checkVariable(name);
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
    yield* runPipeline(`${environment.database}.${coll ?? '$cmd.aggregate'}`, stages, nested(environment));
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
