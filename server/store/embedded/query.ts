import { fieldsFrom, type Collection, type Stored } from './collection.ts';
import { compare as simpleCompare, type Compare } from './compare.ts';
import { fail } from './errors.ts';
import type { Scope } from './expressions/compile.ts';
import { fieldsOf, parseFilter, type Filter } from './filter.ts';
import type { KeyPart } from './keys.ts';
import { compileFilter } from './match.ts';
import { namesOf, type Names } from './peek.ts';
import { choosePlan, type Plan } from './plan.ts';
import { scan, type Examined } from './scan.ts';
import { slice } from './sequence.ts';
import { makeSorter, parseSort, type SortField } from './sort.ts';
import type { Doc, Value } from './value.ts';

/** When to give up, in milliseconds of `performance.now()`. It holds for one answer: the caller lifts it after. */
export interface Deadline {
  at: number;
}

/** What is asked of a collection. */
export interface Query {
  filter?: Doc | undefined;
  sort?: Doc | undefined;
  skip?: number | undefined;
  limit?: number | undefined;
  hint?: Value | undefined;
  compare?: Compare | undefined;
  scope?: Scope | undefined;
  deadline?: Deadline | undefined;
}

/** A planned query: its documents come out of `run` in order, as they are asked for. */
export interface Planned {
  plan: Plan;
  examined: Examined;
  run(): Generator<Stored>;
}

const SORT_MEMORY = 100 * 1024 * 1024;

/** Parses and plans a query (which refuses what is wrong with it) without reading anything yet. */
export function planQuery(collection: Collection | undefined, query: Query): Planned {
  const filter = parseFilter(query.filter ?? {});
  const natural = query.sort && Object.keys(query.sort)[0] === '$natural';
  const sort = query.sort && !natural ? parseSort(query.sort) : [];
  const hint = natural ? query.sort : query.hint;
  const request = { filter, sort, hint, collated: query.compare !== undefined };
  const plan: Plan = collection
    ? choosePlan(collection, request)
    : { kind: 'scan', backwards: false, residual: filter, sorted: true };
  const matches = plan.residual && compileFilter(plan.residual, matchOptions(query));
  const names = plan.residual && filterNames(plan.residual);
  const examined: Examined = { keys: 0, docs: 0 };
  return {
    plan,
    examined,
    *run() {
      if (!collection) return;
      const { skip = 0, limit = Infinity } = query;
      const want = plan.sorted && !plan.residual ? skip + limit : Infinity;
      let found: Iterable<Stored> = guard(
        collection,
        scan(collection, plan, want, examined),
        matches,
        names,
        query.deadline,
      );
      if (!plan.sorted) found = sortStored(found, sort, query.compare ?? simpleCompare, skip + limit);
      yield* slice(found, skip, limit);
    },
  };
}

/** The fields a filter looks at; undefined when it may look at the whole document. */
function filterNames(filter: Filter): Names | undefined {
  const names = new Set<string>();
  return fieldsOf(filter, names) ? namesOf(names) : undefined;
}

function matchOptions({ compare, scope }: Query): { compare?: Compare; scope?: Scope } {
  return { ...(compare && { compare }), ...(scope && { scope }) };
}

/** Lets through what matches, and gives up when the time is over (50). */
function* guard(
  { pace }: Collection,
  found: Iterable<Stored>,
  matches: ((doc: Doc) => boolean) | undefined,
  names: Names | undefined,
  deadline: Deadline | undefined,
): Generator<Stored> {
  let n = 0;
  for (const stored of found) {
    if ((++n & 63) === 0) {
      if (deadline && performance.now() > deadline.at) fail(50, 'operation exceeded time limit');
      pace.step(64);
    }
    if (!matches || matches(fieldsFrom(stored, names))) yield stored;
  }
}

interface Sortable {
  stored: Stored;
  key: KeyPart[];
}

/** Sorts in memory, keeping only the first `keep`; more than 100 MB is refused as MongoDB refuses it (292). */
function sortStored(found: Iterable<Stored>, fields: SortField[], compare: Compare, keep: number): Stored[] {
  const { keyOf, order } = makeSorter(fields, compare);
  const byKey = (a: Sortable, b: Sortable) => order(a.key, b.key) || a.stored.rid - b.stored.rid;
  const names = namesOf(fields.map(({ parts }) => parts[0]!));
  let items: Sortable[] = [];
  let bytes = 0;
  for (const stored of found) {
    items.push({ stored, key: keyOf(fieldsFrom(stored, names)) });
    bytes += stored.bytes.length;
    if (items.length >= keep * 2 + 1000) {
      items = items.sort(byKey).slice(0, keep);
      bytes = items.reduce((sum, item) => sum + item.stored.bytes.length, 0);
    }
    if (bytes > SORT_MEMORY)
      fail(
        292,
        'Executor error during find command :: caused by :: Sort exceeded memory limit of 104857600 bytes, ' +
          'but did not opt in to external sorting.',
      );
  }
  return items.sort(byKey).map(({ stored }) => stored);
}
