import { Agents } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { ACTIVE, Tickets, type TicketDoc } from '../tickets/model.ts';
import type { Team } from './desk.ts';
import { eachOf, release } from './release.ts';

const MINUTE_MS = 60_000;

/**
 * Puts unanswered mail of agents who are not online back into the queue, each after the time that its team has set,
 * counted from when they left or, where they got it later, from then. Idempotent; answers how many.
 */
export async function returnMail(context: Context, teams: Team[]): Promise<number> {
  const minutes = new Map(teams.flatMap(({ id, returnMinutes }) => (returnMinutes ? [[id, returnMinutes]] : [])));
  if (minutes.size === 0) return 0;
  const now = context.clock.now().getTime();
  const soonest = new Date(now - Math.min(...minutes.values()) * MINUTE_MS);
  const gone = await Agents(context)
    .find({ availability: { $in: ['away', 'offline'] }, availabilitySince: { $lte: soonest } })
    .lean();
  const byId = new Map(gone.map((agent) => [String(agent._id), agent]));
  const held = await Tickets(context)
    .find({ assignee: { $in: gone.map(({ _id }) => _id) }, status: { $in: ACTIVE } })
    .lean<TicketDoc[]>();
  return await eachOf(held, async (ticket) => {
    const agent = byId.get(String(ticket.assignee));
    const after = minutes.get(String(ticket.team ?? ''));
    if (!agent || !after || ticket.load !== 'mail' || ticket.handler !== 'agents' || !ticket.waitingSince) return false;
    const since = Math.max(agent.availabilitySince.getTime(), ticket.assignedAt?.getTime() ?? 0);
    return now - since >= after * MINUTE_MS && (await release(context, ticket, agent));
  });
}
