import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { isStale, makeStale } from './fresh.ts';
import { bucketOf, type Hash } from './hashes.ts';
import { SearchPacks, type SearchPackDoc } from './model.ts';
import { hashAt, openPack, placeOf, sizeOf } from './pack.ts';
import type { Has } from './judge.ts';
import type { Query, Term } from './query.ts';

/** A pack that is in no block yet. */
export interface TailPack {
  ticket: Types.ObjectId;
  position: number;
  packed: Buffer;
}

/** What this process knows of the packs that are in no block yet. */
interface Memory {
  /** By hex id, in the order of their positions. */
  packs: Map<string, TailPack>;
  newestFirst: TailPack[];
  last: number;
  /** Where the blocks ended when those before were dropped. */
  end: number;
  reading: Promise<void> | undefined;
}

const memories = new WeakMap<Context, Memory>();

/** Reads what has come since the last time behind the `end` of all known blocks. */
export async function refreshTail(context: Context, end: number): Promise<void> {
  const memory = memories.get(context) ?? { packs: new Map(), newestFirst: [], last: end - 1, end, reading: undefined };
  memories.set(context, memory);
  if (!memory.reading && !isStale(context, 'tail')) return;
  memory.reading ??= refresh(context, memory).finally(() => (memory.reading = undefined));
  await memory.reading;
}

/** The packs that were read, newest first; those before the `end` of all known blocks are forgotten. */
export function tailBehind(context: Context, end: number): readonly TailPack[] {
  const memory = memories.get(context);
  if (memory && end > memory.end) drop(memory, end);
  return memory?.newestFirst ?? [];
}

/** This process forgets what it knows of tickets. */
export function dropFromTail(context: Context, tickets: readonly Types.ObjectId[]): void {
  const memory = memories.get(context);
  if (!memory) return;
  for (const id of tickets) memory.packs.delete(String(id));
  memory.newestFirst = [...memory.packs.values()].reverse();
}

async function refresh(context: Context, memory: Memory): Promise<void> {
  const fresh = await SearchPacks(context)
    .collection.find<SearchPackDoc>(
      { position: { $gt: memory.last } },
      { projection: { customer: 1, position: 1, hashes: 1 }, sort: { position: 1 }, promoteBuffers: true },
    )
    .toArray()
    .catch((error: unknown) => {
      makeStale(context);
      throw error;
    });
  if (fresh.length === 0) return;
  for (const doc of fresh) {
    const packed = openPack(context.vault, doc);
    memory.packs.delete(String(doc._id));
    if (packed) memory.packs.set(String(doc._id), { ticket: doc._id, position: doc.position, packed });
    memory.last = doc.position;
  }
  memory.newestFirst = [...memory.packs.values()].reverse();
}

/** What is in a block that is known. */
function drop(memory: Memory, end: number): void {
  for (const [id, { position }] of memory.packs) {
    if (position >= end) break;
    memory.packs.delete(id);
  }
  memory.end = end;
  memory.newestFirst = [...memory.packs.values()].reverse();
}

/** Reads pack after pack for the words of a query: thousands of them, hence without anything made for each. */
export interface PackReader {
  /** From now on `has` tells of this one. */
  open(packed: Buffer): void;
  /** How it has a term, by the term's place in the query. */
  has(term: number): Has;
}

export function packReader(query: Query): PackReader {
  const wanted = query.terms.map(wantedOf);
  let packed: Buffer = Buffer.alloc(0);
  return {
    open: (next) => void (packed = next),
    has(term) {
      let best: Has = 0;
      for (const one of wanted[term] ?? []) {
        const has = lookFor(packed, one);
        if (has === 2) return 2;
        if (has > best) best = has;
      }
      return best;
    },
  };
}

function lookFor(packed: Buffer, { from, to, whole, beginning }: Wanted): Has {
  let has: Has = 0;
  const size = sizeOf(packed);
  for (let place = placeOf(packed, from); place < size; place++) {
    const hash = hashAt(packed, place);
    if (hash > to) break;
    if (whole.includes(hash)) return 2;
    if (hash === beginning) has = 1;
  }
  return has;
}

interface Wanted {
  /** The lowest and the highest of them. */
  from: Hash;
  to: Hash;
  whole: Hash[];
  beginning: Hash | undefined;
}

/** What a term is found by, bucket by bucket; nearly always there is one bucket. */
function wantedOf({ whole, beginning }: Term): Wanted[] {
  const all = beginning === undefined ? whole : [...whole, beginning];
  return [...new Set(all.map(bucketOf))].map((bucket) => {
    const inBucket = all.filter((hash) => bucketOf(hash) === bucket);
    const [from, to] = [Math.min(...inBucket), Math.max(...inBucket)];
    return { from, to, whole: inBucket.filter((hash) => whole.includes(hash)), beginning };
  });
}
