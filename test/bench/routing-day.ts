import { decide, roomFor, type Colleague, type Load, type TicketFacts } from '../../server/routing/decide.ts';
import type { Language } from '../../server/tickets/envelopes.ts';
import { quantile } from './figure.ts';

/** How tickets are given away; undefined where nobody has room. */
export type Manner = (ticket: TicketFacts, agents: Colleague[], now: number) => Colleague | undefined;

/** What a day was like. Times in minutes. */
export interface Day {
  /** From arrival to somebody having it. */
  waitP50: number;
  waitP95: number;
  /** From arrival to the end. */
  doneP50: number;
  doneP95: number;
  /** Per cent of tickets with somebody who speaks their language. */
  spoken: number;
  /** Jain's index of the agents' working times: 1 when all worked the same. */
  fairness: number;
}

const MINUTE = 60_000;
const DAY_MIN = 600;
const LANGUAGES: readonly Language[] = ['en', 'es', 'ro', 'pl', 'ru'];

interface Job {
  facts: TicketFacts;
  at: number;
  priority: number;
  work: number;
}

/** A day's tickets and agents of a seed, worked off: the same for each manner. */
export function simulate(manner: Manner, { seed = 9, tickets = 1000, agents: people = 20 } = {}): Day {
  const random = mulberry(seed);
  const agents = Array.from({ length: people }, (_, place) => agentOf(place));
  const jobs = Array.from({ length: tickets }, () => jobOf(random)).sort((a, b) => a.at - b.at);
  const queue: Job[] = [];
  const ends: { at: number; agent: Colleague; load: Load }[] = [];
  const [waits, dones] = [[] as number[], [] as number[]];
  const worked = new Map(agents.map(({ id }) => [id, 0]));
  let spoken = 0;
  const drain = (now: number): void => {
    queue.sort((a, b) => b.priority - a.priority || a.at - b.at);
    for (const job of [...queue]) {
      const agent = manner(job.facts, agents, now);
      if (!agent) continue;
      queue.splice(queue.indexOf(job), 1);
      const speaks = agent.languages.includes(job.facts.language ?? 'en');
      // Whoever has several goes slower at each, and a language that one does not speak takes half as long again.
      const others = agent.load.live + agent.load.mail;
      const takes = job.work * (1 + 0.15 * others) * (speaks ? 1 : 1.5);
      agent.load[job.facts.load] += 1;
      agent.lastAssignedAt = now * MINUTE;
      ends.push({ at: now + takes, agent, load: job.facts.load });
      ends.sort((a, b) => a.at - b.at);
      waits.push(now - job.at);
      dones.push(now + takes - job.at);
      spoken += Number(speaks);
      worked.set(agent.id, (worked.get(agent.id) ?? 0) + job.work * (speaks ? 1 : 1.5));
    }
  };
  for (let next = 0; next < jobs.length || ends.length > 0;) {
    const [job, end] = [jobs[next], ends[0]];
    if (job && (!end || job.at <= end.at)) {
      next += 1;
      queue.push(job);
      drain(job.at);
    } else if (end) {
      ends.shift();
      end.agent.load[end.load] -= 1;
      drain(end.at);
    }
  }
  const times = [...worked.values()];
  const sum = times.reduce((a, b) => a + b, 0);
  return {
    ...{ waitP50: quantile(waits, 0.5), waitP95: quantile(waits, 0.95) },
    ...{ doneP50: quantile(dones, 0.5), doneP95: quantile(dones, 0.95) },
    spoken: (100 * spoken) / waits.length,
    fairness: sum ** 2 / (times.length * times.reduce((a, b) => a + b * b, 0)),
  };
}

/** The product's own. */
export const ours: Manner = (ticket, agents) => decide(ticket, agents).agent;

/** One after the other, whoever has room. */
export function roundRobin(): Manner {
  let last = -1;
  return (ticket, agents) => {
    for (let step = 1; step <= agents.length; step += 1) {
      const place = (last + step) % agents.length;
      const agent = agents[place];
      if (!agent || roomFor(ticket, [agent]) === 0) continue;
      last = place;
      return agent;
    }
    return undefined;
  };
}

/** Anybody who has room. */
export function anybody(seed = 4): Manner {
  const random = mulberry(seed);
  return (ticket, agents) => {
    const free = agents.filter((agent) => roomFor(ticket, [agent]) > 0);
    return free[Math.floor(random() * free.length)];
  };
}

/** Two languages each, the five spread evenly. */
const agentOf = (place: number): Colleague => ({
  ...{ id: `a${String(place).padStart(2, '0')}`, name: `Agent ${place}`, online: true, skills: {}, teams: ['desk'] },
  languages: [0, 2].flatMap((step) => LANGUAGES[(place + step) % LANGUAGES.length] ?? []),
  capacity: { live: 3, mail: 4 },
  load: { live: 0, mail: 0 },
  lastAssignedAt: null,
});

/** Most come at the middle of the day; a chat takes 16 minutes, a mail 32 on average, for whoever has nothing else. */
function jobOf(random: () => number): Job {
  const live = random() < 0.4;
  const at = (DAY_MIN * (random() + random())) / 2;
  const work = -Math.log(1 - random()) * (live ? 16 : 32);
  const language = LANGUAGES[Math.floor(random() * LANGUAGES.length)] ?? 'en';
  const facts = { team: { id: 'desk', name: 'Desk' }, load: live ? ('live' as const) : ('mail' as const) };
  return { facts: { ...facts, needs: [], language, lastAgent: null }, at, priority: random() < 0.1 ? 3 : 2, work };
}

/** A small generator of numbers from 0 to 1, the same for the same seed. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
