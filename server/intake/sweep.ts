import type { Context } from '../context.ts';
import { startLoop, type Loop } from '../loop.ts';
import { Intake } from './model.ts';
import { itemsInWork, processItem } from './process.ts';

const EVERY_MS = 5_000;
const BATCH = 50;

/**
 * Takes what is pending and due, and settles what a crash or a failed reaction left. At boot and every 5 s; where there is
 * much, without a pause.
 */
export function startIntakeSweep(context: Context): Loop {
  const loop = startLoop(context, {
    name: 'intake',
    everyMs: EVERY_MS,
    async run() {
      if ((await sweep(context)) >= BATCH) loop.wake();
    },
  });
  return loop;
}

/** One sweep; resolves with the number of items taken. */
export async function sweep(context: Context): Promise<number> {
  const now = context.clock.now();
  const inWork = itemsInWork();
  const pending = await Intake(context)
    .find({ outcome: 'pending', dueAt: { $lte: now }, ...(inWork.length > 0 ? { _id: { $nin: inWork } } : {}) })
    // What came in the same millisecond keeps its order by the id, which was made on the way in.
    .sort({ dueAt: 1, _id: 1 })
    .limit(BATCH)
    .lean();
  for (const doc of pending) await processItem(context, doc);
  return pending.length + (await settle(context, now));
}

async function settle(context: Context, now: Date): Promise<number> {
  const left = await Intake(context)
    .find({ settled: false, dueAt: { $lte: now } }, { ticket: 1, message: 1 })
    .sort({ dueAt: 1 })
    .limit(BATCH)
    .lean();
  for (const doc of left) {
    const settled = await context.events.emit('message.received', {
      ticket: String(doc.ticket),
      message: String(doc.message),
      intake: String(doc._id),
      created: false,
    });
    const dueAt = new Date(now.getTime() + 60_000);
    await Intake(context).updateOne({ _id: doc._id }, { $set: { settled, dueAt } });
  }
  return left.length;
}
