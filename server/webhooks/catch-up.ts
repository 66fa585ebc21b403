import type { Context } from '../context.ts';
import { Messages, type MessageDoc } from '../tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { announce, type Announcement } from './announce.ts';
import { WebhookCalls, type WebhookCallDoc } from './model.ts';
import { createdEvent, MESSAGE_FACTS, messageEvents, solvedEvent, TICKET_FACTS, updatedEvent } from './react.ts';
import { activeWebhooks } from './subscriptions.ts';

/** Reactions of one moment end within this time of each other. */
const OVERLAP_MS = 60_000;
/** A message that was written on a ticket goes out within this time, unless its server is away. */
const SENDING_MS = 3_600_000;
const MOST_TICKETS = 1_000;
const MOST_MESSAGES = 50;

/**
 * At the start: what happened just before a crash may not have reached the outbox. Everything since shortly before the
 * last announcement is announced again; what is there already is the same event. Only "updated" may be told twice.
 * Resolves with the number of events that were missing.
 */
export async function catchUp(context: Context): Promise<number> {
  const since = await lastAnnounced(context);
  if (!since) return 0;
  const tickets = await Tickets(context)
    .find({ activityAt: { $gte: new Date(since.getTime() - SENDING_MS) } }, { ...TICKET_FACTS, activityAt: 1 })
    .sort({ activityAt: -1, _id: -1 })
    .limit(MOST_TICKETS)
    .lean<TicketDoc[]>();
  let announced = 0;
  for (const ticket of tickets.reverse()) announced += await announce(context, await eventsOf(context, ticket, since));
  return announced;
}

/** Undefined when nobody listens. */
async function lastAnnounced(context: Context): Promise<Date | undefined> {
  const webhooks = await activeWebhooks(context);
  if (webhooks.length === 0) return undefined;
  const last = await WebhookCalls(context).findOne({}, { at: 1 }).sort({ at: -1 }).lean<WebhookCallDoc>();
  const first = Math.min(...webhooks.map(({ createdAt }) => createdAt.getTime()));
  return new Date(Math.max(first, (last?.at.getTime() ?? 0) - OVERLAP_MS));
}

async function eventsOf(context: Context, ticket: TicketDoc, since: Date): Promise<Announcement[]> {
  const messages = await Messages(context)
    .find({ ticket: ticket._id }, { ...MESSAGE_FACTS, at: 1 })
    .sort({ n: -1 })
    .limit(MOST_MESSAGES)
    .lean<MessageDoc[]>();
  const recent = messages.reverse().filter(({ at, delivery }) => (delivery?.sentAt ?? delivery?.dueAt ?? at) >= since);
  return [
    ...recent.flatMap((message) => [...createdEvent(ticket, message), ...messageEvents(ticket, message)]),
    ...(ticket.activityAt >= since ? [updatedEvent(ticket, [])] : []),
    ...(ticket.solvedAt && ticket.solvedAt >= since ? solvedEvent(ticket) : []),
  ];
}
