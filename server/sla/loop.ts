import type { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { startLoop, type Loop } from '../loop.ts';
import { readTickets } from '../tickets/find.ts';
import { EPOCH } from '../tickets/indexes.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { soundAlarm } from './alarm.ts';
import { eachOfPage, PAGE } from './each.ts';
import { followSettings } from './follow.ts';
import { followCustomers } from './reclass.ts';

/** Brings deadlines in line with what they follow from, and does what is due about them: every 15 s, and when woken. */
export function startDeadlines(context: Context): Loop {
  const loop = startLoop(context, {
    name: 'deadlines',
    everyMs: 15_000,
    run: async () => {
      for (const step of [followCustomers, followSettings, sweepDeadlines]) if (await tried(context, step)) loop.wake();
    },
  });
  return loop;
}

/** Whoever is late is told also while something else about deadlines fails. */
const tried = (context: Context, step: (context: Context) => Promise<boolean>): Promise<boolean> =>
  step(context).catch((err: unknown) => {
    context.log.error({ err, step: step.name }, 'deadlines could not be looked after');
    return false;
  });

/** Does what is due about deadlines now, the longest due first. True when there may be more to do at once. */
export const sweepDeadlines = (context: Context): Promise<boolean> =>
  eachOfPage({
    read: (except) => alarming(context, context.clock.now(), except),
    act: (ticket) => soundAlarm(context, ticket),
    failed: (err, { _id }) => context.log.error({ err, ticket: String(_id) }, 'a deadline could not be told'),
  });

/** Tickets about whose deadlines something is to be done at a moment, without those that are named. */
export const alarming = (context: Context, now: Date, except: Types.ObjectId[] = []): Promise<TicketDoc[]> =>
  readTickets(
    context,
    { alarmAt: { $gt: EPOCH, $lte: now }, ...(except.length > 0 ? { _id: { $nin: except } } : {}) },
    { sort: { alarmAt: 1 }, limit: PAGE, hint: 'alarms' },
  );
