import { Agents } from '../../agents/model.ts';
import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import { opened } from '../../vault/sealed.ts';
import { changeWithLine, type NamedActor } from '../event.ts';
import { ACTIVE, Tickets, type Merged, type TicketDoc } from '../model.ts';
import { standsSo } from './standing.ts';

/**
 * Takes a merge back: the ticket is as it was before, and so is the other one, unless something has happened there
 * since. What was written to either meanwhile stays where it came. Fails `illegal-step` when it is not merged.
 */
export async function unmerge(context: Context, ticket: TicketDoc, by: NamedActor): Promise<TicketDoc> {
  const merged = ticket.merged ?? fail('illegal-step', 'This ticket is not merged.');
  const lost = await isLost(context, ticket);
  const fields = (): Partial<TicketDoc> => ({
    ...merged.before,
    ...(lost ? { assignee: null, queued: ACTIVE.includes(merged.before.status) } : {}),
    merged: null,
    activityAt: context.clock.now(),
  });
  const where = { 'merged.into': merged.into };
  const line = { kind: 'unmergedFrom' as const, params: { number: String(merged.number) } };
  const restored = await changeWithLine(context, ticket, by, { fields, line, where });
  if (!restored) return fail('conflict');
  await restoreOther(context, restored, merged, by);
  await context.events.emit('ticket.unmerged', { ticket: String(ticket._id), from: String(merged.into) });
  return restored;
}

/** Who had it is not there any more: nobody would ever see it. */
async function isLost(context: Context, { assignee }: TicketDoc): Promise<boolean> {
  return assignee !== null && !(await Agents(context).exists({ _id: assignee, active: true }));
}

async function restoreOther(
  context: Context,
  { number }: TicketDoc,
  { into, other }: Merged,
  by: NamedActor,
): Promise<void> {
  const doc = await Tickets(context).findById(into).lean<TicketDoc>();
  if (!doc || doc.erased || doc.merged) return;
  const fields = (now: TicketDoc): Partial<TicketDoc> => ({
    ...(other && standsSo(now, other.after) ? other.before : {}),
    activityAt: context.clock.now(),
  });
  const line = { kind: 'unmerged' as const, params: { number: String(number) } };
  await changeWithLine(context, opened(context, Tickets, doc), by, { fields, line });
}
