import type { Context } from '../context.ts';
import { changeWithLine, type NamedActor } from './event.ts';
import type { TicketDoc } from './model.ts';

/**
 * The assistant gives a ticket to the agents: from now on it is in routing. `reason` is a name that the inbox has words
 * for. Does nothing when they have it already.
 */
export async function handOver(
  context: Context,
  ticket: TicketDoc,
  by: NamedActor,
  reason: string,
): Promise<TicketDoc> {
  if (ticket.handler === 'agents') return ticket;
  const now = context.clock.now();
  const fields = (from: TicketDoc): Partial<TicketDoc> => ({
    handler: 'agents',
    status: from.status === 'new' ? 'new' : 'open',
    stillSince: now,
    queued: from.assignee === null,
    waitingSince: from.waitingSince ?? now,
    solvedAt: null,
    closedAt: null,
  });
  const line = { kind: 'handover' as const, params: { reason } };
  return (await changeWithLine(context, ticket, by, { fields, line, where: { handler: 'assistant' } })) ?? ticket;
}
