import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { customerNames } from '../customers/find.ts';
import { fail } from '../errors.ts';
import { findTogether } from '../find-together.ts';
import { opened } from '../vault/sealed.ts';
import { Messages, type MessageDoc } from './message-model.ts';
import { Tickets, type TicketDoc } from './model.ts';

/** The ticket with this number, opened. Fails `not-found`. */
export async function loadTicket(context: Context, number: number): Promise<TicketDoc> {
  const doc = await Tickets(context).findOne({ number }).lean<TicketDoc>();
  return doc ? opened(context, Tickets, doc) : fail('not-found');
}

/** The ticket with this hex id, opened. Fails `not-found`. */
export async function ticketById(context: Context, id: string): Promise<TicketDoc> {
  const [doc] = await findTogether<TicketDoc>(context, Tickets, '_id', [new Types.ObjectId(id)]);
  return doc ? opened(context, Tickets, doc) : fail('not-found');
}

interface ReadOptions {
  sort?: Record<string, 1 | -1>;
  limit?: number;
  hint?: string;
}

/** Tickets that a filter finds, opened. */
export async function readTickets(
  context: Context,
  filter: Record<string, unknown>,
  options: ReadOptions = {},
): Promise<TicketDoc[]> {
  const docs = await readSealed(context, filter, options);
  return docs.map((doc) => opened(context, Tickets, doc));
}

/** Tickets, opened, with their customers' names, which the store looks for in its thread while they are opened here. */
export async function readNamed(
  context: Context,
  filter: Record<string, unknown>,
  options: ReadOptions = {},
): Promise<{ tickets: TicketDoc[]; names: Promise<Map<string, string>> }> {
  const docs = await readSealed(context, filter, options);
  const names = customerNames(
    context,
    docs.map(({ customer }) => customer),
  );
  names.catch(() => undefined); // whoever waits for them hears of it
  // What is asked goes out at the end of this turn.
  await new Promise(setImmediate);
  return { tickets: docs.map((doc) => opened(context, Tickets, doc)), names };
}

/** Past mongoose, which takes as long for a page as the store does: nothing of the filter is cast. */
function readSealed(context: Context, filter: Record<string, unknown>, options: ReadOptions): Promise<TicketDoc[]> {
  return Tickets(context)
    .collection.find<TicketDoc>(filter, { ...options, promoteBuffers: true })
    .toArray();
}

/** A message of a ticket, opened. Fails `not-found`. */
export async function loadMessage(context: Context, ticket: TicketDoc, id: string): Promise<MessageDoc> {
  const doc = await Messages(context)
    .findOne({ _id: new Types.ObjectId(id), ticket: ticket._id })
    .lean<MessageDoc>();
  return doc ? opened(context, Messages, doc) : fail('not-found');
}

/** The message with this hex id, opened; undefined when there is none. */
export async function messageById(context: Context, id: string): Promise<MessageDoc | undefined> {
  const [doc] = await findTogether<MessageDoc>(context, Messages, '_id', [new Types.ObjectId(id)]);
  return doc ? opened(context, Messages, doc) : undefined;
}

/**
 * Messages of a thread, oldest first: those after a place, or the last ones before a place, `limit` (100) at most.
 */
export async function threadOf(
  context: Context,
  ticketId: string,
  options: { after?: number; before?: number; limit?: number } = {},
): Promise<MessageDoc[]> {
  const { after, before, limit = 100 } = options;
  const backwards = before !== undefined;
  const place = backwards ? { n: { $lt: before } } : after === undefined ? {} : { n: { $gt: after } };
  const docs = await Messages(context)
    .find({ ticket: new Types.ObjectId(ticketId), ...place })
    .sort({ n: backwards ? -1 : 1 })
    .limit(limit)
    .lean<MessageDoc[]>();
  if (backwards) docs.reverse();
  return docs.map((doc) => opened(context, Messages, doc));
}
