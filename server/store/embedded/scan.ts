import type { Collection, Stored } from './collection.ts';
import type { Index, Entry } from './index.ts';
import { mergeRanges } from './merge-ranges.ts';
import type { IndexPlan, Plan } from './plan.ts';
import type { Range } from './ranges.ts';

/** What a query has looked at, for explain. */
export interface Examined {
  keys: number;
  docs: number;
}

const FIRST_CHUNK = 128;
const LAST_CHUNK = 1024;

/** The documents a plan leads to, each once; `want` is how many will probably be asked for. */
export function* scan(collection: Collection, plan: Plan, want: number, examined: Examined): Generator<Stored> {
  if (plan.kind === 'scan') return yield* scanTable(collection, plan.backwards, want, examined);
  const seen = needsDedupe(plan) ? new Set<number>() : undefined;
  const parts = plan.kind === 'union' ? plan.parts : [plan];
  for (const part of parts) {
    for (const { rid } of entriesOf(collection, part, want)) {
      examined.keys++;
      if (seen?.has(rid)) continue;
      seen?.add(rid);
      const stored = collection.get(rid);
      if (!stored) continue;
      examined.docs++;
      yield stored;
    }
  }
}

/** The index entries of a plan in its order. */
export function entriesOf(collection: Collection, plan: IndexPlan, want: number): Generator<Entry> {
  const chunk = Math.min(Math.max(want, 2), FIRST_CHUNK);
  if (plan.lookup && !plan.merge) return lookUp(plan);
  // Each range gives its part: what is read ahead of all of them would be many times what is asked for.
  if (plan.merge) return mergeRanges(collection, plan, Math.max(Math.ceil(chunk / plan.ranges.length), 2));
  return chainRanges(collection, plan, chunk);
}

function* lookUp({ index, ranges, backwards }: IndexPlan): Generator<Entry> {
  for (const { start } of backwards ? ranges.toReversed() : ranges) {
    const rid = index.find(start);
    if (rid !== undefined) yield { key: start, rid };
  }
}

/** Through arrays a document may have several entries. */
export function needsDedupe(plan: Plan): boolean {
  return plan.kind === 'union' || (plan.kind === 'index' && plan.index.arrays !== 0);
}

function* scanTable(collection: Collection, backwards: boolean, want: number, examined: Examined): Generator<Stored> {
  let rid = backwards ? Number.MAX_SAFE_INTEGER : 0;
  let chunk = Math.min(Math.max(want, 2), 64);
  while (!collection.dropped) {
    const rows = collection.read(rid, backwards, chunk);
    const version = collection.version;
    for (const row of rows) {
      rid = row.rid;
      examined.docs++;
      yield row;
      if (collection.version !== version) break;
    }
    if (rows.length < chunk && rid === (rows.at(-1)?.rid ?? rid)) return;
    chunk = 256;
  }
}

function* chainRanges(collection: Collection, plan: IndexPlan, chunk: number): Generator<Entry> {
  const ranges = plan.backwards ? plan.ranges.toReversed() : plan.ranges;
  for (const range of ranges) yield* readRange(collection, plan.index, range, plan.backwards, chunk);
}

/** Reads a range in growing chunks; after a write it continues from the last entry with what is there now. */
export function* readRange(
  collection: Collection,
  index: Index,
  range: Range,
  backwards: boolean,
  first: number,
): Generator<Entry> {
  const bound = backwards ? range.start : range.end;
  let position: Uint8Array = backwards ? range.end : range.start;
  let rid = -1;
  let chunk = first;
  while (!collection.dropped) {
    const version = collection.version;
    const entries = index.read(position as Buffer, rid, bound, backwards, chunk);
    let stale = false;
    for (const entry of entries) {
      yield entry;
      position = entry.key;
      rid = entry.rid;
      stale = collection.version !== version;
      if (stale) break;
    }
    if (!stale && entries.length < chunk) return;
    chunk = Math.min(chunk * 2, LAST_CHUNK);
  }
}
