import { randomBytes } from 'node:crypto';
import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { NOBODY } from '../vault/data-keys.ts';

/** What reports count: kind, times, who worked on it, how it ended. Fields that are not named here go. */
const KEPT = [
  ...(['_id', 'v', 'number', 'type', 'typeGuessed', 'status', 'priority', 'team', 'assignee', 'handler'] as const),
  ...(['load', 'language', 'channel', 'account', 'unverified', 'spam', 'spamReason', 'demo', 'history'] as const),
  ...(['createdAt', 'activityAt', 'firstAssignedAt', 'assignedAt', 'firstRepliedAt', 'solvedAt'] as const),
  ...(['reopenedAt', 'closedAt', 'messages', 'stage'] as const),
];
const ENDED = ['solved', 'closed'];

/** A ticket of somebody who was erased: nobody's, ended, without anything that leads back to them. */
export function anonymous(context: Pick<Context, 'clock'>, ticket: TicketDoc): TicketDoc {
  const kept = Object.fromEntries(KEPT.flatMap((field) => (field in ticket ? [[field, ticket[field]]] : [])));
  return {
    ...(kept as unknown as TicketDoc),
    ...(ENDED.includes(ticket.status) ? {} : { status: 'closed', closedAt: context.clock.now() }),
    // Whoever still has it at hand as it was is too late.
    messages: ticket.messages + 1,
    customer: new Types.ObjectId(NOBODY),
    erased: true,
    // No rule has anything to do here any more.
    stripped: 3,
    handler: 'agents',
    queued: false,
    waitingSince: null,
    snoozedUntil: null,
    routing: null,
    tags: [],
    // Both are unique.
    origin: `erased/${String(ticket._id)}`,
    threadKeys: [randomBytes(16).toString('base64url')],
    thread: '',
    subject: '',
    snippet: '',
    fields: {},
  };
}
