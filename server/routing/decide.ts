import type { Language } from '../tickets/envelopes.ts';
import type { RoutingReason } from '../tickets/model.ts';

export type Load = 'live' | 'mail';

/** What routing knows of an agent who is switched on and may answer. */
export interface Colleague {
  id: string;
  name: string;
  online: boolean;
  languages: readonly Language[];
  /** Hex ids. */
  teams: readonly string[];
  capacity: Record<Load, number>;
  /** New and open tickets that the agent has, by class. */
  load: Record<Load, number>;
  /** Milliseconds; null: never. */
  lastAssignedAt: number | null;
}

export interface TicketFacts {
  /** Null: anybody may have it. */
  team: { id: string; name: string } | null;
  load: Load;
  language: Language | null;
}

/** To whom and why; without an agent, why it waits. */
export interface Decision {
  agent: Colleague | undefined;
  reason: RoutingReason;
}

/**
 * Who gets a ticket: of the team's agents who are online and below their capacity for its class, those who speak its
 * language first, then who has the fewest, then who has waited longest for one. Pure.
 */
export function decide(ticket: TicketFacts, colleagues: readonly Colleague[]): Decision {
  const free = colleagues.filter((agent) => isFree(agent, ticket));
  if (free.length === 0) return { agent: undefined, reason: whyWaiting(ticket, colleagues) };
  const { language, load } = ticket;
  const speaking = language ? free.filter((agent) => agent.languages.includes(language)) : [];
  const choice = [...(speaking.length > 0 ? speaking : free)].sort(
    (a, b) => a.load[load] - b.load[load] || idleSince(a) - idleSince(b) || (a.id < b.id ? -1 : 1),
  );
  const [agent, next] = choice as [Colleague, Colleague | undefined];
  const params = {
    agent: agent.name,
    agentId: agent.id,
    ...(language ? { [speaking.length > 0 ? 'speaks' : 'nobodySpeaks']: language } : {}),
    n: String(agent.load[load] + 1),
    capacity: String(agent.capacity[load]),
    by: !next ? 'only' : agent.load[load] < next.load[load] ? 'fewest' : 'idle',
  };
  return { agent, reason: { kind: 'given', params } };
}

/** Why a ticket of that team and class waits. */
export function whyWaiting(
  { team, load }: Omit<TicketFacts, 'language'>,
  colleagues: readonly Colleague[],
): RoutingReason {
  const params = { load, ...(team ? { team: team.name } : {}) };
  const online = colleagues.some((agent) => agent.online && isMember(agent, team));
  return { kind: online ? 'full' : 'offline', params };
}

/** How many more tickets of that team and class can be given away now. */
export function roomFor({ team, load }: Omit<TicketFacts, 'language'>, colleagues: readonly Colleague[]): number {
  return colleagues
    .filter((agent) => isFree(agent, { team, load }))
    .reduce((sum, agent) => sum + agent.capacity[load] - agent.load[load], 0);
}

const isMember = (agent: Colleague, team: TicketFacts['team']): boolean => !team || agent.teams.includes(team.id);
const isFree = (agent: Colleague, { team, load }: Omit<TicketFacts, 'language'>): boolean =>
  agent.online && isMember(agent, team) && agent.load[load] < agent.capacity[load];
const idleSince = (agent: Colleague): number => agent.lastAssignedAt ?? -Infinity;
