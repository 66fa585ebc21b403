import { Types } from 'mongoose';
import { isTime } from '../http/paging.ts';
import type { TicketDoc } from './model.ts';

/** The order of lists: newest activity first. */
export const BY_ACTIVITY = { activityAt: -1, _id: -1 } as const;

/** Where a list goes on: behind the ticket with that activity (ms) and hex id. */
export type ActivityCursor = [at: number, id: string];

export const cursorBehind = ({ activityAt, _id }: Pick<TicketDoc, 'activityAt' | '_id'>): ActivityCursor => [
  activityAt.getTime(),
  String(_id),
];

export const isActivityCursor = (value: unknown): value is ActivityCursor =>
  Array.isArray(value) && isTime(value[0]) && typeof value[1] === 'string' && /^[0-9a-f]{24}$/.test(value[1]);

/** The condition for what comes behind a cursor. */
export function afterActivity([at, id]: ActivityCursor): Record<string, unknown> {
  const activityAt = new Date(at);
  // The bound is what an index can use; the rest tells apart what has the same time.
  const same = { activityAt, _id: { $lt: new Types.ObjectId(id) } };
  return { activityAt: { $lte: activityAt }, $or: [{ activityAt: { $lt: activityAt } }, same] };
}
