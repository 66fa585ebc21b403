import type { Context } from '../context.ts';
import { calendarOf } from '../settings/calendar/calendars.ts';
import type { Deadlines } from '../tickets/deadlines.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { deadlinesOf, withoutPast } from './clocks.ts';
import { policiesNow, policyFor } from './policies.ts';

/** The deadlines of a ticket as it is, or is about to be: worked out from what is in memory. */
export async function deadlines(context: Context, ticket: TicketDoc): Promise<Deadlines> {
  const [policies, calendar] = [await policiesNow(context), await calendarOf(context, ticket.team)];
  return deadlinesOf(ticket, policyFor(policies, ticket), calendar, context.clock.now());
}

/** The same of one that was counted by other settings, or never. */
export async function countedAnew(context: Context, ticket: TicketDoc): Promise<Deadlines> {
  const policy = policyFor(await policiesNow(context), ticket);
  return withoutPast(ticket, await deadlines(context, ticket), policy, context.clock.now());
}
