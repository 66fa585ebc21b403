import type { Context } from '../context.ts';
import { awake } from './awake.ts';
import { changeWithLine } from './event.ts';
import type { TicketDoc } from './model.ts';

/** Its customer wants it to go on: it waits for us again. False when it is not over, or goes on elsewhere. */
export async function reopenByCustomer(context: Context, ticket: TicketDoc): Promise<boolean> {
  if (ticket.merged || ticket.spam) return false;
  const by = { kind: 'customer' as const, id: String(ticket.customer), name: '' };
  const fields = (now: TicketDoc): Partial<TicketDoc> => ({ ...awake(context, now), activityAt: context.clock.now() });
  const line = { kind: 'reopened' as const, params: {} };
  const where = { status: { $in: ['solved', 'closed'] } };
  return (await changeWithLine(context, ticket, by, { fields, line, where })) !== undefined;
}
