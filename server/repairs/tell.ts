import type { Context } from '../context.ts';
import { areSamePerson } from '../customers/person.ts';
import { Failure } from '../errors.ts';
import { awake } from '../tickets/awake.ts';
import { changeWithLine, type NamedActor } from '../tickets/event.ts';
import { ticketById } from '../tickets/find.ts';
import { survivorOf } from '../tickets/merge/survivor.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { statusFields } from '../tickets/status.ts';
import { loadRepair } from './find.ts';
import { RepairPoints, type RepairPointDoc } from './point-model.ts';
import { Repairs, type RepairDoc, type RepairNotice } from './model.ts';
import { mailRepair } from './post.ts';

/** How long whoever changed a repair has to tell it, in milliseconds, before the loop does. */
export const TOLD_MS = 60_000;

/**
 * Tells what has happened to a repair: the mail to the customer, then the line in the thread. What is done stands
 * already: where telling fails the loop does it again.
 */
export async function tellRepair(context: Context, repair: RepairDoc): Promise<RepairDoc> {
  try {
    await tellNotice(context, repair);
  } catch (err) {
    context.log.error({ err, repair: String(repair._id) }, 'a repair could not be told of yet');
  }
  return await loadRepair(context, repair._id);
}

/** The same; throws what goes wrong. */
export async function tellNotice(context: Context, repair: RepairDoc): Promise<void> {
  const { _id, notice } = repair;
  if (!notice) return;
  const ticket = await survivorOf(context, await ticketById(context, String(repair.ticket)));
  if (!ticket.erased) {
    const { kind, n } = notice;
    if (kind !== 'done' && kind !== 'not-done')
      await written(context, { ticket, repair }, () =>
        mailRepair(context, ticket, repair, { kind, clientId: `repair/${_id}/${n}` }),
      );
    await addLine(context, ticket, repair, notice);
  }
  await Repairs(context).updateOne({ _id, 'notice.n': notice.n }, { $unset: { notice: 1, noticeAt: 1 } });
}

/**
 * Writes to the customer where they are to be written to, and can be. Where the ticket goes on as somebody else's they
 * are not the ones: it is not theirs to know where a technician goes, and when.
 */
export async function written(
  context: Context,
  { ticket, repair: { _id, tell, customer } }: { ticket: TicketDoc; repair: RepairDoc },
  write: () => Promise<void>,
): Promise<void> {
  if (!tell || !(await areSamePerson(context, customer, ticket.customer))) return;
  try {
    await write();
  } catch (err) {
    if (!(err instanceof Failure && err.code === 'cannot-send')) throw err;
    context.log.warn({ err, repair: String(_id) }, 'a customer could not be told of a repair');
  }
}

/** What its customer gives up waits for us; what is offered waits for them. */
async function addLine(context: Context, ticket: TicketDoc, repair: RepairDoc, notice: RepairNotice): Promise<void> {
  const { kind, by } = notice;
  const point = repair.point ? await RepairPoints(context).findById(repair.point).lean<RepairPointDoc>() : null;
  const at: Record<string, string> = repair.from && point ? { at: repair.from.toISOString(), point: point.name } : {};
  const fields = (now: TicketDoc): Partial<TicketDoc> => ({
    ...(kind === 'cancelled' && by.kind === 'customer' ? awake(context, now) : {}),
    ...(kind === 'offered' && repair.tell ? statusFields(context, now, 'pending') : {}),
    activityAt: context.clock.now(),
  });
  const actor: NamedActor = { ...by, name: by.name ?? '' };
  await changeWithLine(context, ticket, actor, { fields, line: { kind: 'repair', params: { what: kind, ...at } } });
}
