import { Types } from 'mongoose';
import { Agents, Teams } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { removeCalendar } from '../settings/calendar/change.ts';
import { ACTIVE, Tickets } from '../tickets/model.ts';
import { ROUTING } from './drain.ts';
import { Rules } from './model.ts';

/**
 * Takes a team away: its rules and all its tickets, those that are over too, go to another one. Written so that a
 * second try ends what a crash left. Fails with `not-found`, and `unprocessable` when there is no such other team.
 */
export async function removeTeam(context: Context, id: string, to: string): Promise<void> {
  const [team, heir] = [new Types.ObjectId(id), new Types.ObjectId(to)];
  if (!(await Teams(context).exists({ _id: team }))) fail('not-found');
  if (id === to || !(await Teams(context).exists({ _id: heir }))) fail('unprocessable', 'There is no such team.');
  await Rules(context).updateMany({ 'action.team': team }, { $set: { 'action.team': heir } });
  await Teams(context).updateMany({ 'overflow.team': team }, { $set: { overflow: null } });
  const moved = await Tickets(context)
    .find({ team, status: { $in: ACTIVE } }, { _id: 1 })
    .lean();
  await Tickets(context).updateMany({ team }, { $set: { team: heir } });
  const members = await Agents(context).find({ teams: team }, { _id: 1 }).lean();
  await Agents(context).updateMany({ teams: team }, { $pull: { teams: team } });
  await removeCalendar(context, team);
  await Teams(context).deleteOne({ _id: team });
  for (const { _id } of moved)
    await context.events.emit('ticket.changed', { ticket: String(_id), fields: ['team'], by: { kind: ROUTING.kind } });
  for (const { _id } of members) await context.events.emit('agent.changed', { agent: String(_id), fields: ['teams'] });
}
