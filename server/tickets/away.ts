import type { Context } from '../context.ts';
import type { TicketDoc } from './model.ts';
import { routeOf, type Recipients, type Route } from './recipients.ts';
import { addressOfCustomer, channelOf, chatAddress } from './ways.ts';

/** The field of a ticket where a customer's address stands that nobody has proved: answers may go there, and no more. */
export const ADDRESS_FIELD = 'email';

interface Chat {
  channel: string;
  /** The customer's there. */
  address: string;
  isHere: boolean;
}

/** The chat by which a ticket is answered, and whether the customer has it open; undefined where nobody can tell. */
export async function chatOf(context: Context, ticket: TicketDoc): Promise<Chat | undefined> {
  const channel = context.channels.get(channelOf(ticket));
  if (!channel?.isHere) return undefined;
  const address = await chatAddress(context, ticket);
  return address === undefined ? undefined : { channel: channel.name, address, isHere: channel.isHere(address) };
}

/**
 * Where a person's answer goes that is sent the usual way. To whom has left the chat by e-mail, to the address they left
 * or are known by, if there is one and a mailbox: what they write back comes into the same ticket. Fails as `routeOf`.
 */
export async function presentRoute(
  context: Context,
  ticket: TicketDoc,
  given: Partial<Recipients>,
  single = false,
): Promise<Route> {
  const chat = await chatOf(context, ticket);
  const byMail = chat && !chat.isHere ? await routeByMail(context, ticket) : undefined;
  return byMail ?? (await routeOf(context, ticket, { ...given, ...(chat ? { chat: chat.address } : {}) }, single));
}

/**
 * To whom has left the chat, whether they have or not. Undefined where there is no address or no mailbox, and for a
 * ticket that is not answered in a chat.
 */
export async function routeByMail(context: Context, ticket: TicketDoc): Promise<Route | undefined> {
  const channel = context.channels.get(channelOf(ticket));
  const mail = context.channels.get('email');
  if (!channel?.isHere || !mail || mail.cannotSend('env')) return undefined;
  const address = ticket.fields?.[ADDRESS_FIELD] ?? (await addressOfCustomer(context, ticket, 'email'));
  if (!address || mail.isOwn?.(address)) return undefined;
  return { channel: 'email', account: 'env', instead: channel.name, to: [address], cc: [], bcc: [] };
}
