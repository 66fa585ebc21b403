import { setImmediate as breathe } from 'node:timers/promises';
import type { Context } from '../../context.ts';
import { endOfBlocks, writeBlock, type Head } from './blocks.ts';
import { bucketOf, restOf } from './hashes.ts';
import { MOST_POSITIONS } from './lists.ts';
import { SearchPacks, type SearchPackDoc } from './model.ts';
import { hashAt, openPack, sizeOf } from './pack.ts';

/** Hashes that become a block, about: what is newer is compared pack by pack, from memory. */
export const BLOCK_SIZE = 1_000_000;
/** Tickets in a block at most, for desks where people say little. */
export const BLOCK_TICKETS = 8000;
/** So much more is waited for: the newest tickets get further messages, and would soon be dead in a block. */
const LEFT_SHARE = 0.25;
const OPENED_AT_ONCE = 50;

/** What is in no block yet. */
export interface Tail {
  /** Its first position: where the blocks end. */
  end: number;
  tickets: number;
  /** Hashes. */
  size: number;
}

export const isFull = ({ tickets, size }: Tail): boolean =>
  Math.max(size / BLOCK_SIZE, tickets / BLOCK_TICKETS) >= 1 + LEFT_SHARE;

export async function readTail(context: Context): Promise<Tail> {
  const end = await endOfBlocks(context);
  const packs = await SearchPacks(context)
    .find({ position: { $gte: end } }, { _id: 0, size: 1 })
    .lean();
  return { end, tickets: packs.length, size: packs.reduce((sum, { size }) => sum + size, 0) };
}

/** Makes the oldest packs from a position on, which are in no block, into one. */
export async function cutBlock(context: Context, from: number): Promise<void> {
  const { packs, head } = await readPacks(context, from);
  if (head.tickets > 0) await writeBlock(context, head, turned(packs, head.start));
}

interface OpenPack {
  position: number;
  packed: Buffer;
}

/** The packs of a block that begins with the first one from there on. */
async function readPacks(context: Context, from: number): Promise<{ packs: OpenPack[]; head: Head }> {
  const packs: OpenPack[] = [];
  const head: Head = { start: from, end: from, tickets: 0, size: 0 };
  const cursor = SearchPacks(context).collection.find<SearchPackDoc>(
    { position: { $gte: from } },
    { sort: { position: 1 }, batchSize: OPENED_AT_ONCE, promoteBuffers: true },
  );
  for await (const doc of cursor) {
    if (head.tickets === 0) head.start = doc.position;
    if (doc.position - head.start >= MOST_POSITIONS) break;
    const packed = openPack(context.vault, doc);
    if (packed) packs.push({ position: doc.position, packed });
    head.end = doc.position + 1;
    head.tickets += 1;
    head.size += doc.size;
    if (head.size >= BLOCK_SIZE || head.tickets >= BLOCK_TICKETS) break;
    if (head.tickets % OPENED_AT_ONCE === 0) await breathe();
  }
  return { packs, head };
}

/** Walks through all packs side by side, bucket by bucket. */
function turned(packs: readonly OpenPack[], start: number): (bucket: number) => Float64Array {
  const places = new Uint32Array(packs.length);
  let pairs = new Float64Array(64 * 1024);
  return (bucket) => {
    let count = 0;
    packs.forEach(({ packed, position }, i) => {
      const size = sizeOf(packed);
      for (let place = places[i]!; place < size; place++) {
        const hash = hashAt(packed, place);
        if (bucketOf(hash) !== bucket) break;
        places[i] = place + 1;
        if (count === pairs.length) pairs = grown(pairs);
        pairs[count++] = restOf(hash) * MOST_POSITIONS + (position - start);
      }
    });
    return pairs.subarray(0, count).sort();
  };
}

function grown(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}
