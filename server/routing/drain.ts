import { Types } from 'mongoose';
import { Agents } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { assignWaiting, type Decided } from '../tickets/assign.ts';
import { Tickets, type RoutingReason, type TicketDoc } from '../tickets/model.ts';
import { decide, roomFor, type Colleague, type Decision, type Place } from './decide.ts';
import { readLastAgents, type Team } from './desk.ts';
import { neededBy } from './needs.ts';

/** How many waiting tickets are read, and given away, at once. */
const PAGE = 100;

export const ROUTING = { kind: 'system', name: 'Routing' } as const;

/** One queue: the waiting tickets of a team and a class that require the same. */
export interface Queue extends Place {
  team: Team | null;
  /** What is required, as the word that its tickets bear. */
  wants: string | null;
}

/** The queues of the desk; a ticket is without a team only where there is none. */
export function queuesOf(teams: Team[], wanted: string[]): Queue[] {
  return [null, ...wanted].flatMap((wants) => {
    const needs = neededBy(wants);
    return [null, ...teams].flatMap((team) =>
      (['live', 'mail'] as const).map((load) => ({ team, load, wants, needs })),
    );
  });
}

/**
 * Gives waiting tickets away, highest priority first, then longest waiting, as long as somebody has room. Loads are
 * kept in `colleagues` while it runs: nothing else assigns under the lease, so nobody gets more than their capacity.
 * `mine` holds the ids that are being written. Answers the ids of the tickets given away. What comes while it runs is
 * the next turn's.
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
    const { heads, more } = await headsOf(context, queues, colleagues);
    const last = await readLastAgents(
      context,
      heads.map((ticket) => ticket.customer),
    );
    const decided = heads
      .filter((ticket) => !refused.has(String(ticket._id)))
      .flatMap((ticket) => take(context, ticket, { queues, colleagues, last }) ?? []);
    const done = new Set(await give(context, decided, mine));
    for (const one of decided) {
      if (done.has(one)) given.add(String(one.ticket._id));
      else {
        // Somebody else got it, or it needs nobody any more: the room is free again.
        refused.add(String(one.ticket._id));
        one.agent.load[one.ticket.load] -= 1;
      }
    }
    if (done.size === 0 || !more) break;
  }
  if (given.size > 0) await rememberAssigned(context, colleagues);
  return given;
}

/** The heads of all queues that have room, in the order in which they are served, and whether there may be more. */
async function headsOf(
  context: Context,
  queues: Queue[],
  colleagues: Colleague[],
): Promise<{ heads: TicketDoc[]; more: boolean }> {
  const open = queues.map((queue) => ({ queue, room: roomFor(queue, colleagues) })).filter(({ room }) => room > 0);
  const classes = Map.groupBy(open, ({ queue }) => `${queue.load} ${queue.wants ?? ''}`);
  const heads = await Promise.all([...classes.values()].map((some) => headsOfClass(context, some)));
  return { heads: heads.flatMap((some) => some.tickets).sort(byTurn), more: heads.some((some) => some.more) };
}

/** Those of several teams' queues of one class that require the same. */
async function headsOfClass(
  context: Context,
  open: { queue: Queue; room: number }[],
): Promise<{ tickets: TicketDoc[]; more: boolean }> {
  const first = open[0]?.queue;
  if (!first) return { tickets: [], more: false };
  const { load, wants } = first;
  const teams = open.map(({ queue }) => (queue.team ? new Types.ObjectId(queue.team.id) : null));
  const limit = Math.min(PAGE, Math.max(...open.map(({ room }) => room)));
  const tickets = await Tickets(context)
    .find({ team: { $in: teams }, queued: true, load, wants })
    .sort({ priority: -1, waitingSince: 1, _id: 1 })
    .limit(limit)
    .lean<TicketDoc[]>();
  return { tickets, more: tickets.length === limit };
}

const byTurn = (a: TicketDoc, b: TicketDoc): number =>
  b.priority - a.priority || waits(a) - waits(b) || (String(a._id) < String(b._id) ? -1 : 1);
const waits = (ticket: TicketDoc): number => ticket.waitingSince?.getTime() ?? 0;

/** Decides for one ticket and takes the place in memory. */
function take(
  context: Context,
  ticket: TicketDoc,
  { queues, colleagues, last }: { queues: Queue[]; colleagues: Colleague[]; last: Map<string, string> },
): { ticket: TicketDoc; agent: Colleague; reason: RoutingReason } | undefined {
  const team = queues.find((queue) => (queue.team?.id ?? null) === (ticket.team ? String(ticket.team) : null))?.team;
  const { load, language, needs = [] } = ticket;
  const facts = { team: team ?? null, load, language, needs, lastAgent: last.get(String(ticket.customer)) ?? null };
  const { agent, reason }: Decision = decide(facts, colleagues);
  if (!agent) return undefined;
  agent.load[ticket.load] += 1;
  agent.lastAssignedAt = context.clock.now().getTime();
  return { ticket, agent, reason };
}

async function give<D extends Decided>(context: Context, decided: D[], mine: Set<string>): Promise<D[]> {
  if (decided.length === 0) return [];
  const ids = decided.map(({ ticket }) => String(ticket._id));
  for (const id of ids) mine.add(id);
  try {
    return await assignWaiting(context, decided, ROUTING);
  } catch (err) {
    context.log.error({ err, tickets: ids }, 'tickets could not be assigned');
    return [];
  } finally {
    for (const id of ids) mine.delete(id);
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
