import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { isTime, pageCursor } from '../http/paging.ts';
import { AuditLog, type AuditDoc } from './model.ts';
import type { AuditQuery } from './schema.ts';

/** One page of the log, newest first. Fails with `invalid-cursor`. */
export async function listAudit(
  context: Context,
  query: AuditQuery,
): Promise<{ items: AuditDoc[]; next: string | null }> {
  const limit = query.limit ?? 50;
  const after = query.after === undefined ? undefined : pageCursor.decode(query.after, isCursor);
  const docs = await AuditLog(context)
    .find({
      ...(query.act ? { act: query.act } : {}),
      ...(query.by ? { 'by.id': query.by } : {}),
      ...(query.about ? { 'about.id': query.about } : {}),
      ...placeOf(query, after),
    })
    .sort({ at: -1, _id: -1 })
    .limit(limit + 1)
    .lean<AuditDoc[]>();
  const items = docs.slice(0, limit);
  const last = items.at(-1);
  const next = docs.length > limit && last ? pageCursor.encode([last.at.getTime(), String(last._id)]) : null;
  return { items, next };
}

type Cursor = [at: number, id: string];

/** The stretch of time that was asked for, and of that what comes after the cursor. */
function placeOf({ since, until }: AuditQuery, after: Cursor | undefined): object {
  const last = after && new Date(after[0]);
  const ends = [until && new Date(until), last].filter((time) => time !== undefined && time !== '') as Date[];
  const end = ends.sort((a, b) => a.getTime() - b.getTime())[0];
  const at = { ...(since ? { $gte: new Date(since) } : {}), ...(end ? { $lte: end } : {}) };
  return {
    ...(Object.keys(at).length > 0 ? { at } : {}),
    ...(after && last
      ? { $or: [{ at: { $lt: last } }, { at: last, _id: { $lt: new Types.ObjectId(after[1]) } }] }
      : {}),
  };
}

const isCursor = (value: unknown): value is Cursor =>
  Array.isArray(value) && isTime(value[0]) && /^[0-9a-f]{24}$/.test(String(value[1]));
