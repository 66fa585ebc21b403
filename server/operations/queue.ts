import { Teams } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { Intake, type IntakeDoc } from '../intake/model.ts';
import { Messages } from '../tickets/message-model.ts';
import { Tickets } from '../tickets/model.ts';

/** How much waits to be done; each count goes through an index. */
export interface QueueCounts {
  intakePending: number;
  /** Whole seconds since the oldest of them came; 0 when there is none. */
  oldestIntakeSeconds: number;
  outboxDue: number;
  outboxPending: number;
  ticketsWaiting: number;
  quarantined: number;
}

const BEGINNING = new Date(0);

/** Counts the queues. Rejects when the store is away. */
export async function countQueues(context: Context): Promise<QueueCounts> {
  const now = context.clock.now();
  const outbox = (due: object) =>
    Messages(context).countDocuments({ 'delivery.state': 'pending', 'delivery.dueAt': due });
  const [intakePending, oldest, outboxDue, outboxPending, ticketsWaiting, quarantined] = await Promise.all([
    Intake(context).countDocuments({ outcome: 'pending' }),
    Intake(context)
      .findOne({ outcome: 'pending' }, { receivedAt: 1 })
      .sort({ receivedAt: 1, _id: 1 })
      .lean<Pick<IntakeDoc, 'receivedAt'>>(),
    outbox({ $lte: now }),
    outbox({ $gte: BEGINNING }),
    countWaiting(context),
    Intake(context).countDocuments({ outcome: 'quarantined' }),
  ]);
  const age = oldest ? Math.max(0, now.getTime() - oldest.receivedAt.getTime()) : 0;
  const oldestIntakeSeconds = Math.floor(age / 1000);
  return { intakePending, oldestIntakeSeconds, outboxDue, outboxPending, ticketsWaiting, quarantined };
}

/** The queue's index begins with the team. */
async function countWaiting(context: Context): Promise<number> {
  const teams = await Teams(context).find({}, { _id: 1 }).lean();
  return await Tickets(context).countDocuments({ team: { $in: [null, ...teams.map(({ _id }) => _id)] }, queued: true });
}
