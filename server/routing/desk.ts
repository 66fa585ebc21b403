import type { Types } from 'mongoose';
import { Agents, Teams } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { Customers } from '../customers/model.ts';
import { ACTIVE, Tickets, type TicketDoc } from '../tickets/model.ts';
import type { Colleague, Load } from './decide.ts';

export interface Team {
  id: string;
  name: string;
  /** To which other team what waits for longer may go. */
  overflow: { team: string; minutes: number } | null;
  /** Minutes after which unanswered mail leaves somebody who is not online. */
  returnMinutes: number | null;
}

/** All teams, the oldest (which gets what no rule gives to another) first. */
export async function readTeams(context: Context): Promise<Team[]> {
  const teams = await Teams(context).find({}, { name: 1, overflow: 1, returnMinutes: 1 }).sort({ _id: 1 }).lean();
  return teams.map(({ _id, name, overflow, returnMinutes }) => ({
    id: String(_id),
    name,
    overflow: overflow ? { team: String(overflow.team), minutes: overflow.minutes } : null,
    returnMinutes: returnMinutes ?? null,
  }));
}

/** Whether anything waits at all. */
export async function somethingWaits(context: Context, teams: Team[]): Promise<boolean> {
  const team = { $in: [null, ...teams.map(({ id }) => id)] };
  return (await Tickets(context).findOne({ team, queued: true }, { _id: 1 }).lean()) !== null;
}

/** What is required of those who get what waits (routing/needs.ts), each once: found by skipping from one to the next. */
export async function readWants(context: Context): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    const next = await Tickets(context)
      .findOne({ queued: true, wants: { $gt: found.at(-1) ?? '' } }, { wants: 1 })
      .sort({ wants: 1 })
      .lean<Pick<TicketDoc, 'wants'>>();
    if (!next?.wants) return found;
    found.push(next.wants);
  }
}

/** Who answered these customers last: hex ids, by the customer's. */
export async function readLastAgents(context: Context, customers: Types.ObjectId[]): Promise<Map<string, string>> {
  if (customers.length === 0) return new Map();
  const known = await Customers(context)
    .find({ _id: { $in: customers } }, { lastAgent: 1 })
    .lean<{ _id: Types.ObjectId; lastAgent?: Types.ObjectId }[]>();
  return new Map(known.flatMap(({ _id, lastAgent }) => (lastAgent ? [[String(_id), String(lastAgent)]] : [])));
}

/** The agents who are online and may answer, with what they have, counted in one aggregation. */
export async function readColleagues(context: Context): Promise<Colleague[]> {
  const online = await Agents(context).find({ availability: 'online' }).lean();
  const agents = online.filter((agent) => agent.active && agent.role !== 'readonly');
  const loads = await countLoads(
    context,
    agents.map((agent) => agent._id),
  );
  return agents.map((agent) => ({
    id: String(agent._id),
    name: agent.name,
    online: true,
    languages: agent.languages,
    languageLevels: agent.languageLevels ?? {},
    skills: Object.fromEntries((agent.skills ?? []).map(({ skill, level }) => [skill, level])),
    teams: agent.teams.map(String),
    capacity: agent.capacity,
    load: loads.get(String(agent._id)) ?? { live: 0, mail: 0 },
    lastAssignedAt: agent.lastAssignedAt?.getTime() ?? null,
  }));
}

async function countLoads(context: Context, ids: Types.ObjectId[]): Promise<Map<string, Record<Load, number>>> {
  const loads = new Map<string, Record<Load, number>>(ids.map((id) => [String(id), { live: 0, mail: 0 }]));
  if (ids.length === 0) return loads;
  const counted = await Tickets(context).aggregate<{ _id: { assignee: Types.ObjectId; load: Load }; n: number }>([
    { $match: { assignee: { $in: ids }, status: { $in: ACTIVE }, handler: 'agents' } },
    { $group: { _id: { assignee: '$assignee', load: '$load' }, n: { $sum: 1 } } },
  ]);
  for (const { _id, n } of counted) {
    const load = loads.get(String(_id.assignee));
    if (load) load[_id.load] = n;
  }
  return loads;
}
