import type { Context } from '../context.ts';
import { refuseCrossing } from './crossing.ts';
import { changeWithLine, type NamedActor } from './event.ts';
import { ticketById } from './find.ts';
import { inquiryAfter, requireOutcome } from './steps/outcome.ts';
import { ACTIVE, type Status, type TicketDoc } from './model.ts';

/**
 * Sets a ticket's status with everything that follows from it. Fails `newer-messages` when somebody else's message or
 * note stands behind `lastSeen`, the last place that was seen, and `outcome-missing` where it would end without one.
 */
export async function setStatus(
  context: Context,
  ticket: TicketDoc,
  status: Status,
  by: NamedActor,
  lastSeen?: number,
): Promise<TicketDoc> {
  if (ticket.status === status) return ticket;
  for (;;) {
    await refuseCrossing(context, ticket, { lastSeen, writer: by.id });
    const line = { kind: 'status' as const, params: { from: ticket.status, to: status } };
    const fields = (from: TicketDoc) => {
      requireOutcome(from, status);
      return statusFields(context, from, status);
    };
    const where = lastSeen === undefined ? {} : { messages: ticket.messages };
    const changed = await changeWithLine(context, ticket, by, { fields, line, where });
    if (changed) return changed;
    // Something has come meanwhile, which may be what was not seen; a ticket that is gone fails here.
    Object.assign(ticket, await ticketById(context, String(ticket._id)));
  }
}

/** The fields that change with the status. */
export function statusFields(context: Context, ticket: TicketDoc, status: Status): Partial<TicketDoc> {
  const now = context.clock.now();
  const ended = status === 'solved' || status === 'closed';
  const wasEnded = ticket.status === 'solved' || ticket.status === 'closed';
  const active = ACTIVE.includes(status);
  return {
    status,
    stillSince: now,
    queued: active && ticket.assignee === null && ticket.handler === 'agents',
    ...(ended && !wasEnded ? { solvedAt: now } : {}),
    ...(ended && !wasEnded ? inquiryAfter(ticket, now, 'answered') : {}),
    ...(wasEnded && !ended ? inquiryAfter(ticket, now, 'reopened') : {}),
    ...(status === 'closed' ? { closedAt: now } : {}),
    ...(wasEnded && !ended ? { reopenedAt: now, solvedAt: null, closedAt: null } : {}),
    ...(ended || status === 'pending' ? { waitingSince: null } : {}),
    ...(active && ticket.waitingSince === null ? { waitingSince: now } : {}),
    ...(status === 'snoozed' ? {} : { snoozedUntil: null }),
  };
}
