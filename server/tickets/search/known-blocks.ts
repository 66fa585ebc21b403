import type { Context } from '../../context.ts';
import { findBlocks, openLists, readHeads, readVersion } from './blocks.ts';
import { isStale } from './fresh.ts';

/** The lists of some buckets in one block. */
export interface Block {
  start: number;
  end: number;
  /** By bucket. */
  lists: Map<number, Buffer>;
}

/** Blocks read first, and then at a time: what is in every ticket is found in the newest ones. */
const FIRST_BLOCKS = 3;
const MORE_BLOCKS = 100;
/** Who types a word, or turns a page, asks for the same buckets again and again. */
const MOST_BYTES = 16_000_000;
/** What an entry takes besides its bytes, about. */
const ENTRY_BYTES = 200;

interface Known {
  end: number;
  /** Absent where the block has nothing in that bucket. */
  lists?: Buffer;
}

/** What this process has read of the blocks since they last changed, what was asked for last behind. */
export interface KnownBlocks {
  version: string;
  /** Where blocks start, newest first. */
  starts: number[];
  /** What is from there on is in none of them. */
  end: number;
  known: Map<string, Known>;
  bytes: number;
}

const memories = new WeakMap<Context, KnownBlocks>();

/** The blocks that start below a position, newest first, with these buckets of them. */
export async function* readBlocks(
  context: Context,
  known: KnownBlocks,
  buckets: readonly number[],
  below: number,
): AsyncGenerator<Block> {
  const starts = known.starts.filter((start) => start < below);
  for (let from = 0, count = FIRST_BLOCKS; from < starts.length; from += count, count = MORE_BLOCKS) {
    const some = starts.slice(from, from + count);
    const read = await readMissing(context, known, buckets, some);
    for (const start of some) yield blockOf(start, buckets, read);
  }
}

const keyOf = (bucket: number, start: number): string => `${bucket}/${start}`;

function blockOf(start: number, buckets: readonly number[], read: ReadonlyMap<string, Known>): Block {
  const block: Block = { start, end: start, lists: new Map() };
  for (const bucket of buckets) {
    const known = read.get(keyOf(bucket, start));
    if (!known?.lists) continue;
    block.end = Math.max(block.end, known.end);
    block.lists.set(bucket, known.lists);
  }
  return block;
}

/** The blocks there are, as far as this process knows. */
export async function knownBlocks(context: Context): Promise<KnownBlocks> {
  const known = memories.get(context);
  if (known && !isStale(context, 'blocks')) return known;
  const version = await readVersion(context);
  if (known?.version === version) return known;
  const heads = await readHeads(context);
  const starts = heads.map(({ start }) => start).reverse();
  const fresh: KnownBlocks = { version, starts, end: heads.at(-1)?.end ?? 0, known: new Map(), bytes: 0 };
  memories.set(context, fresh);
  return fresh;
}

/** Whether nobody has found out about further blocks since. */
export const isLatest = (context: Context, known: KnownBlocks): boolean => memories.get(context) === known;

/** What these blocks have in these buckets, by key: what is not known is read with one command. */
async function readMissing(
  context: Context,
  memory: KnownBlocks,
  buckets: readonly number[],
  starts: readonly number[],
): Promise<Map<string, Known>> {
  const found = new Map<string, Known>();
  const missing = starts.filter((start) => !buckets.every((bucket) => take(memory, found, keyOf(bucket, start))));
  if (missing.length === 0) return touch(memory, found);
  for (const start of missing) for (const bucket of buckets) found.set(keyOf(bucket, start), { end: start });
  const range = { $gte: missing.at(-1), $lte: missing[0] };
  for (const part of await findBlocks(context, { bucket: { $in: buckets }, start: range }).toArray()) {
    try {
      found.set(keyOf(part.bucket, part.start), { end: part.end, lists: openLists(context, part) });
    } catch (err) {
      // A damaged list hides what it lists, and nothing else.
      context.log.error({ err, bucket: part.bucket, start: part.start }, 'a list of the search is damaged');
    }
  }
  return touch(memory, found);
}

function take(memory: KnownBlocks, found: Map<string, Known>, key: string): boolean {
  const known = memory.known.get(key);
  if (known) found.set(key, known);
  return known !== undefined;
}

/** What is asked for again stays longer. */
function touch(memory: KnownBlocks, found: Map<string, Known>): Map<string, Known> {
  for (const [key, known] of found) keep(memory, key, known);
  return found;
}

/** As the one that was asked for last. */
function keep(memory: KnownBlocks, key: string, known: Known): void {
  memory.bytes += sizeOf(known) - sizeOf(memory.known.get(key));
  memory.known.delete(key);
  memory.known.set(key, known);
  for (const [oldest, other] of memory.known) {
    if (memory.bytes <= MOST_BYTES) return;
    memory.known.delete(oldest);
    memory.bytes -= sizeOf(other);
  }
}

const sizeOf = (known: Known | undefined): number => (known ? ENTRY_BYTES + (known.lists?.length ?? 0) : 0);
