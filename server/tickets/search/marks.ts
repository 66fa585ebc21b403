import { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { readHeads } from './blocks.ts';
import { rewriteBlocks } from './compact.ts';
import { makeStale } from './fresh.ts';
import { SearchBlocks, SearchMarks, SearchPacks, SearchState, type SearchMarkDoc } from './model.ts';

const READ_AT_ONCE = 500;
/** An id that no ticket has: the mark that everything shall be made anew. */
const ANEW = new Types.ObjectId('000000000000000000000000');
const DELETED_AT_ONCE = 1000;

/** Asks the process that feeds the search to begin from nothing. */
export async function askAnew(context: Context): Promise<void> {
  await makeMarks(context, new Map([[String(ANEW), []]]));
}

/** Takes everything away when one of these marks asks for that; true when one does. */
export async function beginAnew(context: Context, marks: readonly SearchMarkDoc[]): Promise<boolean> {
  if (!marks.some(({ _id }) => ANEW.equals(_id))) return false;
  for (const model of [SearchBlocks, SearchPacks]) await empty((model as typeof SearchPacks)(context).collection);
  await SearchState(context).deleteMany({});
  makeStale(context);
  return true;
}

/** Piece by piece, so that the store can do something else in between. */
async function empty(collection: ReturnType<typeof SearchPacks>['collection']): Promise<void> {
  for (;;) {
    const some = await collection.find({}, { projection: { _id: 1 }, limit: DELETED_AT_ONCE }).toArray();
    if (some.length === 0) return;
    await collection.deleteMany({ _id: { $in: some.map(({ _id }) => _id) } });
  }
}

/** Asks the process that feeds the search to read tickets (hex ids) again, and to clear positions first. */
export async function makeMarks(context: Context, tickets: ReadonlyMap<string, readonly number[]>): Promise<void> {
  if (tickets.size === 0) return;
  const marks = [...tickets].map(([id, positions]) => ({
    updateOne: {
      filter: { _id: new Types.ObjectId(id) },
      update: { $set: { made: new Types.ObjectId() }, $addToSet: { positions: { $each: positions } } },
      upsert: true,
    },
  }));
  await SearchMarks(context).collection.bulkWrite(marks as never);
}

/** What has been asked for, the oldest first. */
export async function readMarks(context: Context): Promise<SearchMarkDoc[]> {
  return await SearchMarks(context)
    .find({ made: { $gt: ANEW } })
    .sort({ made: 1 })
    .limit(READ_AT_ONCE)
    .lean<SearchMarkDoc[]>();
}

/** Takes the dead positions that marks name out of the blocks. */
export async function clearPositions(context: Context, marks: readonly SearchMarkDoc[]): Promise<void> {
  const positions = marks.flatMap((mark) => mark.positions);
  if (positions.length === 0) return;
  for (const head of await readHeads(context))
    if (positions.some((position) => position >= head.start && position < head.end)) await rewriteBlocks(context, head);
}

/** Removes marks whose work is done; one that was made again meanwhile stays. */
export async function removeMarks(context: Context, marks: readonly SearchMarkDoc[]): Promise<void> {
  if (marks.length === 0) return;
  const deletes = marks.map(({ _id, made }) => ({ deleteOne: { filter: { _id, made } } }));
  await SearchMarks(context).collection.bulkWrite(deletes as never);
}
