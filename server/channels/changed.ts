import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';
import { ticketById } from '../tickets/find.ts';
import { isOver } from '../tickets/rate.ts';
import { chatAddress } from '../tickets/ways.ts';

/** Reaction: a customer whose channel shows how their matter stands sees that it is settled, or with people now. */
export async function tellChanged(context: Context, { ticket, fields }: EventMap['ticket.changed']): Promise<void> {
  if (!fields.includes('status') && !fields.includes('handler')) return;
  const doc = await ticketById(context, ticket);
  const channel = context.channels.get(doc.channel);
  if (!channel?.changed || doc.erased || !(isOver(doc) || fields.includes('handler'))) return;
  const to = await chatAddress(context, doc, doc.channel);
  if (to) await channel.changed(to);
}
