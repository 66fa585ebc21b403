import { Types } from 'mongoose';
import type { Static } from 'typebox';
import type { Context } from '../../context.ts';
import { isTime, pageCursor } from '../../http/paging.ts';
import { RetentionRuns, type RetentionRunDoc } from './model.ts';
import type { RunQuery } from './schema.ts';

/** One page of the log of runs, newest first. Fails `invalid-cursor`. */
export async function listRuns(
  context: Context,
  { limit = 20, after }: Static<typeof RunQuery>,
): Promise<{ items: RetentionRunDoc[]; next: string | null }> {
  const place = after === undefined ? undefined : pageCursor.decode(after, isCursor);
  const at = place && new Date(place[0]);
  const docs = await RetentionRuns(context)
    .find(
      place ? { at: { $lte: at }, $or: [{ at: { $lt: at } }, { at, _id: { $lt: new Types.ObjectId(place[1]) } }] } : {},
    )
    .sort({ at: -1, _id: -1 })
    .limit(limit + 1)
    .lean<RetentionRunDoc[]>();
  const items = docs.slice(0, limit);
  const last = items.at(-1);
  return { items, next: docs.length > limit && last ? pageCursor.encode([last.at.getTime(), String(last._id)]) : null };
}

const isCursor = (value: unknown): value is [number, string] =>
  Array.isArray(value) && isTime(value[0]) && /^[0-9a-f]{24}$/.test(String(value[1]));
