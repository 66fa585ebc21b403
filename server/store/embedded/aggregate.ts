import { fieldsFrom } from './collection.ts';
import type { Compare } from './compare.ts';
import { countQuery } from './count-query.ts';
import { encode } from './encode.ts';
import { fail } from './errors.ts';
import type { Scope } from './expressions/compile.ts';
import { toSafeInteger } from './number.ts';
import { countOnly, neededFields } from './pipeline-needs.ts';
import { checkPlaces, makesItsDocuments } from './pipeline-rules.ts';
import { planQuery, type Deadline, type Query } from './query.ts';
import { map } from './sequence.ts';
import { STAGES } from './stages/table.ts';
import type { Store } from './store.ts';
import { docOf, isDoc, isNumeric, type Doc, type Value } from './value.ts';

/** What the stages of one aggregation share. */
export interface Environment {
  store: Store;
  database: string;
  compare: Compare | undefined;
  scope: Scope;
  deadline: Deadline | undefined;
  /** The index that the outermost pipeline must begin with. */
  hint?: Value | undefined;
  /** How many pipelines this one is inside of. */
  depth: number;
}

/** Turns the documents that come in into those that go out. */
export type Stage = (input: Iterable<Doc>) => Iterable<Doc>;

/** Compiles a stage from what stands in it. */
export type BuildStage = (spec: Value, environment: Environment) => Stage;

const MAX_DEPTH = 20;

/** Runs a pipeline over a collection; what indexes can do of its beginning they do. */
export function runPipeline(namespace: string, pipeline: Doc[], environment: Environment): Iterable<Doc> {
  if (environment.depth > MAX_DEPTH) fail(40383, `The maximum depth of nested pipelines is ${MAX_DEPTH}`);
  const { store, compare, scope, deadline } = environment;
  checkPlaces(pipeline.map(nameOf), environment.depth === 0);
  const { query, rest } = leadingQuery(pipeline, { compare, scope, deadline, hint: environment.hint });
  const stages = compileStages(rest, environment);
  if (makesItsDocuments(rest.map(nameOf))) return chain([], stages);
  const counted = countOnly(rest);
  if (counted) {
    const n = countQuery(store.find(namespace), query) * counted.each;
    return n === 0 ? [] : [docOf({ _id: counted.id, [counted.field]: n > 2147483647 ? BigInt(n) : n })];
  }
  const planned = planQuery(store.find(namespace), query);
  const names = neededFields(rest);
  return chain(
    map(planned.run(), (stored) => fieldsFrom(stored, names)),
    stages,
  );
}

/** Compiles stages; an unknown one is refused (40324). */
export function compileStages(pipeline: Doc[], environment: Environment): Stage[] {
  return pipeline.map((stage) => {
    const name = nameOf(stage);
    if (name === '$changeStream') fail(40573, 'The $changeStream stage is only supported on replica sets');
    const build = STAGES[name];
    if (!build || !Object.hasOwn(STAGES, name)) return fail(40324, `Unrecognized pipeline stage name: '${name}'`);
    return build(stage[name]!, environment);
  });
}

export function chain(input: Iterable<Doc>, stages: Stage[]): Iterable<Doc> {
  return stages.reduce((docs, stage) => stage(docs), input);
}

/** A pipeline given as a value. */
export function pipelineOf(value: Value | undefined): Doc[] {
  if (!Array.isArray(value)) return fail(14, "'pipeline' option must be specified as an array");
  return value.map((stage) =>
    isDoc(stage) ? stage : fail(14, "Each element of the 'pipeline' array must be an object"),
  );
}

/** The stages at the beginning that are a query ($match, then $sort, then $skip and $limit), and the others. */
export function leadingQuery(pipeline: Doc[], options: Query): { query: Query; rest: Doc[] } {
  const query: Query = { ...options };
  const filters: Doc[] = [];
  let at = 0;
  for (; at < pipeline.length; at++) {
    const stage = pipeline[at]!;
    const value = stage[nameOf(stage)]!;
    if (nameOf(stage) === '$match' && isDoc(value) && !query.sort && query.limit === undefined) filters.push(value);
    else if (
      nameOf(stage) === '$sort' &&
      isDoc(value) &&
      Object.keys(value).length > 0 &&
      !query.sort &&
      query.limit === undefined
    )
      query.sort = value;
    else if (nameOf(stage) === '$limit' && query.limit === undefined && isNumeric(value)) query.limit = positive(value);
    else break;
  }
  query.filter = filters.length === 1 ? filters[0]! : filters.length === 0 ? docOf({}) : docOf({ $and: filters });
  return { query, rest: pipeline.slice(at) };
}

function positive(value: Value): number {
  const limit = toSafeInteger(value) ?? -1;
  if (limit < 1) fail(15958, 'the limit must be positive');
  return limit;
}

/** The name of a stage, which must be its only field. */
export function nameOf(stage: Doc): string {
  const names = Object.keys(stage);
  if (names.length !== 1) fail(40323, 'A pipeline stage specification object must contain exactly one field.');
  return names[0]!;
}

/** The results as bytes. */
export function encodeAll(docs: Iterable<Doc>): Iterator<Uint8Array> {
  return map(docs, (doc) => encode(doc));
}
