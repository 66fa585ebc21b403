import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { RELAXED } from '../model.ts';
import { opened, sealed } from '../vault/sealed.ts';
import { Tickets, type TicketDoc } from './model.ts';

/** Extra conditions under which a change holds; it is refused (undefined) when they do not any more. */
export type Where = Record<string, unknown>;

/**
 * Takes the next place (`messages` of the result) in a ticket's thread and changes fields in the same atomic write;
 * undefined when `where` does not hold. A place that is not used afterwards is a gap, which is allowed.
 */
export async function advanceIf(
  context: Context,
  ticket: TicketDoc,
  fields: Partial<TicketDoc>,
  where: Where,
): Promise<TicketDoc | undefined> {
  return await write(context, ticket, where, fields, { $inc: { messages: 1 } });
}

/** The same without a condition. Fails `not-found` when the ticket is gone. */
export async function advance(context: Context, ticket: TicketDoc, fields: Partial<TicketDoc>): Promise<TicketDoc> {
  const next = await advanceIf(context, ticket, { activityAt: context.clock.now(), ...fields }, {});
  return next ?? fail('not-found');
}

/** Changes fields of a ticket, atomically and only while `where` holds; undefined when it does not any more. */
export async function change(
  context: Context,
  ticket: TicketDoc,
  fields: Partial<TicketDoc>,
  where: Where = {},
): Promise<TicketDoc | undefined> {
  return await write(context, ticket, where, fields, {});
}

/**
 * `ticket` is brought up to date in place, so that callers go on with what is stored now. A place is always followed by
 * the message that takes it, and that one is durable.
 */
async function write(
  context: Context,
  ticket: TicketDoc,
  where: Where,
  fields: Partial<TicketDoc>,
  more: { $inc?: { messages: number } },
): Promise<TicketDoc | undefined> {
  const set = sealed(context, Tickets, String(ticket.customer), ticket._id, fields);
  const doc = await Tickets(context)
    .findOneAndUpdate(
      { ...where, _id: ticket._id },
      { ...more, $set: set },
      { returnDocument: 'after', ...(more.$inc ? RELAXED : {}) },
    )
    .lean<TicketDoc>();
  return doc ? Object.assign(ticket, opened(context, Tickets, doc)) : undefined;
}
