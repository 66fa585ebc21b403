import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { changeWithLine, type NamedActor } from './event.ts';
import { ACTIVE, type Status, type TicketDoc } from './model.ts';

/** Sets a ticket's status with everything that follows from it. Fails `not-found`. */
export async function setStatus(
  context: Context,
  ticket: TicketDoc,
  status: Status,
  by: NamedActor,
): Promise<TicketDoc> {
  if (ticket.status === status) return ticket;
  const line = { kind: 'status' as const, params: { from: ticket.status, to: status } };
  const fields = (from: TicketDoc) => statusFields(context, from, status);
  return (await changeWithLine(context, ticket, by, { fields, line })) ?? fail('not-found');
}

/** The fields that change with the status. */
export function statusFields(context: Context, ticket: TicketDoc, status: Status): Partial<TicketDoc> {
  const now = context.clock.now();
  const ended = status === 'solved' || status === 'closed';
  const wasEnded = ticket.status === 'solved' || ticket.status === 'closed';
  const active = ACTIVE.includes(status);
  return {
    status,
    queued: active && ticket.assignee === null && ticket.handler === 'agents',
    ...(ended && !wasEnded ? { solvedAt: now } : {}),
    ...(status === 'closed' ? { closedAt: now } : {}),
    ...(wasEnded && !ended ? { reopenedAt: now, solvedAt: null, closedAt: null } : {}),
    ...(ended || status === 'pending' ? { waitingSince: null } : {}),
    ...(active && ticket.waitingSince === null ? { waitingSince: now } : {}),
    ...(status === 'snoozed' ? {} : { snoozedUntil: null }),
  };
}
