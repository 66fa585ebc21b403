import type { Context } from '../context.ts';
import { addressOf, loadCustomer } from '../customers/find.ts';
import type { EventMap } from '../events.ts';
import { ticketById } from '../tickets/find.ts';
import type { InboundIdentity } from '../tickets/envelopes.ts';

/** Reaction: shows the customer that an agent types, where the channel has that power. */
export async function tellCustomer(context: Context, { ticket, by, on }: EventMap['ticket.typing']): Promise<void> {
  if (by.kind === 'customer') return;
  const doc = await ticketById(context, ticket);
  const channel = context.channels.get(doc.channel);
  if (!channel?.typing || doc.erased) return;
  const customer = await loadCustomer(context, String(doc.customer));
  const to = addressOf(customer, doc.channel as InboundIdentity['kind']);
  if (to) channel.typing(to, on, {});
}
