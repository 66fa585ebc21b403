import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';
import { messageById, ticketById } from '../tickets/find.ts';
import type { MessageDoc } from '../tickets/message-model.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { reply } from '../tickets/reply.ts';
import type { Channel } from './channel.ts';
import { claimAcknowledgement } from './caps.ts';

/** Addresses behind which nobody reads. */
const UNREAD = /^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer-daemon|postmaster|bounces?|notifications?)\b/i;

/**
 * Reaction: tells who has opened a ticket by e-mail that their mail is here, where the mailbox wants it. Fixed words and
 * the ticket's number, nothing of what was written: whose the address is, nobody has proved.
 */
export async function acknowledge(context: Context, event: EventMap['message.received']): Promise<void> {
  const channel = context.channels.get('email');
  if (!event.created || !channel?.acknowledgement || !channel.acknowledges?.()) return;
  const ticket = await ticketById(context, event.ticket);
  const words = channel.acknowledgement(ticket.account, ticket.language ?? undefined);
  const message = await messageById(context, event.message);
  const to = message?.from;
  if (!words || !to || !isToBeTold(ticket, message) || isUnread(channel, to)) return;
  if (!(await claimAcknowledgement(context, to, event.ticket))) return;
  const number = `#${ticket.number}`;
  await reply(context, ticket, {
    author: { kind: 'system', name: '' },
    purpose: 'service',
    clientId: 'acknowledgement',
    automatic: true,
    to: [to],
    cc: [],
    subject: words.subject.replaceAll('{number}', number),
    text: words.text.replaceAll('{number}', number),
  });
}

const isToBeTold = ({ channel, history, spam, erased }: TicketDoc, message: MessageDoc): boolean =>
  channel === 'email' && !history && !spam && !erased && !message.automatic && !message.otherSender;

const isUnread = (channel: Channel, address: string): boolean =>
  UNREAD.test(address) || channel.isOwn?.(address) === true;
