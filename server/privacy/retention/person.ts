import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { Messages } from '../../tickets/message-model.ts';
import { Tickets } from '../../tickets/model.ts';
import { scopeOf } from '../scope.ts';
import { AGED, covers, type Aged } from './age.ts';
import type { RetentionWish } from './model.ts';

/** Somebody of whom nothing is younger than the rules allow. */
export interface PersonDue {
  customers: Types.ObjectId[];
  tickets: Aged[];
  /** Others who wrote into their tickets. */
  guests: Types.ObjectId[];
  held: boolean;
}

/**
 * A customer with those who are the same person, when each of their tickets, and each ticket of others that they wrote
 * into, is one that a rule erases. Undefined while there is one that no rule does.
 */
export async function personDue(
  context: Context,
  { rules, at, held }: { rules: readonly RetentionWish[]; at: Date; held: ReadonlySet<string> },
  customer: Types.ObjectId,
): Promise<PersonDue | undefined> {
  const erasing = rules.filter(({ act }) => act === 'erase');
  const isDue = (ticket: Aged): boolean => erasing.some((rule) => covers(rule, ticket, at));
  // Most who stay have written lately.
  const latest = await Tickets(context).findOne({ customer }, AGED).sort({ activityAt: -1, _id: -1 }).lean<Aged>();
  if (latest && !isDue(latest)) return undefined;
  const { customers, tickets: own } = await scopeOf(context, customer);
  if (customers.length === 0) return undefined;
  const elsewhere = await Messages(context)
    .find({ customer: { $in: customers }, guest: true }, { ticket: 1 })
    .lean();
  const all = [...own, ...elsewhere.map(({ ticket }) => ticket)];
  const tickets = await Tickets(context)
    .find({ _id: { $in: all } }, AGED)
    .lean<Aged[]>();
  if (!tickets.every(isDue)) return undefined;
  const guests = await Messages(context)
    .find({ ticket: { $in: own }, guest: true }, { customer: 1 })
    .lean();
  return {
    customers,
    tickets: tickets.filter((ticket) => customers.some((id) => id.equals(ticket.customer))),
    guests: guests.map((message) => message.customer),
    held: [...customers, ...all].some((id) => held.has(String(id))),
  };
}
