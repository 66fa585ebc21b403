import type { Context } from '../context.ts';
import type { TicketDoc } from './model.ts';
import { inquiryAfter } from './steps/outcome.ts';

/** How a ticket is once its customer waits (again), whatever it was. */
export function awake(context: Context, ticket: TicketDoc): Partial<TicketDoc> {
  const now = context.clock.now();
  const wasSolved = ticket.status === 'solved' || ticket.status === 'closed';
  return {
    status: ticket.status === 'new' ? 'new' : 'open',
    waitingSince: ticket.waitingSince ?? now,
    queued: ticket.handler === 'agents' && ticket.assignee === null,
    snoozedUntil: null,
    ...(ticket.status === 'new' || ticket.status === 'open' ? {} : { stillSince: now }),
    ...(wasSolved ? inquiryAfter(ticket, now, 'reopened') : {}),
    ...(wasSolved ? { reopenedAt: now, solvedAt: null, closedAt: null } : {}),
  };
}
