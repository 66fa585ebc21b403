import { Types } from 'mongoose';
import { Agents, Teams } from '../../../server/agents/model.ts';
import type { FilingFacts } from '../../../server/context.ts';
import { decide, type Colleague, type TicketFacts } from '../../../server/routing/decide.ts';
import { firstMatch } from '../../../server/tickets/conditions/match.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { sweeps } from '../deadlines.ts';
import type { Figure, Scenario } from '../figure.ts';
import { anybody, ours, roundRobin, simulate, type Day } from '../routing-day.ts';
import { seed } from '../seed.ts';

const [AGENTS, RULES] = [200, 50];
const WORDS = 'order parcel lamp glass refund broken wrong size colour invoice delivery late charger battery'.split(' ');

/** Who gets it: decisions with 200 agents and 50 rules, 10,000 waiting tickets given away, the deadlines of 1,000,000 looked through, and a day beside two other manners. */
export const routing: Scenario = async (work, { quick }) => {
  const figures = [...decisions(quick ? 2_000 : 20_000)];
  figures.push(...(await drained(quick ? 1_000 : 10_000, work.corpus)));
  figures.push(...(await sweeps(quick ? 10_000 : 1_000_000)));
  for (const [name, manner] of [
    ['Ombud', ours],
    ['round robin', roundRobin()],
    ['random', anybody()],
  ] as const)
    figures.push(...dayOf(name, simulate(manner)));
  return figures;
};

function decisions(count: number): Figure[] {
  const colleagues = Array.from({ length: AGENTS }, (_, place) => colleague(place));
  const rules = Array.from({ length: RULES }, (_, place) => ({
    conditions: { words: [`word${place}`, WORDS[place % WORDS.length] ?? ''], domains: [`shop${place}.test`] },
  }));
  const facts = Array.from({ length: 100 }, (_, place) => filing(place));
  const start = performance.now();
  let given = 0;
  for (let i = 0; i < count; i += 1) {
    firstMatch(rules, facts[i % facts.length] as FilingFacts);
    const ticket: TicketFacts = {
      ...{ team: { id: `t${i % 5}`, name: 'Team' }, load: i % 3 ? 'mail' : 'live', lastAgent: `a${i % 400}` },
      language: (['en', 'es', 'ro', 'pl', 'ru'] as const)[i % 5] ?? 'en',
      needs: i % 4 ? [] : [{ skill: 'repairs', level: 2, required: true }],
    };
    const { agent } = decide(ticket, colleagues);
    if (agent) given += 1;
  }
  const seconds = (performance.now() - start) / 1000;
  if (given === 0) throw new Error('nobody got anything');
  return [{ name: `decisions, ${AGENTS} agents, ${RULES} rules`, value: count / seconds, unit: '/s' }];
}

const colleague = (place: number): Colleague => ({
  ...{ id: `a${place}`, name: `Agent ${place}`, online: true, teams: [`t${place % 5}`, `t${(place + 1) % 5}`] },
  languages: (['en', 'es', 'ro', 'pl', 'ru'] as const).filter((_, at) => (place + at) % 3 === 0),
  skills: place % 2 ? { repairs: 1 + (place % 5) } : {},
  capacity: { live: 3, mail: 20 },
  load: { live: place % 3, mail: place % 20 },
  lastAssignedAt: place * 1000,
});

const filing = (place: number): FilingFacts => ({
  ...{ channel: 'email', account: 'env', type: 'inquiry', language: 'en', priority: 2, tags: [], fields: {} },
  subject: `About ${WORDS[place % WORDS.length]}`,
  text: Array.from({ length: 120 }, (_, at) => WORDS[(place * 7 + at * 3) % WORDS.length]).join(' '),
  ...{ unverified: false, createdAt: new Date(0) },
  customer: { createdAt: new Date(0), domains: ['people.test'] },
});

/** Tickets that all wait, from the moment at which the agents come until everybody has theirs. */
async function drained(count: number, corpus: Parameters<typeof seed>[1]): Promise<Figure[]> {
  const app = await buildTestApp({ empty: true });
  try {
    await seed(app.context, corpus, count);
    const team = (await Teams(app.context).findOne().lean().orFail())._id;
    await addAgents(app, team, Math.ceil(count / AGENTS));
    const waiting = { team, load: 'mail' as const, status: 'new' as const, handler: 'agents' as const, assignee: null };
    await Tickets(app.context).updateMany({}, { $set: { ...waiting, queued: true, waitingSince: new Date(0) } });
    await Agents(app.context).updateMany({ demo: true }, { $set: { availability: 'online' } });
    const start = performance.now();
    const one = await Agents(app.context).findOne({ demo: true }).lean().orFail();
    await app.context.events.emit('agent.changed', { agent: String(one._id), fields: ['availability'] });
    while ((await Tickets(app.context).findOne({ queued: true }, { _id: 1 }).lean()) !== null)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const seconds = (performance.now() - start) / 1000;
    const name = `drain of ${count.toLocaleString('en')} waiting tickets`;
    return [
      { name, value: seconds, unit: 's' },
      { name: 'of them, each second', value: count / seconds, unit: '/s' },
    ];
  } finally {
    await app.close();
  }
}

async function addAgents({ context }: TestApp, team: Types.ObjectId, mail: number): Promise<void> {
  const now = context.clock.now();
  await Agents(context).insertMany(
    Array.from({ length: AGENTS }, (_, place) => ({
      ...{ _id: new Types.ObjectId(), v: 1, email: `a${place}@desk.test`, name: `Agent ${place}`, passwordHash: '' },
      ...{ role: 'agent', active: true, languages: ['en', 'pl'], teams: [team], capacity: { live: 3, mail } },
      ...{ availability: 'offline', availabilitySince: now, lastSeenAt: null, lastAssignedAt: null, locale: 'en' },
      ...{ settings: { theme: 'system', shortcuts: true }, createdAt: now, demo: true },
    })),
  );
}

const dayOf = (name: string, day: Day): Figure[] => [
  { name: `day of 1,000 tickets, ${name}: wait p50`, value: day.waitP50, unit: 'min' },
  { name: `day of 1,000 tickets, ${name}: wait p95`, value: day.waitP95, unit: 'min' },
  { name: `day of 1,000 tickets, ${name}: done p95`, value: day.doneP95, unit: 'min' },
  { name: `day of 1,000 tickets, ${name}: own language`, value: day.spoken, unit: '%' },
  { name: `day of 1,000 tickets, ${name}: fairness`, value: day.fairness, unit: 'of 1' },
];
