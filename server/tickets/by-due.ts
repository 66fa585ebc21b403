import { Types } from 'mongoose';
import { EPOCH } from './indexes.ts';
import type { TicketDoc } from './model.ts';
import type { ActivityCursor } from './by-activity.ts';

/** What is due first comes first; what is not due is not there. */
export const BY_DUE = { due: 1, _id: 1 } as const;

/** The condition of its indexes, and up to when. */
export const isDue = (until?: Date): Record<string, unknown> => ({
  due: { $gt: EPOCH, ...(until ? { $lte: until } : {}) },
});

/** Where such a list goes on: behind the ticket that is due then (ms), with that hex id. */
export const cursorBehindDue = ({ due, _id }: Pick<TicketDoc, 'due' | '_id'>): ActivityCursor => [
  due?.getTime() ?? 0,
  String(_id),
];

/** The condition for what comes behind a cursor; that of the list goes with it. */
export function afterDue([at, id]: ActivityCursor): Record<string, unknown> {
  const due = new Date(at);
  // The bound is what an index can use; the rest tells apart what is due at the same time.
  return {
    $and: [{ due: { $gte: due } }],
    $or: [{ due: { $gt: due } }, { due, _id: { $gt: new Types.ObjectId(id) } }],
  };
}
