import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { changeWithLine, type NamedActor } from './event.ts';
import { LIVE_CHANNELS } from './live.ts';
import type { TicketDoc } from './model.ts';

/**
 * Gives a chat back to the assistant: it is with nobody and in no queue, and the assistant answers what the customer
 * has written since the last answer, and what comes. Fails `unprocessable` where the assistant does not talk, and
 * `conflict` for a ticket that has ended.
 */
export async function handBack(context: Context, ticket: TicketDoc, by: NamedActor): Promise<TicketDoc> {
  if (!LIVE_CHANNELS.has(ticket.channel)) return fail('unprocessable', 'The assistant answers in chats only.');
  if (ticket.handler === 'assistant') return ticket;
  const fields = { handler: 'assistant' as const, assignee: null, queued: false, snoozedUntil: null };
  const where = { handler: 'agents', status: { $nin: ['solved', 'closed'] } };
  const line = { kind: 'handback' as const, params: {} };
  return (await changeWithLine(context, ticket, by, { fields, line, where })) ?? fail('conflict');
}
