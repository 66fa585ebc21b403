import type { Types, UpdateQuery } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { isDuplicate } from '../vault/sealed.ts';
import { existingTeams } from './add.ts';
import { Agents, type AgentDoc, type Availability } from './model.ts';
import { hashPassword } from './password.ts';
import type { ChangeAgent, ChangeMe } from './schema.ts';
import { scheduleOf } from './schedule.ts';
import type { OpenSessions } from './session.ts';
import { skillsOf } from './skills.ts';

/** Of what changes, what nobody is told of. */
const UNTOLD = ['passwordHash', 'scheduledAt', 'standing'];

/** One agent. Fails with `not-found`. */
export async function loadAgent(context: Context, id: string): Promise<AgentDoc> {
  return (await Agents(context).findById(id).lean()) ?? fail('not-found');
}

/**
 * An admin's change of somebody. A new role or password, or being switched off, closes the agent's sockets; a new
 * password and being switched off end the sessions too. Fails with `last-admin` rather than leave no active admin.
 */
export async function changeAgent(
  context: Context,
  sessions: OpenSessions,
  agent: AgentDoc,
  { password, capacity, teams, skills, schedule, ...plain }: ChangeAgent,
): Promise<AgentDoc> {
  const leavesAdmin = agent.role === 'admin' && ((plain.role ?? 'admin') !== 'admin' || plain.active === false);
  if (leavesAdmin) await refuseLastAdmin(context, agent._id);
  const change: Partial<AgentDoc> = { ...plain };
  if (teams) change.teams = await existingTeams(context, teams);
  if (skills) change.skills = skillsOf(skills);
  if (schedule !== undefined) Object.assign(change, scheduleOf(schedule));
  else if (plain.active && !agent.active && agent.schedule) change.standing = 'new';
  if (capacity) change.capacity = { ...agent.capacity, ...capacity };
  if (password !== undefined) change.passwordHash = await hashPassword(password);
  if (plain.active === false)
    Object.assign(change, { availability: 'offline', availabilitySince: context.clock.now() });
  if (plain.email !== undefined) change.email = plain.email.trim().toLowerCase();
  const changed = await update(context, agent._id, change);
  if (plain.active === false || password !== undefined) await sessions.endAll(agent._id);
  // First out, then what follows: handing on the tickets of somebody who leaves may take its time.
  if (plain.active === false || password !== undefined || (plain.role ?? agent.role) !== agent.role)
    await context.events.emit('agent.revoked', { agent: String(agent._id) });
  const fields = Object.keys(change).filter((field) => !UNTOLD.includes(field));
  if (fields.length > 0) await context.events.emit('agent.changed', { agent: String(agent._id), fields });
  return changed;
}

/** What agents change of themselves. */
export async function changeMe(context: Context, agent: AgentDoc, { settings, ...plain }: ChangeMe): Promise<AgentDoc> {
  const change: Partial<AgentDoc> = { ...plain };
  if (settings) {
    const notices = { ...agent.settings.notices, ...settings.notices };
    change.settings = { ...agent.settings, ...settings, ...(settings.notices ? { notices } : {}) };
  }
  if (Object.keys(change).length === 0) return agent;
  const changed = await update(context, agent._id, change);
  await context.events.emit('agent.changed', { agent: String(agent._id), fields: Object.keys(change) });
  return changed;
}

/** A new password by the agent, who has proved the current one; all other sessions end. */
export async function changePassword(
  context: Context,
  sessions: OpenSessions,
  agent: AgentDoc,
  { password, session }: { password: string; session: string },
): Promise<void> {
  await update(context, agent._id, { passwordHash: await hashPassword(password) });
  await sessions.endAll(agent._id, session);
  await context.events.emit('agent.revoked', { agent: String(agent._id) });
}

/**
 * Online, away or offline, by hand. Who sets it without an inbox open (by the API) keeps it: `lastSeenAt` is only set
 * by sockets, and only who was seen can be lost from sight. With a schedule it holds until that changes next.
 */
export async function setAvailability(context: Context, agent: AgentDoc, state: Availability): Promise<AgentDoc> {
  const standing = agent.schedule ? { standing: 'hand' as const } : {};
  if (state === agent.availability) return agent.schedule ? await update(context, agent._id, standing) : agent;
  const since = context.clock.now();
  const changed = await update(context, agent._id, {
    availability: state,
    availabilitySince: since,
    lastSeenAt: null,
    ...standing,
  });
  await context.events.emit('agent.changed', { agent: String(agent._id), fields: ['availability'] });
  return changed;
}

/** Fails with `already-exists` when somebody else has the address. */
async function update(context: Context, id: Types.ObjectId, $set: UpdateQuery<AgentDoc>): Promise<AgentDoc> {
  try {
    const changed = await Agents(context).findOneAndUpdate({ _id: id }, { $set }, { returnDocument: 'after' }).lean();
    return changed ?? fail('not-found');
  } catch (error) {
    if (isDuplicate(error)) fail('already-exists', 'There is an agent with this address.');
    throw error;
  }
}

async function refuseLastAdmin(context: Context, id: Types.ObjectId): Promise<void> {
  const other = await Agents(context)
    .findOne({ role: 'admin', active: true, _id: { $ne: id } }, { _id: 1 })
    .lean();
  if (!other) fail('last-admin');
}
