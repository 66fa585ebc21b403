import type { Context } from '../context.ts';
import type { TicketDoc } from './model.ts';
import type { Route } from './recipients.ts';
import { addressOfCustomer, channelOf, chatAddress } from './ways.ts';

/** The field of a ticket where a customer's address stands that nobody has proved: answers may go there, and no more. */
export const ADDRESS_FIELD = 'email';

/** The chat by which a ticket is answered, and whether the customer has it open; undefined where nobody can tell. */
export async function chatOf(
  context: Context,
  ticket: TicketDoc,
): Promise<{ channel: string; isHere: boolean } | undefined> {
  const channel = context.channels.get(channelOf(ticket));
  if (!channel?.isHere) return undefined;
  const address = await chatAddress(context, ticket);
  return address === undefined ? undefined : { channel: channel.name, isHere: channel.isHere(address) };
}

/**
 * Where a person's answer goes to whom has left the chat: by e-mail, to the address they left or are known by. What they
 * write back comes into the same ticket. Undefined while they are there, and where there is no address or no mailbox.
 */
export async function awayRoute(context: Context, ticket: TicketDoc): Promise<Route | undefined> {
  const chat = await chatOf(context, ticket);
  return chat && !chat.isHere ? await routeByMail(context, ticket) : undefined;
}

/** The same, whether they are there or not; undefined also for a ticket that is not answered in a chat. */
export async function routeByMail(context: Context, ticket: TicketDoc): Promise<Route | undefined> {
  const channel = context.channels.get(channelOf(ticket));
  const mail = context.channels.get('email');
  if (!channel?.isHere || !mail || mail.cannotSend('env')) return undefined;
  const address = ticket.fields?.[ADDRESS_FIELD] ?? (await addressOfCustomer(context, ticket, 'email'));
  if (!address || mail.isOwn?.(address)) return undefined;
  return { channel: 'email', account: 'env', instead: channel.name, to: [address], cc: [], bcc: [] };
}
