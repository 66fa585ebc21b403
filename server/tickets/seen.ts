import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { Tickets } from './model.ts';

/** The customer has seen the thread up to message `n`: never less than before, nor more than there is. */
export async function seenUpTo(context: Context, ticket: string, n: number): Promise<void> {
  const _id = new Types.ObjectId(ticket);
  const { modifiedCount } = await Tickets(context).updateOne({ _id, messages: { $gte: n } }, { $max: { seen: n } });
  if (modifiedCount > 0) await context.events.emit('ticket.read', { ticket, at: context.clock.now() });
}
