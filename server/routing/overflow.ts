import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { changeWithLine } from '../tickets/event.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { roomFor, type Colleague } from './decide.ts';
import type { Team } from './desk.ts';
import { ROUTING, type Queue } from './drain.ts';

/** At once, so that nobody waits long for what this turn gives away; the others are the next turn's. */
const MOST = 100;

/**
 * Moves what has waited for longer than its team says to the team that helps out, as far as that one has room now: what
 * finds nobody there stays where it is. Answers how many were moved.
 */
export async function overflow(
  context: Context,
  queues: Queue[],
  colleagues: Colleague[],
  mine: Set<string>,
): Promise<number> {
  let moved = 0;
  for (const queue of queues) {
    const rule = queue.team?.overflow;
    const to = queues.find(({ team }) => rule && team?.id === rule.team)?.team;
    if (!rule || !queue.team || !to) continue;
    const room = Math.min(MOST, roomFor({ ...queue, team: to }, colleagues));
    for (const ticket of room > 0 ? await waiting(context, queue, rule.minutes, room) : []) {
      mine.add(String(ticket._id));
      if (await move(context, ticket, queue.team, to)) moved += 1;
      mine.delete(String(ticket._id));
    }
  }
  return moved;
}

async function waiting(
  context: Context,
  { team, load, wants }: Queue,
  minutes: number,
  most: number,
): Promise<TicketDoc[]> {
  const since = new Date(context.clock.now().getTime() - minutes * 60_000);
  return await Tickets(context)
    .find({
      ...{ team: team ? new Types.ObjectId(team.id) : null, queued: true, load, wants },
      waitingSince: { $lte: since },
    })
    .sort({ priority: -1, waitingSince: 1, _id: 1 })
    .limit(most)
    .lean<TicketDoc[]>();
}

async function move(context: Context, ticket: TicketDoc, from: Team, to: Team): Promise<boolean> {
  const params = { from: from.name, team: to.name, minutes: String(from.overflow?.minutes ?? 0) };
  const where = { team: ticket.team, queued: true };
  const fields = { team: new Types.ObjectId(to.id) };
  const line = { kind: 'overflow' as const, params };
  return (await changeWithLine(context, ticket, ROUTING, { fields, line, where })) !== undefined;
}
