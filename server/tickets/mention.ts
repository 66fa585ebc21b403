import { Agents } from '../agents/model.ts';
import type { Context } from '../context.ts';
import type { Author } from './commit.ts';
import { markAgent } from './marks.ts';
import type { TicketDoc } from './model.ts';

/**
 * Puts those whom a note mentions onto the ticket's lists, and answers who they are (hex ids): agents who are active.
 * Whoever mentions themselves is not told.
 */
export async function mentionAgents(
  context: Context,
  ticket: TicketDoc,
  { author, mentions = [] }: { author: Author; mentions?: string[] },
): Promise<string[]> {
  const ids = [...new Set(mentions)].filter((id) => id !== author.id);
  if (ids.length === 0) return [];
  const known = await Agents(context)
    .find({ _id: { $in: ids }, active: true }, { _id: 1 })
    .lean();
  for (const { _id } of known)
    for (const list of ['mentioned', 'mentions'] as const)
      await markAgent(context, ticket._id, list, String(_id), true);
  return known.map(({ _id }) => String(_id));
}

/** An agent (hex id) has looked at the ticket: what mentions them there is no news any more. */
export async function seeMentions(context: Context, ticket: TicketDoc, agent: string): Promise<void> {
  if (!(await markAgent(context, ticket._id, 'mentions', agent, false))) return;
  const by = { kind: 'agent' as const, id: agent };
  await context.events.emit('ticket.changed', { ticket: String(ticket._id), fields: ['mentions'], by });
}
