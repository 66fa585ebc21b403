import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { whyWaiting, type Colleague } from './decide.ts';
import type { Queue } from './drain.ts';

/** Changes of a whole queue are told for its first tickets; the others show it when they are next read. */
const TOLD = 100;

/** Reasons last written, by queue. */
export type Reasons = Map<string, string>;

/**
 * Writes on waiting tickets why they wait, where that differs from what stands there: on those named, and on a whole
 * queue when its reason has changed. Answers the ids of those that changed.
 */
export async function explain(
  context: Context,
  queues: Queue[],
  colleagues: Colleague[],
  { named, reasons }: { named: Set<string>; reasons: Reasons },
): Promise<string[]> {
  const changed: string[] = [];
  for (const queue of queues) {
    const key = `${queue.team?.id ?? ''} ${queue.load}`;
    const reason = whyWaiting(queue, colleagues);
    const everything = reasons.get(key) !== reason;
    if (!everything && named.size === 0) continue;
    changed.push(...(await write(context, queue, reason, everything ? undefined : named)));
    reasons.set(key, reason);
  }
  return changed;
}

/** Answers the first ids that were changed. */
async function write(context: Context, queue: Queue, routing: string, named?: Set<string>): Promise<string[]> {
  const where = {
    team: queue.team ? new Types.ObjectId(queue.team.id) : null,
    queued: true,
    load: queue.load,
    routing: { $ne: routing },
    ...(named ? { _id: { $in: [...named].map((id) => new Types.ObjectId(id)) } } : {}),
  };
  const first = await Tickets(context).find(where, { _id: 1 }).limit(TOLD).lean<Pick<TicketDoc, '_id'>[]>();
  if (first.length > 0) await Tickets(context).updateMany(where, { $set: { routing } });
  return first.map(({ _id }) => String(_id));
}
