import type { Context } from '../context.ts';
import { survivorOf } from '../tickets/merge/survivor.ts';
import { ticketById } from '../tickets/find.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { snooze } from '../tickets/snooze.ts';
import { setStatus } from '../tickets/status.ts';
import type { CallbackDoc } from './model.ts';

const SYSTEM = { kind: 'system' as const, name: '' };

/** The ticket that goes on for the one of a call, opened. */
export async function ticketOf(context: Context, { ticket }: CallbackDoc): Promise<TicketDoc> {
  return await survivorOf(context, await ticketById(context, String(ticket)));
}

/**
 * Until the call is due its ticket sleeps: nobody has to look at it before, and then routing gives it, as any other, to
 * who is there and speaks the language.
 */
export async function rest(context: Context, callback: CallbackDoc): Promise<void> {
  const ticket = await ticketOf(context, callback);
  const ended = ticket.status === 'solved' || ticket.status === 'closed';
  const awake = ended ? await setStatus(context, ticket, 'open', SYSTEM) : ticket;
  if (callback.dueAt > context.clock.now() && !awake.erased) await snooze(context, awake, callback.dueAt, SYSTEM);
}
