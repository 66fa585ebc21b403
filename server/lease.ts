import { Schema } from 'mongoose';
import type { Context } from './context.ts';
import { defineModel, RELAXED } from './model.ts';

interface LeaseDoc {
  _id: string;
  holder: string;
  until: Date;
}
const schema = new Schema<LeaseDoc>(
  { _id: String, holder: String, until: Date },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
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
  try {
    const taken = await Leases(context)
      .findOneAndUpdate(
        {
          _id: name,
          $or: [{ holder }, { until: { $lt: new Date(now) } }, { until: { $gt: new Date(now + 10 * ms) } }],
        },
        { $set: { holder, until } },
        { upsert: true, returnDocument: 'after', ...RELAXED },
      )
      .lean();
    if (taken?.holder !== holder) return false;
    known.set(name, { holder, until: until.getTime() });
    return true;
  } catch (error) {
    // The upsert found the lease held by somebody else and tried to insert a second one.
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
