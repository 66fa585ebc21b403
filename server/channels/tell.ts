import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';
import { ticketById } from '../tickets/find.ts';
import { channelOf, chatAddress } from '../tickets/ways.ts';

/** Reaction: shows the customer that what they wrote was read, where the channel has that power. */
export async function tellSeen(context: Context, { ticket, at }: EventMap['ticket.seen']): Promise<void> {
  const doc = await ticketById(context, ticket);
  const channel = context.channels.get(channelOf(doc));
  if (!channel?.read || doc.erased) return;
  const to = await chatAddress(context, doc);
  if (to) channel.read(to, at);
}

/** Reaction: shows the customer that an agent types, where the channel has that power. */
export async function tellCustomer(context: Context, { ticket, by, on }: EventMap['ticket.typing']): Promise<void> {
  if (by.kind === 'customer') return;
  const doc = await ticketById(context, ticket);
  const channel = context.channels.get(channelOf(doc));
  if (!channel?.typing || doc.erased) return;
  const to = await chatAddress(context, doc);
  if (to) channel.typing(to, on, { account: (doc.replyVia ?? doc).account });
}
