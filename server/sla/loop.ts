import type { Context } from '../context.ts';
import { startLoop, type Loop } from '../loop.ts';
import { readTickets } from '../tickets/find.ts';
import { EPOCH } from '../tickets/indexes.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { soundAlarm } from './alarm.ts';
import { followSettings } from './follow.ts';
import { followCustomers } from './reclass.ts';

/** Of one turn. */
const MOST = 50;

/** Brings deadlines in line with what they follow from, and does what is due about them: every 15 s, and when woken. */
export function startDeadlines(context: Context): Loop {
  const loop = startLoop(context, {
    name: 'deadlines',
    everyMs: 15_000,
    run: async () => {
      await followCustomers(context);
      const more = await followSettings(context);
      if ((await sweepDeadlines(context)) === MOST || more) loop.wake();
    },
  });
  return loop;
}

/** Does what is due about deadlines now, the longest due first; how many tickets that were. One that fails waits. */
export async function sweepDeadlines(context: Context): Promise<number> {
  const due = await alarming(context, context.clock.now());
  for (const ticket of due)
    await soundAlarm(context, ticket).catch((err: unknown) =>
      context.log.error({ err, ticket: String(ticket._id) }, 'a deadline could not be told'),
    );
  return due.length;
}

/** Tickets about whose deadlines something is to be done at a moment. */
export const alarming = (context: Context, now: Date): Promise<TicketDoc[]> =>
  readTickets(context, { alarmAt: { $gt: EPOCH, $lte: now } }, { sort: { alarmAt: 1 }, limit: MOST, hint: 'alarms' });
