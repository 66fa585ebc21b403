import { Types } from 'mongoose';
import { Agents } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { assign } from '../tickets/assign.ts';
import { Tickets, type RoutingReason, type TicketDoc } from '../tickets/model.ts';
import { decide, roomFor, type Colleague, type Decision, type Load } from './decide.ts';
import type { Team } from './desk.ts';

/** How many assignments are written at the same time, and how many waiting tickets of a queue are read at once. */
const AT_ONCE = 16;
const PAGE = 100;

export const ROUTING = { kind: 'system', name: 'Routing' } as const;

/** One queue: the waiting tickets of a team and a class. */
export interface Queue {
  team: Team | null;
  load: Load;
}

/** The queues of the desk; a ticket is without a team only where there is none. */
export function queuesOf(teams: Team[]): Queue[] {
  return [null, ...teams].flatMap((team) => [{ team, load: 'live' } as const, { team, load: 'mail' } as const]);
}

/**
 * Gives waiting tickets away, highest priority first, then longest waiting, as long as somebody has room. Loads are
 * kept in `colleagues` while it runs: nothing else assigns under the lease, so nobody gets more than their capacity.
 * `mine` holds the ids that are being written. Answers the ids of the tickets given away.
 */
export async function drain(
  context: Context,
  queues: Queue[],
  colleagues: Colleague[],
  mine: Set<string>,
): Promise<Set<string>> {
  const given = new Set<string>();
  const refused = new Set<string>();
  for (;;) {
    const waiting = (await headsOf(context, queues, colleagues)).filter((t) => !refused.has(String(t._id)));
    let progress = false;
    for (let i = 0; i < waiting.length; i += AT_ONCE) {
      const decided = waiting.slice(i, i + AT_ONCE).flatMap((ticket) => {
        const decision = take(context, ticket, queues, colleagues);
        return decision ? [{ ticket, ...decision }] : [];
      });
      const results = await Promise.all(decided.map((one) => give(context, one, mine)));
      decided.forEach(({ ticket, agent }, n) => {
        if (results[n]) given.add(String(ticket._id));
        else {
          // Somebody else got it, or it needs nobody any more: the room is free again.
          refused.add(String(ticket._id));
          agent.load[ticket.load] -= 1;
        }
        progress ||= results[n] === true;
      });
    }
    if (!progress) break;
  }
  if (given.size > 0) await rememberAssigned(context, colleagues);
  return given;
}

/** The heads of all queues that have room, in the order in which they are served. */
async function headsOf(context: Context, queues: Queue[], colleagues: Colleague[]): Promise<TicketDoc[]> {
  const heads = await Promise.all(
    queues.map(async (queue) => {
      const room = roomFor(queue, colleagues);
      if (room === 0) return [];
      return await Tickets(context)
        .find({ team: queue.team ? new Types.ObjectId(queue.team.id) : null, queued: true, load: queue.load })
        .sort({ priority: -1, waitingSince: 1, _id: 1 })
        .limit(Math.min(room, PAGE))
        .lean<TicketDoc[]>();
    }),
  );
  return heads.flat().sort(byTurn);
}

const byTurn = (a: TicketDoc, b: TicketDoc): number =>
  b.priority - a.priority || waits(a) - waits(b) || (String(a._id) < String(b._id) ? -1 : 1);
const waits = (ticket: TicketDoc): number => ticket.waitingSince?.getTime() ?? 0;

/** Decides for one ticket and takes the place in memory. */
function take(
  context: Context,
  ticket: TicketDoc,
  queues: Queue[],
  colleagues: Colleague[],
): { agent: Colleague; reason: RoutingReason } | undefined {
  const team = queues.find((queue) => (queue.team?.id ?? null) === (ticket.team ? String(ticket.team) : null))?.team;
  const facts = { team: team ?? null, load: ticket.load, language: ticket.language };
  const { agent, reason }: Decision = decide(facts, colleagues);
  if (!agent) return undefined;
  agent.load[ticket.load] += 1;
  agent.lastAssignedAt = context.clock.now().getTime();
  return { agent, reason };
}

async function give(
  context: Context,
  { ticket, agent, reason }: { ticket: TicketDoc; agent: Colleague; reason: RoutingReason },
  mine: Set<string>,
): Promise<boolean> {
  const id = String(ticket._id);
  mine.add(id);
  try {
    const to = { assignee: agent.id, expectUnassigned: true };
    return (await assign(context, ticket, to, ROUTING, reason)) !== undefined;
  } catch (err) {
    context.log.error({ err, ticket: id }, 'a ticket could not be assigned');
    return false;
  } finally {
    mine.delete(id);
  }
}

async function rememberAssigned(context: Context, colleagues: Colleague[]): Promise<void> {
  const writes = colleagues.flatMap(({ id, lastAssignedAt }) =>
    lastAssignedAt === null
      ? []
      : [
          {
            updateOne: {
              filter: { _id: new Types.ObjectId(id) },
              update: { $max: { lastAssignedAt: new Date(lastAssignedAt) } },
            },
          },
        ],
  );
  await Agents(context).bulkWrite(writes, { ordered: false });
}
