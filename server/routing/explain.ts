import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { Tickets, type RoutingReason, type TicketDoc } from '../tickets/model.ts';
import { whyWaiting, type Colleague } from './decide.ts';
import type { Queue } from './drain.ts';

/** Changes of a whole queue are told for its first tickets; the others show it when they are next read. */
const TOLD = 100;

/** Reasons last written, by queue. */
export type Reasons = Map<string, RoutingReason>;

/**
 * Writes on waiting tickets why they wait, where that differs from what stands there: on those named, and on a whole
 * queue when its reason has changed. Answers the ids of those that changed.
 */
export async function explain(
  context: Context,
  queues: Queue[],
  colleagues: Colleague[],
  { named, reasons }: { named: string[]; reasons: Reasons },
): Promise<string[]> {
  const changed: string[] = [];
  for (const queue of queues) {
    const reason = whyWaiting(queue, colleagues);
    if (same(reasons.get(keyOf(queue)), reason)) continue;
    changed.push(...(await explainAll(context, queue, reason)));
    reasons.set(keyOf(queue), reason);
  }
  return [...changed, ...(await explainSome(context, named, reasons))];
}

const same = (a: RoutingReason | null | undefined, b: RoutingReason | null) => JSON.stringify(a) === JSON.stringify(b);

/** Where a ticket waits: the team's hex id, or nothing, the class, and what is required. */
const keyOf = ({ team, load, wants }: Queue): string => `${team?.id ?? ''} ${load} ${wants ?? ''}`;

/** Answers the first ids that were changed. */
async function explainAll(context: Context, { team, load, wants }: Queue, routing: RoutingReason): Promise<string[]> {
  const of = { team: team ? new Types.ObjectId(team.id) : null, queued: true, load, wants };
  const where = { ...of, routing: { $ne: routing } };
  const first = await Tickets(context).find(where, { _id: 1 }).limit(TOLD).lean<Pick<TicketDoc, '_id'>[]>();
  if (first.length > 0) await Tickets(context).updateMany(where, { $set: { routing } });
  return first.map(({ _id }) => String(_id));
}

async function explainSome(context: Context, ids: string[], reasons: Reasons): Promise<string[]> {
  if (ids.length === 0) return [];
  const some = await Tickets(context)
    .find({ _id: { $in: ids }, queued: true }, { team: 1, load: 1, wants: 1, routing: 1 })
    .lean<TicketDoc[]>();
  const writes = some.flatMap(({ _id, team, load, wants, routing }) => {
    const reason = reasons.get(`${team ? String(team) : ''} ${load} ${wants ?? ''}`);
    if (reason === undefined || same(reason, routing)) return [];
    return [{ updateOne: { filter: { _id, queued: true }, update: { $set: { routing: reason } } } }];
  });
  if (writes.length > 0) await Tickets(context).bulkWrite(writes, { ordered: false });
  return writes.map(({ updateOne }) => String(updateOne.filter._id));
}
