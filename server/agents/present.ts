import type { Context } from '../context.ts';
import { Teams, type AgentDoc, type TeamDoc } from './model.ts';
import type { AgentView, TeamView } from './schema.ts';

/** Agents as they leave the house, with the names of their teams (one query for all). */
export async function presentAgents(context: Context, agents: AgentDoc[]): Promise<AgentView[]> {
  const ids = [...new Set(agents.flatMap((agent) => agent.teams.map(String)))];
  const teams =
    ids.length === 0
      ? []
      : await Teams(context)
          .find({ _id: { $in: ids } }, { name: 1 })
          .lean();
  const names = new Map(teams.map((team) => [String(team._id), team.name]));
  return agents.map((agent) => ({
    id: String(agent._id),
    name: agent.name,
    email: agent.email,
    role: agent.role,
    languages: agent.languages,
    teams: agent.teams.map((id) => ({ id: String(id), name: names.get(String(id)) ?? '' })),
    capacity: { live: agent.capacity.live, mail: agent.capacity.mail },
    availability: agent.availability,
    locale: agent.locale,
    settings: { theme: agent.settings.theme, shortcuts: agent.settings.shortcuts },
    active: agent.active,
  }));
}

/** One agent as it leaves the house. */
export async function presentAgent(context: Context, agent: AgentDoc): Promise<AgentView> {
  const [view] = await presentAgents(context, [agent]);
  if (!view) throw new Error('one agent makes one view');
  return view;
}

export function presentTeam(team: TeamDoc): TeamView {
  return { id: String(team._id), name: team.name, timeZone: team.timeZone };
}
