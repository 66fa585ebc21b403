import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { opened } from '../../vault/sealed.ts';
import { Tickets, type TicketDoc } from '../model.ts';

/**
 * The ticket that goes on for this one, opened: itself, or what it was merged into, and so on. Where that one was
 * erased it stands for itself again. Merges never make a circle (merge.ts).
 */
export async function survivorOf(context: Context, ticket: TicketDoc): Promise<TicketDoc> {
  let current = ticket;
  while (current.merged) {
    const next = await Tickets(context).findById(current.merged.into).lean<TicketDoc>();
    if (!next || next.erased) {
      await Tickets(context).collection.updateOne({ _id: current._id }, { $set: { merged: null } });
      return Object.assign(current, { merged: null });
    }
    current = opened(context, Tickets, next);
  }
  return current;
}

/** The ids of a ticket and of all that was merged into it, over several steps too. */
export async function withMerged(context: Context, { _id }: Pick<TicketDoc, '_id'>): Promise<Types.ObjectId[]> {
  const all = [_id];
  for (let ring = [_id]; ring.length > 0;) {
    const merged = await Tickets(context)
      .find({ $and: [{ 'merged.into': { $exists: true } }, { 'merged.into': { $in: ring } }] } as never, { _id: 1 })
      .lean();
    all.push(...(ring = merged.map((one) => one._id)));
  }
  return all;
}
