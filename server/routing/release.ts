import { Agents, type AgentDoc } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { changeWithLine } from '../tickets/event.ts';
import { ACTIVE, Tickets, type Status, type TicketDoc } from '../tickets/model.ts';
import { ROUTING } from './drain.ts';

/**
 * A routing decision under way may still reach an agent who has just left; one made later than this was made by a
 * person, knowing it.
 */
const UNDER_WAY_MS = 5_000;
/** Tickets that are given back at the same time. */
const AT_ONCE = 20;

/**
 * Puts the unanswered chats of agents who are not online back into the queue; mail stays. A chat that somebody gave
 * to them after they had left stays too. Idempotent; answers how many.
 */
export async function releaseChats(context: Context, agents: AgentDoc[]): Promise<number> {
  const left = new Map(agents.filter((agent) => !isHere(agent)).map((agent) => [String(agent._id), agent]));
  if (left.size === 0) return 0;
  const chats = await Tickets(context)
    .find({ assignee: { $in: [...left.values()].map((agent) => agent._id) }, status: { $in: ACTIVE } })
    .lean<TicketDoc[]>();
  return await eachOf(chats, async (chat) => {
    const agent = chat.assignee && left.get(String(chat.assignee));
    if (!agent || chat.load !== 'live' || chat.handler !== 'agents' || !chat.waitingSince) return false;
    const known = agent.availabilitySince.getTime() + UNDER_WAY_MS;
    if (chat.assignedAt && chat.assignedAt.getTime() > known) return false;
    return await release(context, chat, agent);
  });
}

/** Does it with several at a time: somebody who leaves may hold many. Answers with how many it was done. */
export async function eachOf(tickets: TicketDoc[], act: (ticket: TicketDoc) => Promise<boolean>): Promise<number> {
  let done = 0;
  for (let i = 0; i < tickets.length; i += AT_ONCE) {
    const some = await Promise.all(tickets.slice(i, i + AT_ONCE).map(act));
    done += some.filter(Boolean).length;
  }
  return done;
}

/** The chats of everybody who is not online, and what those hold who were switched off: repairs what a crash left. */
export async function releaseAll(context: Context): Promise<number> {
  const left = await Agents(context)
    .find({ availability: { $in: ['away', 'offline'] } })
    .lean();
  return (await releaseChats(context, left)) + (await releaseTickets(context, left));
}

/** Gives back what those got of these (hex ids) who are gone by now: another process may have known it first. */
export async function releaseFrom(context: Context, some: { id: string }[]): Promise<void> {
  const agents = await Agents(context)
    .find({ _id: { $in: some.map(({ id }) => id) }, $or: [{ active: false }, { availability: { $ne: 'online' } }] })
    .lean();
  await releaseChats(context, agents);
  await releaseTickets(context, agents);
}

/** What is not over: what waits for an answer later must not come back to somebody who is gone. */
const UNFINISHED: Status[] = ['new', 'open', 'pending', 'snoozed'];

/** Gives back every unfinished ticket of agents who were switched off. Idempotent; answers how many. */
export async function releaseTickets(context: Context, agents: AgentDoc[]): Promise<number> {
  const gone = new Map(agents.filter((agent) => !agent.active).map((agent) => [String(agent._id), agent]));
  if (gone.size === 0) return 0;
  const held = await Tickets(context)
    .find({ assignee: { $in: [...gone.values()].map(({ _id }) => _id) }, status: { $in: UNFINISHED } })
    .lean<TicketDoc[]>();
  return await eachOf(held, async (ticket) => {
    const agent = gone.get(String(ticket.assignee));
    return agent !== undefined && (await giveBack(context, ticket, agent));
  });
}

async function giveBack(context: Context, ticket: TicketDoc, agent: AgentDoc): Promise<boolean> {
  const params = { agent: agent.name };
  const fields = (now: TicketDoc): Partial<TicketDoc> => ({
    assignee: null,
    queued: ACTIVE.includes(now.status) && now.handler === 'agents',
    routing: { kind: 'returned', params },
  });
  const where = { assignee: agent._id };
  const line = { kind: 'unassigned' as const, params };
  return (await changeWithLine(context, ticket, ROUTING, { fields, line, where })) !== undefined;
}

/** Puts an unanswered ticket back into its queue; false when that is not so any more. */
export async function release(context: Context, chat: TicketDoc, agent: AgentDoc): Promise<boolean> {
  const params = { agent: agent.name };
  const fields = { assignee: null, queued: true, routing: { kind: 'returned' as const, params } };
  const line = { kind: 'unassigned' as const, params };
  const where = { assignee: agent._id, status: { $in: ACTIVE }, handler: 'agents', waitingSince: { $ne: null } };
  return (await changeWithLine(context, chat, ROUTING, { fields, line, where })) !== undefined;
}

const isHere = (agent: AgentDoc): boolean => agent.active && agent.availability === 'online';
