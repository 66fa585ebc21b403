import type { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { personIds } from '../customers/person.ts';
import { readTickets } from './find.ts';
import type { TicketDoc } from './model.ts';

/**
 * The ticket with a number, as somebody has written it, among those of a customer; undefined where it is nobody's or
 * somebody else's: the store is asked the same.
 */
export async function ownTicket(
  context: Context,
  customer: Types.ObjectId,
  number: string,
): Promise<TicketDoc | undefined> {
  const digits = /^\D{0,3}(\d{1,9})$/.exec(number.trim())?.[1];
  const filter = { number: Number(digits ?? 0), customer: { $in: await personIds(context, customer) } };
  const [ticket] = await readTickets(context, filter, { limit: 1 });
  return ticket && !ticket.erased && !ticket.spam ? ticket : undefined;
}
