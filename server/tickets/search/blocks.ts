import { setImmediate as breathe } from 'node:timers/promises';
import { Types, type mongo } from 'mongoose';
import type { Context } from '../../context.ts';
import { RELAXED } from '../../model.ts';
import { makeStale } from './fresh.ts';
import { BUCKETS } from './hashes.ts';
import { encodeLists } from './lists.ts';
import { HEAD, SearchBlocks, SearchState, type SearchBlockDoc, type SearchStateDoc } from './model.ts';

const WRITTEN_AT_ONCE = 64;
const STATE = 'blocks';

export type Head = Pick<SearchBlockDoc, 'start' | 'end'> & { tickets: number; size: number };

/** The blocks, oldest first. */
export async function readHeads(context: Context): Promise<Head[]> {
  return await SearchBlocks(context)
    .find({ bucket: HEAD }, { _id: 0, start: 1, end: 1, tickets: 1, size: 1 })
    .sort({ start: 1 })
    .lean<Head[]>();
}

/** The position behind the last block: what has it, or a later one, is in no block yet. */
export async function endOfBlocks(context: Context): Promise<number> {
  const last = await SearchBlocks(context).findOne({ bucket: HEAD }, { end: 1 }).sort({ start: -1 }).lean();
  return last?.end ?? 0;
}

/** Another one each time the blocks have changed. */
export async function readVersion(context: Context): Promise<string> {
  const state = await SearchState(context).collection.findOne<SearchStateDoc>({ _id: STATE as never });
  return String(state?.version);
}

/** The sorted pairs of a bucket, see lists.ts. */
export type PairsOf = (bucket: number) => Float64Array | Promise<Float64Array>;

/**
 * Writes a block, in the place of those that begin within it. Whoever searches meanwhile finds each bucket as it was or
 * as it will be. Then comes the head (a stretch without one is written again), and then everybody is told.
 */
export async function writeBlock(context: Context, head: Head, pairsOf: PairsOf): Promise<void> {
  const { collection } = SearchBlocks(context);
  for (let first = 0; first < BUCKETS; first += WRITTEN_AT_ONCE) {
    const writes: mongo.AnyBulkWriteOperation<SearchBlockDoc>[] = [];
    for (let bucket = first; bucket < first + WRITTEN_AT_ONCE; bucket++)
      writes.push(...writesOf(context, bucket, head, encodeLists(await pairsOf(bucket))));
    await collection.bulkWrite(writes as never, { ordered: true, ...RELAXED });
    await breathe();
  }
  const { start, end } = head;
  const writes: mongo.AnyBulkWriteOperation<SearchBlockDoc>[] = [
    { updateOne: { filter: { bucket: HEAD, start }, update: { $set: head }, upsert: true } },
    { deleteMany: { filter: { bucket: HEAD, start: { $gt: start, $lt: end } } } },
  ];
  await collection.bulkWrite(writes as never, { ordered: true, ...RELAXED });
  await SearchState(context).updateOne(
    { _id: STATE },
    { $set: { version: new Types.ObjectId() } },
    { upsert: true, ...RELAXED },
  );
  makeStale(context);
}

function writesOf(
  context: Context,
  bucket: number,
  { start, end }: Head,
  lists: Buffer | undefined,
): mongo.AnyBulkWriteOperation<SearchBlockDoc>[] {
  if (!lists) return [{ deleteMany: { filter: { bucket, start: { $gte: start, $lt: end } } } }];
  const sealed = context.vault.sealInstance(bound({ bucket, start }), lists);
  return [
    {
      updateOne: {
        filter: { bucket, start },
        update: { $set: { bucket, start, end, lists: sealed } },
        upsert: true,
      },
    },
    { deleteMany: { filter: { bucket, start: { $gt: start, $lt: end } } } },
  ];
}

const bound = ({ bucket, start }: { bucket: number; start: number }): string => `SearchBlock/${start}/${bucket}`;

/** What one block says of one bucket, with the bytes as they came. */
export type BlockPart = Required<Pick<SearchBlockDoc, 'bucket' | 'start' | 'end' | 'lists'>>;

/** The lists of a part. Throws when its bytes were changed. */
export function openLists(context: Context, part: BlockPart): Buffer {
  return context.vault.openInstance(bound(part), part.lists);
}

export function findBlocks(context: Context, filter: Record<string, unknown>) {
  return SearchBlocks(context).collection.find<BlockPart>(filter, {
    projection: { _id: 0, bucket: 1, start: 1, end: 1, lists: 1 },
    promoteBuffers: true,
  });
}
