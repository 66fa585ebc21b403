import { Schema } from 'mongoose';
import type { Context } from './context.ts';
import { defineModel, RELAXED } from './model.ts';
import { declarePlain } from './declare.ts';

interface LeaseDoc {
  _id: string;
  holder: string;
  /** Id of the process that the holder is part of. */
  process?: string;
  until: Date;
}
const schema = new Schema<LeaseDoc>(
  { _id: String, holder: String, process: String, until: Date },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declarePlain(schema, { 'the name of a loop': ['_id'], random: ['holder', 'process'] });
export const Leases = defineModel<LeaseDoc>('Lease', 'leases', schema);

/** Leases known to be ours for longer than half their time need no question to the store. */
const held = new WeakMap<Context, Map<string, { holder: string; until: number }>>();

/**
 * Takes or renews a lease; false when another process holds it. `holder` is a random id of the loop. Real time is
 * used, not context.clock: two processes must agree.
 */
export async function takeLease(context: Context, name: string, holder: string, ms: number): Promise<boolean> {
  const known = held.get(context) ?? new Map<string, { holder: string; until: number }>();
  held.set(context, known);
  const now = Date.now();
  const left = (known.get(name)?.until ?? 0) - now;
  // Longer than a lease is: the clock was set back, and for everybody else it may have ended.
  if (left > ms / 2 && left <= ms) return true;
  const until = new Date(now + ms);
  // Not an upsert: what engines answer to one that finds the lease held by somebody else differs.
  const free = [{ holder }, { until: { $lt: new Date(now) } }, { until: { $gt: new Date(now + 10 * ms) } }];
  const { matchedCount } = await Leases(context).updateOne(
    { _id: name, $or: free },
    { $set: { holder, process: context.process, until } },
    RELAXED,
  );
  if (matchedCount === 0 && !(await takeFirst(context, { _id: name, holder, process: context.process, until })))
    return false;
  known.set(name, { holder, until: until.getTime() });
  return true;
}

/** False when there is a lease of that name, which then is somebody else's. */
async function takeFirst(context: Context, lease: LeaseDoc): Promise<boolean> {
  try {
    await Leases(context).collection.insertOne(lease as never, RELAXED);
    return true;
  } catch (error) {
    if ((error as { code?: number }).code === 11000) return false;
    throw error;
  }
}

/** Gives all leases of this process back, so that the next one need not wait. */
export async function releaseLeases(context: Context): Promise<void> {
  const ours = [...(held.get(context) ?? [])].map(([name, { holder }]) => ({ _id: name, holder }));
  held.delete(context);
  // One that was lost meanwhile is somebody else's.
  if (ours.length > 0) await Leases(context).deleteMany({ $or: ours });
}

/** Ends the leases of processes that are known to be dead: nobody need wait for them. */
export async function endLeases(context: Context, dead: readonly string[]): Promise<void> {
  await Leases(context).deleteMany({ process: { $in: [...dead] } });
}
