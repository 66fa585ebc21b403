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
