import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';
import { messageById, ticketById } from '../tickets/find.ts';
import { FIRST_ANSWER } from '../tickets/first-answer.ts';
import type { MessageDoc } from '../tickets/message-model.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { reply } from '../tickets/reply.ts';
import type { Acknowledgement } from '../settings/letterhead-model.ts';
import { claimAcknowledgement } from './caps.ts';
import { isUnread } from './unread.ts';

/**
 * Reaction: tells who has opened a ticket by e-mail that their mail is here, where the mailbox wants it. Fixed words and
 * the ticket's number, nothing of what was written: whose the address is, nobody has proved.
 */
export async function acknowledge(context: Context, event: EventMap['message.received']): Promise<void> {
  if (!event.created || !context.channels.get('email')?.acknowledges?.()) return;
  const ticket = await ticketById(context, event.ticket);
  const words = wordsFor(context, ticket);
  const message = words && (await messageById(context, event.message));
  const to = message && (await answerable(context, ticket, message));
  if (!words || !to) return;
  const number = `#${ticket.number}`;
  await reply(context, ticket, {
    author: { kind: 'system', name: '' },
    purpose: 'service',
    clientId: FIRST_ANSWER,
    automatic: true,
    to: [to],
    cc: [],
    subject: words.subject.replaceAll('{number}', number),
    text: words.text.replaceAll('{number}', number),
  });
}

/** What the mailbox says by itself to who writes to it, in the ticket's language; undefined: nothing. */
export const wordsFor = (context: Context, { account, language }: TicketDoc): Acknowledgement | undefined =>
  context.channels.get('email')?.acknowledgement?.(account, language ?? undefined);

/**
 * The address to which a mail may be answered by itself, once in 24 hours for one ticket; undefined where it was written
 * by a machine or for many, by somebody else than the ticket's customer, or from an address that nobody reads.
 */
export async function answerable(
  context: Context,
  ticket: TicketDoc,
  message: MessageDoc,
): Promise<string | undefined> {
  const { from } = message;
  if (!from || !isToBeTold(ticket, message) || isUnread(from) || context.channels.get('email')?.isOwn?.(from))
    return undefined;
  return (await claimAcknowledgement(context, from, String(ticket._id))) ? from : undefined;
}

const isToBeTold = ({ channel, history, spam, erased }: TicketDoc, message: MessageDoc): boolean =>
  channel === 'email' && !history && !spam && !erased && !message.automatic && !message.otherSender;
