import { fieldsFrom } from './collection.ts';
import type { Compare } from './compare.ts';
import { encode } from './encode.ts';
import { fail } from './errors.ts';
import type { Scope } from './expressions/compile.ts';
import { toSafeInteger } from './number.ts';
import { splitPath } from './path.ts';
import { namesOf, type Names } from './peek.ts';
import { countQuery, planQuery, type Deadline, type Query } from './query.ts';
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
  /** How many pipelines this one is inside of. */
  depth: number;
}

/** Turns the documents that come in into those that go out. */
export type Stage = (input: Iterable<Doc>) => Iterable<Doc>;

/** Compiles a stage from what stands in it. */
export type BuildStage = (spec: Value, environment: Environment) => Stage;

const MAX_DEPTH = 20;
/** Makes its documents itself and reads no collection. */
const SOURCES = new Set(['$documents']);

/** Runs a pipeline over a collection; what indexes can do of its beginning they do. */
export function runPipeline(namespace: string, pipeline: Doc[], environment: Environment): Iterable<Doc> {
  if (environment.depth > MAX_DEPTH) fail(40383, `The maximum depth of nested pipelines is ${MAX_DEPTH}`);
  const { store, compare, scope, deadline } = environment;
  const { query, rest } = leadingQuery(pipeline, { compare, scope, deadline });
  const stages = compileStages(rest, environment);
  if (rest[0] && SOURCES.has(nameOf(rest[0]))) return chain([], stages);
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
    else if (nameOf(stage) === '$sort' && isDoc(value) && !query.sort && query.limit === undefined) query.sort = value;
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

/** `{ $group: { _id: constant, n: { $sum: constant } } }`, which is how drivers count documents. */
function countOnly(rest: Doc[]): { id: Value; field: string; each: number } | undefined {
  const group = rest.length === 1 ? rest[0]!.$group : undefined;
  if (!isDoc(group) || (group._id !== null && !isNumeric(group._id))) return undefined;
  const [field, ...others] = Object.keys(group).filter((name) => name !== '_id');
  const sum = field === undefined ? undefined : group[field];
  if (others.length > 0 || !isDoc(sum) || typeof sum.$sum !== 'number' || sum.$sum < 1) return undefined;
  return { id: group._id ?? null, field: field!, each: sum.$sum };
}

const SUMMARISES = new Set(['$group', '$sortByCount', '$bucket', '$bucketAuto', '$count']);

/** The top-level fields that a pipeline reads when it begins with a summary; undefined when it may read all. */
function neededFields([first]: Doc[]): Names | undefined {
  if (!first || !SUMMARISES.has(nameOf(first))) return undefined;
  const fields = new Set<string>();
  return nameOf(first) === '$count' || collectFields(first[nameOf(first)]!, fields) ? namesOf(fields) : undefined;
}

function collectFields(expression: Value, fields: Set<string>): boolean {
  if (typeof expression === 'string') {
    if (expression.startsWith('$$')) return !/^\$\$(?:ROOT|CURRENT)\b/.test(expression);
    if (expression.startsWith('$')) fields.add(splitPath(expression.slice(1))[0]!);
    return true;
  }
  if (Array.isArray(expression)) return expression.every((item) => collectFields(item, fields));
  if (!isDoc(expression)) return true;
  return Object.keys(expression).every((name) => {
    if (name === 'sortBy' || name === '$getField') return false;
    return collectFields(expression[name]!, fields);
  });
}

/** The results as bytes. */
export function encodeAll(docs: Iterable<Doc>): Iterator<Uint8Array> {
  return map(docs, (doc) => encode(doc));
}
