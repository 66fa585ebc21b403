import type { Types } from 'mongoose';
import { addAgent } from '../agents/add.ts';
import { Agents, Teams, type AgentDoc } from '../agents/model.ts';
import { randomPassword } from '../agents/password.ts';
import { addTeam } from '../agents/team.ts';
import type { Context } from '../context.ts';
import { Rules } from '../routing/model.ts';
import type { Conditions } from '../tickets/conditions/conditions.ts';
import { LANGUAGES, type Language } from '../tickets/envelopes.ts';
import type { Sample } from './sample.ts';

type TeamKey = Sample['team'];

const TEAMS: Record<TeamKey, { name: string; timeZone: string; conditions: Conditions[] }> = {
  returns: { name: 'Returns and repairs', timeZone: 'Europe/Bucharest', conditions: [{ type: ['return'] }] },
  technical: {
    name: 'Technical help',
    timeZone: 'Europe/Warsaw',
    conditions: [{ words: ['bluetooth', 'wifi', 'wi-fi', 'firmware', 'battery', 'batería', 'bateria', 'аккумулятор'] }],
  },
  orders: { name: 'Orders and delivery', timeZone: 'Europe/Madrid', conditions: [{ type: ['complaint', 'inquiry'] }] },
};

const PEOPLE: readonly [
  name: string,
  address: string,
  role: AgentDoc['role'],
  languages: Language[],
  teams: TeamKey[],
][] = [
  ['James Miller', 'james', 'agent', ['en'], ['orders', 'technical']],
  ['Sofía Navarro', 'sofia', 'supervisor', ['es', 'en'], ['orders', 'returns', 'technical']],
  ['Elena Popescu', 'elena', 'agent', ['ro', 'en'], ['orders', 'returns', 'technical']],
  ['Marta Kowalska', 'marta', 'agent', ['pl', 'en'], ['orders', 'returns', 'technical']],
  ['Irina Petrova', 'irina', 'agent', ['ru', 'en'], ['orders', 'returns', 'technical']],
  ['Tomasz Zieliński', 'tomasz', 'agent', ['pl', 'ru', 'en'], ['returns', 'technical']],
  ['Hannah Lewis', 'hannah', 'agent', ['en', 'es'], ['returns']],
];

/** The sample company as it stands in the store. */
export interface Company {
  teams: Record<TeamKey, Types.ObjectId>;
  agents: { id: string; name: string; email: string; languages: Language[]; teams: TeamKey[] }[];
  /** One for all of them, printed once. */
  password: string;
}

/** Adds teams, their rules (unless told not to), and agents in five languages, all marked as samples. */
export async function addCompany(context: Context, rules: boolean): Promise<Company> {
  const password = randomPassword();
  const teams = {} as Company['teams'];
  for (const key of Object.keys(TEAMS) as TeamKey[]) teams[key] = await addSampleTeam(context, key, rules);
  const agents: Company['agents'] = [];
  for (const [name, local, role, languages, keys] of PEOPLE) {
    const email = `${local}@voltshop.example`;
    const locale = languages.find((language) => LANGUAGES.includes(language)) ?? 'en';
    const ids = keys.map((key) => String(teams[key]));
    const { agent } = await addAgent(context, { email, name, role, languages, teams: ids, locale, password });
    await Agents(context).updateOne({ _id: agent._id }, { $set: { demo: true } });
    agents.push({ id: String(agent._id), name, email, languages, teams: keys });
  }
  return { teams, agents, password };
}

async function addSampleTeam(context: Context, key: TeamKey, rules: boolean): Promise<Types.ObjectId> {
  const { name, timeZone, conditions } = TEAMS[key];
  const team = await addTeam(context, { name, timeZone });
  await Teams(context).updateOne({ _id: team._id }, { $set: { demo: true } });
  if (!rules) return team._id;
  // After the rules of the installation, if it has any.
  const last = await Rules(context).findOne({}, { order: 1 }).sort({ order: -1, _id: -1 }).lean();
  await Rules(context).create(
    conditions.map((condition, n) => ({
      v: 1,
      name: `Sample: ${name}`,
      order: (last?.order ?? 0) + n + 1,
      enabled: true,
      conditions: condition,
      action: { team: team._id },
      createdAt: context.clock.now(),
    })),
  );
  return team._id;
}
