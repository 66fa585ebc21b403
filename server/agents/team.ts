import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { changeCalendar } from '../settings/calendar/change.ts';
import { isTimeZone } from '../settings/day.ts';
import { Agents, Teams, type TeamDoc } from './model.ts';
import { isDuplicate } from '../vault/sealed.ts';
import type { ChangeTeam, CreateTeam } from './team-schema.ts';

/** The team of tickets that no rule gives to another: the oldest. */
export async function defaultTeam(context: Context): Promise<TeamDoc | undefined> {
  return (await Teams(context).findOne().sort({ _id: 1 }).lean()) ?? undefined;
}

/** All teams, the oldest (the default) first. */
export async function listTeams(context: Context): Promise<TeamDoc[]> {
  return Teams(context).find().sort({ _id: 1 }).lean();
}

/** Adds a team and puts agents into it. Fails with `already-exists`, and `unprocessable` on a wrong zone or agent. */
export async function addTeam(
  context: Context,
  { name, timeZone, agents = [], overflow, returnMinutes = null }: CreateTeam,
): Promise<TeamDoc> {
  await refuseUnknown(context, timeZone, agents);
  const team: TeamDoc = {
    _id: new Types.ObjectId(),
    v: 1,
    name: name.trim(),
    overflow: await overflowOf(context, overflow),
    returnMinutes,
    createdAt: context.clock.now(),
  };
  await named(() => Teams(context).create(team));
  if (timeZone !== undefined) await changeCalendar(context, team._id, { timeZone });
  await Agents(context).updateMany({ _id: { $in: agents } }, { $addToSet: { teams: team._id } });
  for (const agent of agents) await context.events.emit('agent.changed', { agent, fields: ['teams'] });
  return team;
}

/**
 * Changes a team; `agents`, when given, are all its members from then on. Fails with `not-found`, `already-exists`, and
 * `unprocessable` on a wrong zone or agent.
 */
export async function changeTeam(
  context: Context,
  id: string,
  { agents, overflow, timeZone, ...wish }: ChangeTeam,
): Promise<TeamDoc> {
  await refuseUnknown(context, timeZone, agents ?? []);
  const $set = {
    ...wish,
    ...(wish.name === undefined ? {} : { name: wish.name.trim() }),
    ...(overflow === undefined ? {} : { overflow: await overflowOf(context, overflow, id) }),
  };
  const team = await named(() =>
    Teams(context).findOneAndUpdate({ _id: id }, { $set }, { returnDocument: 'after' }).lean<TeamDoc>(),
  );
  if (!team) fail('not-found');
  if (timeZone !== undefined) await changeCalendar(context, team._id, { timeZone });
  if (agents) await setMembers(context, team._id, agents);
  return team;
}

/** Fails with `unprocessable` on a team that is not there, or the team itself. */
async function overflowOf(
  context: Context,
  wish: CreateTeam['overflow'],
  own?: string,
): Promise<NonNullable<TeamDoc['overflow']> | null> {
  if (!wish) return null;
  const team = new Types.ObjectId(wish.team);
  if (wish.team === own || !(await Teams(context).exists({ _id: team })))
    fail('unprocessable', 'There is no such team.');
  return { team, minutes: wish.minutes };
}

async function setMembers(context: Context, team: Types.ObjectId, wanted: string[]): Promise<void> {
  const before = (await Agents(context).find({ teams: team }, { _id: 1 }).lean()).map(({ _id }) => String(_id));
  const gone = before.filter((id) => !wanted.includes(id));
  const come = wanted.filter((id) => !before.includes(id));
  await Agents(context).updateMany({ _id: { $in: gone } }, { $pull: { teams: team } });
  await Agents(context).updateMany({ _id: { $in: come } }, { $addToSet: { teams: team } });
  for (const agent of [...gone, ...come]) await context.events.emit('agent.changed', { agent, fields: ['teams'] });
}

async function refuseUnknown(context: Context, timeZone: string | undefined, agents: string[]): Promise<void> {
  if (timeZone !== undefined && !isTimeZone(timeZone)) fail('unprocessable', 'There is no such time zone.');
  const found = await Agents(context)
    .find({ _id: { $in: agents } }, { _id: 1 })
    .lean();
  if (found.length < agents.length) fail('unprocessable', 'There is no such agent.');
}

/** Two teams cannot have one name. */
async function named<T>(write: () => PromiseLike<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isDuplicate(error)) fail('already-exists', 'There is a team with this name.');
    throw error;
  }
}
