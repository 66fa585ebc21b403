import { teamNames } from '../agents/names.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { conditionsOf } from '../tickets/conditions/conditions.ts';
import { factsOf } from '../tickets/conditions/facts.ts';
import { firstMatch } from '../tickets/conditions/match.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { listRules } from './rules.ts';
import type { TrialBody, TrialView } from './schema.ts';

/** The last so many tickets are looked at. */
const LAST = 500;

/**
 * What conditions would have matched of the last tickets, and which of those an earlier rule takes: tags, priority and
 * type are asked as they are now. Changes nothing. Fails with `not-found` where there is no such rule.
 */
export async function tryRule(context: Context, { conditions, rule }: TrialBody): Promise<TrialView> {
  const wish = { name: '', conditions: conditionsOf(conditions) };
  const rules = await listRules(context);
  const place = rule === undefined ? rules.length : rules.findIndex(({ _id }) => String(_id) === rule);
  if (place < 0) fail('not-found');
  const before = rules.slice(0, place).filter(({ enabled }) => enabled);
  const last = await Tickets(context).find().sort({ number: -1 }).limit(LAST).lean<TicketDoc[]>();
  const tickets = last.filter(({ spam, erased }) => !spam && !erased);
  const facts = await factsOf(context, tickets);
  const fitting = tickets.flatMap((ticket) => {
    const known = facts.get(String(ticket._id));
    if (!known || !firstMatch([wish], known)) return [];
    return [{ ticket, subject: known.subject, taken: firstMatch(before, known)?.name ?? null }];
  });
  const teams = await teamNames(
    context,
    fitting.flatMap(({ ticket: { team } }) => (team ? [String(team)] : [])),
  );
  return {
    of: tickets.length,
    matched: fitting.length,
    first: fitting.filter(({ taken }) => taken === null).length,
    items: fitting.map(({ ticket: { number, createdAt, team }, subject, taken }) => ({
      ...{ number, subject, taken, createdAt: createdAt.toISOString() },
      team: teams.get(String(team ?? '')) ?? null,
    })),
  };
}
