import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';
import { letters } from '../messages/letters.ts';
import { messageById, ticketById } from '../tickets/find.ts';
import { FIRST_ANSWER } from '../tickets/first-answer.ts';
import type { MessageDoc } from '../tickets/message-model.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { promiseOf, withPromise } from '../tickets/promise.ts';
import { reply } from '../tickets/reply.ts';
import type { Acknowledgement } from '../settings/letterhead-model.ts';
import { claimAcknowledgement } from './caps.ts';
import { withFollowing } from './follow.ts';
import { isUnread } from './unread.ts';

/**
 * Reaction: tells who has sent a request by the form of the site that it is here, and who has opened a ticket by e-mail
 * where the mailbox wants it. Fixed words, the ticket's number and the address of the page where it is followed, nothing
 * of what was written: whose the mailbox is, nobody has proved.
 */
export async function acknowledge(context: Context, event: EventMap['message.received']): Promise<void> {
  if (!event.created) return;
  if (event.channel !== 'form' && !context.channels.get('email')?.acknowledges?.()) return;
  const ticket = await ticketById(context, event.ticket);
  // Of a call that is booked they are told when it is (callbacks/tell.ts).
  if (ticket.fields?.['callback']) return;
  const words = wordsFor(context, ticket);
  const message = words && (await messageById(context, event.message));
  const to = message && (await answerable(context, ticket, message));
  if (!words || !to) return;
  const number = `#${ticket.number}`;
  const promise = await promiseOf(context, ticket);
  await reply(context, ticket, {
    author: { kind: 'system', name: '' },
    purpose: 'service',
    clientId: FIRST_ANSWER,
    automatic: true,
    to: [to],
    cc: [],
    subject: words.subject.replaceAll('{number}', number),
    text: withPromise(withFollowing(context, ticket, words.text), promise).replaceAll('{number}', number),
  });
}

/**
 * What the mailbox says by itself to who writes to it, in the ticket's language; undefined: nothing. A form is always
 * answered so, where mail can go out at all.
 */
export function wordsFor(context: Context, { channel, account, language }: TicketDoc): Acknowledgement | undefined {
  const mail = context.channels.get('email');
  if (channel !== 'form') return mail?.acknowledgement?.(account, language ?? undefined);
  return !mail || mail.cannotSend('env') ? undefined : letters[language ?? 'en'].received;
}

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
  (channel === 'email' || channel === 'form') &&
  !history &&
  !spam &&
  !erased &&
  !message.automatic &&
  !message.otherSender;
