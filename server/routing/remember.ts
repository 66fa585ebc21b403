import type { Context } from '../context.ts';
import { Customers } from '../customers/model.ts';
import type { EventMap } from '../events.ts';
import { Tickets } from '../tickets/model.ts';

/** Reaction to `message.saved`: whoever answers a customer gets their next ticket, when there is room. */
export async function rememberAgent(
  context: Context,
  { ticket, direction, by }: EventMap['message.saved'],
): Promise<void> {
  if (direction !== 'out' || by.kind !== 'agent' || !by.id) return;
  const found = await Tickets(context).findById(ticket, { customer: 1 }).lean();
  if (!found) return;
  await Customers(context).updateOne(
    { _id: found.customer, lastAgent: { $ne: by.id } },
    { $set: { lastAgent: by.id } },
  );
}
