import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { withMerged } from '../tickets/merge/survivor.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { opened } from '../vault/sealed.ts';
import { Repairs, type RepairDoc } from './model.ts';

/** The repair with this hex id, opened. Fails `not-found`. */
export async function loadRepair(context: Context, id: Types.ObjectId | string): Promise<RepairDoc> {
  const doc = await Repairs(context).findById(new Types.ObjectId(id)).lean<RepairDoc>();
  return doc ? opened(context, Repairs, doc) : fail('not-found');
}

/** The repairs of a ticket and of what was merged into it, oldest first, opened. */
export async function repairsOf(context: Context, ticket: Pick<TicketDoc, '_id'>): Promise<RepairDoc[]> {
  const docs = await Repairs(context)
    .find({ ticket: { $in: await withMerged(context, ticket) } })
    .sort({ createdAt: 1, _id: 1 })
    .lean<RepairDoc[]>();
  return docs.map((doc) => opened(context, Repairs, doc));
}

/** What begins between two moments, in order, opened; of one point, where it is given. */
export async function repairsBetween(
  context: Context,
  { from, to }: { from: Date; to: Date },
  point?: string,
): Promise<RepairDoc[]> {
  const at = point ? { point: new Types.ObjectId(point) } : {};
  const docs = await Repairs(context)
    .find({ from: { $exists: true, $gte: from, $lt: to }, ...at })
    .sort({ from: 1, _id: 1 })
    .limit(500)
    .lean<RepairDoc[]>();
  return docs.map((doc) => opened(context, Repairs, doc));
}

/** Whether a time is held. */
export const isBooked = ({ state }: Pick<RepairDoc, 'state'>): boolean => state === 'booked' || state === 'moved';
