import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { Agents, Teams, type TeamDoc } from './model.ts';
import type { CreateTeam } from './schema.ts';

/** The team of tickets that no rule gives to another: the oldest. */
export async function defaultTeam(context: Context): Promise<TeamDoc | undefined> {
  return (await Teams(context).findOne().sort({ _id: 1 }).lean()) ?? undefined;
}

/** All teams, the oldest (the default) first. */
export async function listTeams(context: Context): Promise<TeamDoc[]> {
  return Teams(context).find().sort({ _id: 1 }).lean();
}

/** Adds a team and puts agents into it. Fails with `already-exists`, and `unprocessable` on a wrong zone or agent. */
export async function addTeam(context: Context, { name, timeZone = 'UTC', agents = [] }: CreateTeam): Promise<TeamDoc> {
  if (!isTimeZone(timeZone)) fail('unprocessable', 'There is no such time zone.');
  const members = await Agents(context)
    .find({ _id: { $in: agents } }, { _id: 1 })
    .lean();
  if (members.length < agents.length) fail('unprocessable', 'There is no such agent.');
  const team: TeamDoc = {
    _id: new Types.ObjectId(),
    v: 1,
    name: name.trim(),
    timeZone,
    createdAt: context.clock.now(),
  };
  try {
    await Teams(context).create(team);
  } catch (error) {
    if ((error as { code?: number }).code === 11000) fail('already-exists', 'There is a team with this name.');
    throw error;
  }
  await Agents(context).updateMany({ _id: { $in: agents } }, { $addToSet: { teams: team._id } });
  for (const agent of agents) await context.events.emit('agent.changed', { agent, fields: ['teams'] });
  return team;
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}
