import type { Context } from '../context.ts';
import { factsOf } from '../tickets/conditions/facts.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { fits } from './match.ts';
import { Automations, type AutomationDoc } from './model.ts';
import type { AutomationTrial } from './schema.ts';

/** The last so many tickets are looked at. */
const LAST = 500;

/**
 * To which of the last tickets a rule would have done what it does, as they are now; one about time to those that rest
 * in its status. Notes that it was tried, and changes nothing else.
 */
export async function tryAutomation(context: Context, rule: AutomationDoc): Promise<AutomationTrial> {
  const { trigger } = rule;
  const last = await Tickets(context).find().sort({ number: -1 }).limit(LAST).lean<TicketDoc[]>();
  const tickets = last.filter(({ spam, erased }) => !spam && !erased);
  const facts = await factsOf(context, tickets);
  const fitting = tickets.flatMap((ticket) => {
    const known = facts.get(String(ticket._id));
    if (!known || (trigger.on === 'time' && ticket.status !== trigger.status)) return [];
    if (!fits(rule, ticket, known)) return [];
    return [{ number: ticket.number, subject: known.subject, createdAt: ticket.createdAt.toISOString() }];
  });
  await Automations(context).updateOne({ _id: rule._id }, { $set: { triedAt: context.clock.now() } });
  return { of: tickets.length, matched: fitting.length, items: fitting };
}
