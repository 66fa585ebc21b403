import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { changeWithLine, type NamedActor } from './event.ts';
import { Messages, type MessageDoc } from './message-model.ts';
import type { TicketDoc } from './model.ts';

/** Puts a ticket into the view Spam: closed, in no queue, with nobody. Fails `not-found`. */
export async function markSpam(context: Context, ticket: TicketDoc, by: NamedActor): Promise<TicketDoc> {
  if (ticket.spam) return ticket;
  const fields: Partial<TicketDoc> = {
    spam: true,
    spamReason: 'marked',
    status: 'closed',
    queued: false,
    assignee: null,
    waitingSince: null,
    snoozedUntil: null,
  };
  return (await changeWithLine(context, ticket, by, { fields, line: line('spam') })) ?? fail('not-found');
}

/** What was held back happens now: it is routed, shown and told like a ticket that has just come. Fails `not-found`. */
export async function releaseSpam(context: Context, ticket: TicketDoc, by: NamedActor): Promise<TicketDoc> {
  if (!ticket.spam) return ticket;
  const now = context.clock.now();
  const fields: Partial<TicketDoc> = {
    spam: false,
    status: 'new',
    queued: ticket.handler === 'agents',
    waitingSince: now,
    stillSince: now,
    activityAt: now,
  };
  const released = await changeWithLine(context, ticket, by, { fields, line: line('notSpam') });
  if (!released) return fail('not-found');
  await announce(context, released);
  return released;
}

/** The customer's last message, to everybody who was not told when it came. */
async function announce(context: Context, ticket: TicketDoc): Promise<void> {
  const message = await Messages(context)
    .findOne({ ticket: ticket._id, direction: 'in' }, { intake: 1 })
    .sort({ n: -1 })
    .lean<MessageDoc>();
  if (!message) return;
  await context.events.emit('message.received', {
    ticket: String(ticket._id),
    message: String(message._id),
    intake: message.intake ?? '',
    created: true,
    channel: ticket.channel,
    handler: ticket.handler,
  });
}

const line = (kind: 'spam' | 'notSpam') => ({ kind, params: {} });
