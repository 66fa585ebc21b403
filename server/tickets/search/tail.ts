import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { readState } from './blocks.ts';
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
  /** So many packs are let stand before it is asked where the blocks end by now. */
  most: number;
  reading: Promise<void> | undefined;
}

const memories = new WeakMap<Context, Memory>();

/**
 * The packs that are in no block yet, newest first, and perhaps some that are: what has come since the last time is
 * read, the rest is known.
 */
export async function readTailPacks(context: Context): Promise<readonly TailPack[]> {
  const memory = memories.get(context) ?? { packs: new Map(), newestFirst: [], last: -1, most: 0, reading: undefined };
  memories.set(context, memory);
  memory.reading ??= refresh(context, memory).finally(() => (memory.reading = undefined));
  await memory.reading;
  return memory.newestFirst;
}

/** This process forgets what it knows of tickets. */
export function dropFromTail(context: Context, tickets: readonly Types.ObjectId[]): void {
  const memory = memories.get(context);
  if (!memory) return;
  for (const id of tickets) memory.packs.delete(String(id));
  memory.newestFirst = [...memory.packs.values()].reverse();
}

async function refresh(context: Context, memory: Memory): Promise<void> {
  if (memory.last < 0) memory.last = (await readState(context)).end - 1;
  const fresh = await SearchPacks(context)
    .collection.find<SearchPackDoc>(
      { position: { $gt: memory.last } },
      { projection: { customer: 1, position: 1, hashes: 1 }, sort: { position: 1 }, promoteBuffers: true },
    )
    .toArray();
  if (fresh.length === 0) return;
  for (const doc of fresh) {
    const packed = openPack(context.vault, doc);
    memory.packs.delete(String(doc._id));
    if (packed) memory.packs.set(String(doc._id), { ticket: doc._id, position: doc.position, packed });
    memory.last = doc.position;
  }
  if (memory.packs.size > memory.most) await dropBlocked(context, memory);
  memory.newestFirst = [...memory.packs.values()].reverse();
}

async function dropBlocked(context: Context, memory: Memory): Promise<void> {
  const { end } = await readState(context);
  for (const [id, { position }] of memory.packs) {
    if (position >= end) break;
    memory.packs.delete(id);
  }
  memory.most = memory.packs.size + 200;
}

/** Reads a pack for the words of a query. */
export function packReader(query: Query): (packed: Buffer) => (term: number) => Has {
  const wanted = query.terms.map(wantedOf);
  return (packed) => (term) => {
    let has: Has = 0;
    for (const { from, whole, beginning } of wanted[term] ?? []) {
      for (let place = placeOf(packed, from); place < sizeOf(packed); place++) {
        const hash = hashAt(packed, place);
        if (whole.includes(hash)) return 2;
        if (hash === beginning) has = 1;
        if (bucketOf(hash) !== bucketOf(from)) break;
      }
    }
    return has;
  };
}

interface Wanted {
  /** The lowest of them. */
  from: Hash;
  whole: Hash[];
  beginning: Hash | undefined;
}

/** What a term is found by, bucket by bucket; nearly always there is one bucket. */
function wantedOf({ whole, beginning }: Term): Wanted[] {
  const all = beginning === undefined ? whole : [...whole, beginning];
  return [...new Set(all.map(bucketOf))].map((bucket) => {
    const inBucket = whole.filter((hash) => bucketOf(hash) === bucket);
    const begins = beginning !== undefined && bucketOf(beginning) === bucket ? beginning : undefined;
    return { from: Math.min(...inBucket, begins ?? Infinity), whole: inBucket, beginning: begins };
  });
}
