import type { Context } from '../context.ts';
import { policiesOf } from '../access/policies.ts';
import { calendarOf } from '../settings/calendar/calendars.ts';
import { Teams, type AgentDoc, type TeamDoc } from './model.ts';
import type { Notice, NoticeWays } from './own-settings.ts';
import { withSecondFactor } from './two-factor/factor.ts';
import type { AgentView, SessionView } from './schema.ts';
import type { TeamView } from './team-schema.ts';

/** What is meant for one agent is heard; what is new to everybody is counted only. */
const NOTICES_AT_FIRST: Record<Notice, NoticeWays> = {
  mentions: { page: true, sound: true, title: true },
  assignments: { page: true, sound: true, title: true },
  deadlines: { page: true, sound: false, title: true },
  tickets: { page: false, sound: false, title: false },
};

/** Seconds for second thoughts about an e-mail. */
const UNDO_SECONDS_AT_FIRST = 10;

/** Agents as they leave the house, with the names of their teams (two queries for all). */
export async function presentAgents(context: Context, agents: AgentDoc[]): Promise<AgentView[]> {
  const ids = [...new Set(agents.flatMap((agent) => agent.teams.map(String)))];
  const teams =
    ids.length === 0
      ? []
      : await Teams(context)
          .find({ _id: { $in: ids } }, { name: 1 })
          .lean();
  const secured = await withSecondFactor(
    context,
    agents.map(({ _id }) => _id),
  );
  const names = new Map(teams.map((team) => [String(team._id), team.name]));
  return agents.map((agent) => ({
    id: String(agent._id),
    name: agent.name,
    email: agent.email,
    role: agent.role,
    languages: agent.languages,
    languageLevels: agent.languageLevels ?? {},
    skills: (agent.skills ?? []).map(({ skill, level }) => ({ skill, level })),
    teams: agent.teams.map((id) => ({ id: String(id), name: names.get(String(id)) ?? '' })),
    capacity: { live: agent.capacity.live, mail: agent.capacity.mail },
    availability: agent.availability,
    schedule: agent.schedule ?? null,
    locale: agent.locale,
    signature: agent.signature ?? '',
    extension: agent.extension ?? '',
    settings: {
      theme: agent.settings.theme,
      shortcuts: agent.settings.shortcuts,
      undoSeconds: agent.settings.undoSeconds ?? UNDO_SECONDS_AT_FIRST,
      notices: { ...NOTICES_AT_FIRST, ...agent.settings.notices },
    },
    active: agent.active,
    invited: agent.passwordHash === '',
    twoFactor: secured.has(String(agent._id)),
  }));
}

/** One agent as it leaves the house. */
export async function presentAgent(context: Context, agent: AgentDoc): Promise<AgentView> {
  const [view] = await presentAgents(context, [agent]);
  if (!view) throw new Error('one agent makes one view');
  return view;
}

/** The agent who is signed in, with what they may do. */
export async function presentSession(context: Context, agent: AgentDoc): Promise<SessionView> {
  return { agent: await presentAgent(context, agent), may: policiesOf(agent.role) };
}

export async function presentTeam(context: Context, team: TeamDoc): Promise<TeamView> {
  const { overflow, returnMinutes } = team;
  const { timeZone } = await calendarOf(context, team._id);
  return {
    id: String(team._id),
    name: team.name,
    timeZone,
    overflow: overflow ? { team: String(overflow.team), minutes: overflow.minutes } : null,
    returnMinutes: returnMinutes ?? null,
  };
}
