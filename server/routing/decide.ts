import type { Language } from '../tickets/envelopes.ts';
import type { Need, RoutingReason } from '../tickets/model.ts';
import { meets } from './needs.ts';

export type Load = 'live' | 'mail';

/** What routing knows of an agent who is switched on and may answer. */
export interface Colleague {
  id: string;
  name: string;
  online: boolean;
  languages: readonly Language[];
  /** How well they are spoken, from 1 to 5; 5 where nothing is said. */
  languageLevels?: Partial<Record<Language, number>>;
  /** Levels from 1 to 5 by name. */
  skills: Readonly<Record<string, number>>;
  /** Hex ids. */
  teams: readonly string[];
  capacity: Record<Load, number>;
  /** New and open tickets that the agent has, by class. */
  load: Record<Load, number>;
  /** Milliseconds; null: never. */
  lastAssignedAt: number | null;
}

/** Where a ticket waits, and what it asks of whoever gets it. */
export interface Place {
  /** Null: anybody may have it. */
  team: { id: string; name: string } | null;
  load: Load;
  needs: readonly Need[];
}

export interface TicketFacts extends Place {
  language: Language | null;
  /** Hex id of who answered its customer last. */
  lastAgent: string | null;
}

/** To whom and why; without an agent, why it waits. */
export interface Decision {
  agent: Colleague | undefined;
  reason: RoutingReason;
}

/**
 * Who gets a ticket: of the team's agents who are online, below their capacity for its class and have the skills that
 * are required, those who speak its language; of these who answered its customer last, then who has most of the
 * preferred skills, then who has the fewest tickets, then who speaks the language best, then who has waited longest for
 * one. Pure.
 */
export function decide(ticket: TicketFacts, colleagues: readonly Colleague[]): Decision {
  const free = colleagues.filter((agent) => isFree(agent, ticket));
  if (free.length === 0) return { agent: undefined, reason: whyWaiting(ticket, colleagues) };
  const { language, load } = ticket;
  const speaking = language ? free.filter((agent) => agent.languages.includes(language)) : [];
  const choice = (speaking.length > 0 ? speaking : free).sort(byRank(ticket));
  const [agent, next] = choice as [Colleague, Colleague | undefined];
  const params = {
    agent: agent.name,
    agentId: agent.id,
    ...(language ? { [speaking.length > 0 ? 'speaks' : 'nobodySpeaks']: language } : {}),
    ...skillParams(agent, ticket.needs),
    n: String(agent.load[load] + 1),
    capacity: String(agent.capacity[load]),
    by: whatDecided(ticket, agent, next),
  };
  return { agent, reason: { kind: 'given', params } };
}

function byRank(ticket: TicketFacts): (a: Colleague, b: Colleague) => number {
  const known = (agent: Colleague) => Number(agent.id === ticket.lastAgent);
  const { load, needs, language } = ticket;
  return (a, b) =>
    known(b) - known(a) ||
    (needs.length > 0 ? skilled(b, needs) - skilled(a, needs) : 0) ||
    a.load[load] - b.load[load] ||
    fluency(b, language) - fluency(a, language) ||
    idleSince(a) - idleSince(b) ||
    (a.id < b.id ? -1 : 1);
}

/** In which of the ranks whoever got it differs from the next. */
function whatDecided(
  { lastAgent, needs, load, language }: TicketFacts,
  agent: Colleague,
  next: Colleague | undefined,
): string {
  if (agent.id === lastAgent) return 'last';
  if (!next) return 'only';
  if (skilled(agent, needs) > skilled(next, needs)) return 'skilled';
  if (agent.load[load] < next.load[load]) return 'fewest';
  return fluency(agent, language) > fluency(next, language) ? 'fluent' : 'idle';
}

/** How well somebody speaks a language, from 0 to 5. */
const fluency = ({ languages, languageLevels }: Colleague, language: Language | null): number =>
  language && languages.includes(language) ? (languageLevels?.[language] ?? 5) : 0;

/** How many of the skills somebody has. */
const skilled = ({ skills }: Colleague, needs: readonly Need[]): number =>
  needs.filter((need) => meets(skills, need)).length;

function skillParams({ skills }: Colleague, needs: readonly Need[]): Record<string, string> {
  const named = (some: readonly Need[]) => some.map(({ skill }) => skill).join(', ');
  const knows = named(needs.filter((need) => meets(skills, need)));
  const lacks = named(needs.filter((need) => !meets(skills, need)));
  return { ...(knows ? { knows } : {}), ...(lacks ? { lacks } : {}) };
}

/** Why a ticket waits there. */
export function whyWaiting({ team, load, needs }: Place, colleagues: readonly Colleague[]): RoutingReason {
  const params = { load, ...(team ? { team: team.name } : {}) };
  const online = colleagues.filter((agent) => agent.online && isMember(agent, team));
  if (online.length === 0) return { kind: 'offline', params };
  if (online.some((agent) => isAble(agent, needs))) return { kind: 'full', params };
  const skills = needs.filter((need) => need.required).map(({ skill }) => skill);
  return { kind: 'unskilled', params: { ...params, skills: skills.join(', ') } };
}

/** How many more tickets that wait there can be given away now. */
export function roomFor(place: Place, colleagues: readonly Colleague[]): number {
  const { load } = place;
  return colleagues
    .filter((agent) => isFree(agent, place))
    .reduce((sum, agent) => sum + agent.capacity[load] - agent.load[load], 0);
}

const isMember = (agent: Colleague, team: Place['team']): boolean => !team || agent.teams.includes(team.id);
const isAble = ({ skills }: Colleague, needs: readonly Need[]): boolean =>
  needs.every((need) => !need.required || meets(skills, need));
const isFree = (agent: Colleague, { team, load, needs }: Place): boolean =>
  agent.online && isMember(agent, team) && agent.load[load] < agent.capacity[load] && isAble(agent, needs);
const idleSince = (agent: Colleague): number => agent.lastAssignedAt ?? -Infinity;
