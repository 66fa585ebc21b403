import type { Context } from '../../context.ts';
import { findBlocks, openLists, readHeads, writeBlock, type Head } from './blocks.ts';
import { BLOCK_SIZE, BLOCK_TICKETS } from './cut.ts';
import { MOST_POSITIONS, readPairs } from './lists.ts';
import { SearchPacks } from './model.ts';

/**
 * Each time a ticket gets a further message its pack goes to a new position, and what the old one left in a block is
 * dead. Neighbouring blocks whose living part fits into one are written as one, without the dead. Resolves with whether
 * there was something to do.
 */
export async function compactBlocks(context: Context): Promise<boolean> {
  const heads = await readHeads(context);
  let first: { start: number; tickets: number; size: number } | undefined;
  for (const head of heads) {
    const tickets = await SearchPacks(context).countDocuments({ position: { $gte: head.start, $lt: head.end } });
    const size = (head.size * tickets) / Math.max(1, head.tickets);
    const fits =
      first &&
      first.size + size <= BLOCK_SIZE &&
      first.tickets + tickets <= BLOCK_TICKETS &&
      head.end - first.start < MOST_POSITIONS;
    if (first && fits) {
      await rewriteBlocks(context, { start: first.start, end: head.end });
      return true;
    }
    first = { start: head.start, tickets, size };
  }
  return false;
}

/** Writes what lives in a stretch of whole blocks as one block. */
export async function rewriteBlocks(context: Context, { start, end }: Pick<Head, 'start' | 'end'>): Promise<void> {
  const packs = await SearchPacks(context)
    .find({ position: { $gte: start, $lt: end } }, { _id: 0, position: 1, size: 1 })
    .lean();
  const living = new Set(packs.map(({ position }) => position));
  const size = packs.reduce((sum, pack) => sum + pack.size, 0);
  await writeBlock(context, { start, end, tickets: packs.length, size }, (bucket) =>
    livingPairs(context, { start, end }, bucket, living),
  );
}

async function livingPairs(
  context: Context,
  { start, end }: Pick<Head, 'start' | 'end'>,
  bucket: number,
  living: ReadonlySet<number>,
): Promise<Float64Array> {
  const docs = await findBlocks(context, { bucket, start: { $gte: start, $lt: end } }).toArray();
  const pairs: number[] = [];
  for (const doc of docs)
    readPairs(openLists(context, doc), (rest, offset) => {
      const position = doc.start + offset;
      if (living.has(position)) pairs.push(rest * MOST_POSITIONS + (position - start));
    });
  return eachOnce(Float64Array.from(pairs).sort());
}

/** A crash may have left a bucket twice. */
function eachOnce(sorted: Float64Array): Float64Array {
  return sorted.filter((pair, i) => i === 0 || pair !== sorted[i - 1]);
}
