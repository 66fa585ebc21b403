import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { LANGUAGES } from '../tickets/envelopes.ts';
import { Agents, Teams, type AgentDoc } from './model.ts';
import { hashPassword, randomPassword } from './password.ts';
import type { CreateAgent } from './schema.ts';
import { skillsOf } from './skills.ts';
import { defaultTeam } from './team.ts';

/**
 * Adds an agent: all five languages, the default team and capacity 3 live, 20 mail unless told otherwise. Without a
 * password a one-time one is made and answered; who is `invited` sets one by a link, and cannot sign in before. Fails
 * with `already-exists`, and `unprocessable` on an unknown team.
 */
export async function addAgent(
  context: Context,
  wish: CreateAgent & { invited?: boolean },
): Promise<{ agent: AgentDoc; password: string | undefined }> {
  const teams = wish.teams ? await existingTeams(context, wish.teams) : await teamsByDefault(context);
  const made = wish.password === undefined && !wish.invited ? randomPassword() : undefined;
  const password = wish.password ?? made;
  const now = context.clock.now();
  const agent: AgentDoc = {
    _id: new Types.ObjectId(),
    v: 1,
    email: wish.email.trim().toLowerCase(),
    name: wish.name.trim(),
    passwordHash: password === undefined ? '' : await hashPassword(password),
    role: wish.role ?? 'agent',
    active: true,
    languages: wish.languages ?? [...LANGUAGES],
    ...(wish.languageLevels ? { languageLevels: wish.languageLevels } : {}),
    skills: skillsOf(wish.skills ?? []),
    teams,
    capacity: { live: wish.capacity?.live ?? 3, mail: wish.capacity?.mail ?? 20 },
    availability: 'offline',
    availabilitySince: now,
    lastSeenAt: null,
    lastAssignedAt: null,
    locale: wish.locale ?? 'en',
    settings: { theme: 'system', shortcuts: true },
    createdAt: now,
  };
  try {
    await Agents(context).create(agent);
  } catch (error) {
    if ((error as { code?: number }).code === 11000) fail('already-exists', 'There is an agent with this address.');
    throw error;
  }
  await context.events.emit('agent.changed', { agent: String(agent._id), fields: ['name'] });
  return { agent, password: made };
}

/** The ids of teams that exist. Fails with `unprocessable` when one doesn't. */
export async function existingTeams(context: Context, ids: string[]): Promise<Types.ObjectId[]> {
  const found = await Teams(context)
    .find({ _id: { $in: ids } }, { _id: 1 })
    .lean();
  if (found.length < ids.length) fail('unprocessable', 'There is no such team.');
  return ids.map((id) => new Types.ObjectId(id));
}

async function teamsByDefault(context: Context): Promise<Types.ObjectId[]> {
  const team = await defaultTeam(context);
  return team ? [team._id] : [];
}
