import { boundsOf, type FieldBounds } from './bounds.ts';
import type { Collection } from './collection.ts';
import { equal } from './compare.ts';
import { fail } from './errors.ts';
import { parseFilter, type Filter } from './filter.ts';
import { implies } from './imply.ts';
import type { Index } from './index.ts';
import { type Need } from './needs.ts';
import { needsOf } from './needs.ts';
import { excludesMissing } from './needs.ts';
import { fewest, scoreOf } from './rank.ts';
import { rangesOf, type Range } from './ranges.ts';
import { matchSort, UNSORTED, type SortMatch } from './sort-by-index.ts';
import type { SortField } from './sort.ts';
import { isDoc, typeName, type Doc, type Value } from './value.ts';

/** How an index answers a query. */
export interface IndexPlan {
  kind: 'index';
  index: Index;
  ranges: Range[];
  backwards: boolean;
  sorted: boolean;
  merge: boolean;
  points: number;
  /** Each range is one key of a unique index. */
  lookup: boolean;
  /** What the ranges do not make sure of; undefined when they say it all. */
  residual: Filter | undefined;
}

export type Plan =
  | IndexPlan
  | { kind: 'scan'; backwards: boolean; residual: Filter | undefined; sorted: boolean }
  | { kind: 'union'; parts: IndexPlan[]; residual: Filter; sorted: false };

export interface PlanRequest {
  filter: Filter;
  sort: SortField[];
  hint?: Value | undefined;
  /** With a collation the keys' order and equality of strings do not hold. */
  collated?: boolean | undefined;
}

/** Chooses how to find a query's documents: the longest prefix of equalities, then sort, then range, unless
 * another index leads to far less; else a scan. */
export function choosePlan(collection: Collection, request: PlanRequest): Plan {
  const { filter, sort, hint } = request;
  if (isNatural(hint)) return scanPlan(request, (hint as Doc).$natural === -1);
  const needs = request.collated ? withoutText(needsOf(filter)) : needsOf(filter);
  const indexes = hint === undefined ? collection.indexes.filter(({ hidden }) => !hidden) : [hinted(collection, hint)];
  let best: { plan: IndexPlan; score: number } | undefined;
  const held: IndexPlan[] = [];
  for (const index of indexes) {
    const plan = planIndex(index, needs, request, hint !== undefined);
    if (!plan) continue;
    if (plan.points > 0) held.push(plan);
    const score = scoreOf(plan);
    if (!best || score > best.score) best = { plan, score };
  }
  if (best && (best.plan.points > 0 || hint !== undefined)) {
    const { plan } = best;
    return fewest(
      plan,
      held.filter((other) => other !== plan),
    );
  }
  const union = filter.kind === 'all' || filter.kind === 'any' ? planUnion(collection, request) : undefined;
  if (union && !(best?.plan.sorted && sort.length > 0)) return union;
  return best?.plan ?? scanPlan(request, false);
}

/** The conditions that a collation does not change: those on values without text. */
function withoutText(needs: Map<string, Need[]>): Map<string, Need[]> {
  const free = ({ test: { operator, value } }: Need) =>
    ORDERED.has(operator) && (operator === '$in' ? (value as Value[]) : [value]).every(isTextless);
  return new Map([...needs].map(([path, own]) => [path, own.filter(free)]));
}

const ORDERED = new Set(['$eq', '$in', '$gt', '$gte', '$lt', '$lte']);

function isTextless(value: Value): boolean {
  return !['string', 'symbol', 'object', 'array', 'regex'].includes(typeName(value));
}

function isNatural(hint: Value | undefined): boolean {
  return isDoc(hint) && Object.hasOwn(hint, '$natural');
}

function scanPlan({ filter, sort }: PlanRequest, backwards: boolean): Plan {
  return { kind: 'scan', backwards, residual: isEmpty(filter) ? undefined : filter, sorted: sort.length === 0 };
}

function isEmpty(filter: Filter): boolean {
  return filter.kind === 'all' && filter.of.length === 0;
}

function hinted(collection: Collection, hint: Value): Index {
  const index = collection.indexes.find(({ name, spec, hidden }) => {
    if (hidden) return false;
    return typeof hint === 'string' ? name === hint : isDoc(hint) && equal(spec.key!, hint);
  });
  return (
    index ??
    fail(
      2,
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to ' +
        'an existing index',
    )
  );
}

function planIndex(index: Index, needs: Map<string, Need[]>, request: PlanRequest, forced: boolean) {
  if (!usable(index, needs, request) && !forced) return undefined;
  const bounds: FieldBounds[] = [];
  for (let i = 0; i < index.fields.length; i++) {
    const own = needs.get(index.fields[i]!.path);
    const field = own && boundsOf(own, ((index.arrays >> i) & 1) === 1);
    if (!field) break;
    bounds.push(field);
    if (!field.points) break;
  }
  const points = bounds.filter((field) => field.points).length;
  const order = request.collated && request.sort.length > 0 ? UNSORTED : matchSort(index, bounds, request.sort);
  const orders = order.sorted && request.sort.length > 0;
  // A partial index that holds all that is asked for is read whole rather than the collection.
  if (bounds.length === 0 && !orders && !index.partial && !forced) return undefined;
  return assemble(index, bounds, points, order, request.filter);
}

function assemble(index: Index, bounds: FieldBounds[], points: number, order: SortMatch, filter: Filter): IndexPlan {
  const ranges = rangesOf(index, bounds, order.mergeFrom);
  const replaced = new Set(bounds.flatMap((field) => field.replaces));
  const residual = without(filter, replaced);
  const merge = order.sorted && order.mergeFrom > 0 && ranges.length > 1;
  const whole = bounds.reduce((product, field) => product * field.intervals.length, 1) === ranges.length;
  const lookup = index.unique && points === index.fields.length && whole;
  const { backwards, sorted } = order;
  return { kind: 'index', index, ranges, backwards, sorted, merge, points, lookup, residual };
}

/** A partial or sparse index serves only queries whose documents it all has. */
function usable(index: Index, needs: Map<string, Need[]>, { filter, collated }: PlanRequest): boolean {
  if (index.partial && (collated || !implies(filter, parseFilter(index.partial)))) return false;
  if (!index.sparse) return true;
  return index.fields.some(({ path }) => excludesMissing(needs.get(path) ?? []));
}

function without(filter: Filter, replaced: Set<Filter>): Filter | undefined {
  if (replaced.has(filter)) return undefined;
  if (filter.kind !== 'all') return filter;
  const of = filter.of.flatMap((part) => without(part, replaced) ?? []);
  return of.length === 0 ? undefined : { kind: 'all', of };
}

/** For an `$or` each of whose branches has an index. */
function planUnion(collection: Collection, request: PlanRequest): Plan | undefined {
  const { filter } = request;
  const any =
    filter.kind === 'any' ? filter : filter.kind === 'all' ? filter.of.find((part) => part.kind === 'any') : undefined;
  if (!any || any.kind !== 'any' || any.of.length === 0 || request.hint !== undefined) return undefined;
  const parts: IndexPlan[] = [];
  for (const branch of any.of) {
    const plan = choosePlan(collection, { filter: branch, sort: [], collated: request.collated });
    if (plan.kind !== 'index') return undefined;
    parts.push(plan);
  }
  return { kind: 'union', parts, residual: filter, sorted: false };
}
