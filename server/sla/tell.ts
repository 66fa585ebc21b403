import { Agents } from '../agents/model.ts';
import type { Context } from '../context.ts';
import type { TicketDoc } from '../tickets/model.ts';

/**
 * Who is told of a deadline (hex ids): whoever has the ticket; where nobody has it, or one has passed, also those who
 * lead: supervisors of its team, where it has none all of them, and without any the admins.
 */
export async function toBeTold(
  context: Context,
  { assignee, team }: Pick<TicketDoc, 'assignee' | 'team'>,
  kind: 'warn' | 'late',
): Promise<string[]> {
  const agents = await Agents(context)
    .find({ active: true, role: { $in: ['admin', 'supervisor'] } }, { role: 1, teams: 1 })
    .lean();
  const supervisors = agents.filter(({ role }) => role === 'supervisor');
  const own = supervisors.filter(({ teams }) => team && teams.some((one) => one.equals(team)));
  const leads = [own, supervisors, agents].find((some) => some.length > 0) ?? [];
  const ids = kind === 'late' || !assignee ? leads.map(({ _id }) => String(_id)) : [];
  return [...new Set([...(assignee ? [String(assignee)] : []), ...ids])];
}
