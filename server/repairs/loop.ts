import type { Context } from '../context.ts';
import { startLoop, type Loop } from '../loop.ts';
import { ticketById } from '../tickets/find.ts';
import { survivorOf } from '../tickets/merge/survivor.ts';
import { opened } from '../vault/sealed.ts';
import { release } from './claim.ts';
import { isBooked } from './find.ts';
import { RepairDays, type RepairDayDoc } from './day-model.ts';
import { Repairs, type RepairDoc } from './model.ts';
import { mailRepair } from './post.ts';
import { tellNotice, written } from './tell.ts';

const BATCH = 100;
/** A day that is in order is looked at again then: repairs of who was erased hold nothing. */
const AGAIN_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Tells what a crash left untold, reminds of what comes, and gives back times that nobody holds, every 15 s. */
export function startRepairLoop(context: Context): Loop {
  return startLoop(context, { name: 'repairs', everyMs: 15_000, run: () => sweepRepairs(context) });
}

/** One sweep. What fails is tried again with the next; the others are not kept waiting. */
export async function sweepRepairs(context: Context): Promise<void> {
  const now = context.clock.now();
  const due = (field: 'noticeAt' | 'remindAt') =>
    Repairs(context)
      .find({ [field]: { $exists: true, $lte: now } })
      .sort({ [field]: 1 })
      .limit(BATCH)
      .lean<RepairDoc[]>();
  const each = async <T extends { _id: unknown }>(docs: T[], act: (doc: T) => Promise<void>): Promise<void> => {
    for (const doc of docs)
      await act(doc).catch((err: unknown) => context.log.error({ err, id: String(doc._id) }, 'a repair waits'));
  };
  await each(await due('noticeAt'), (doc) => tellNotice(context, opened(context, Repairs, doc)));
  await each(await due('remindAt'), (doc) => remind(context, opened(context, Repairs, doc)));
  const days = await RepairDays(context)
    .find({ checkAt: { $exists: true, $lte: now } })
    .sort({ checkAt: 1 })
    .limit(BATCH)
    .lean<RepairDayDoc[]>();
  await each(days, (day) => settle(context, day));
}

/** Once for each time that was booked; not any more once it has begun. */
async function remind(context: Context, repair: RepairDoc): Promise<void> {
  const { _id, sequence, from, remindAt } = repair;
  const ticket = await survivorOf(context, await ticketById(context, String(repair.ticket)));
  if (isBooked(repair) && from && from > context.clock.now() && !ticket.erased) {
    const clientId = `repair/${_id}/remind/${sequence}`;
    await written(context, { ticket, repair }, () => mailRepair(context, ticket, repair, { kind: 'remind', clientId }));
  }
  await Repairs(context).updateOne({ _id, remindAt }, { $unset: { remindAt: 1 } });
}

/**
 * Gives back what no repair of a day holds. Before that its repair is marked, so that a try which is still under way
 * comes to no end: it is no mistake to take the time from it.
 */
async function settle(context: Context, { _id, point, date, taken, rev }: RepairDayDoc): Promise<void> {
  for (const { repair, n } of taken) {
    const holder = await Repairs(context).findById(repair, { held: 1 }).lean<Pick<RepairDoc, 'held'>>();
    if (holder?.held === n) continue;
    const marked = await Repairs(context)
      .findOneAndUpdate({ _id: repair }, { $inc: { rev: 1 } }, { returnDocument: 'after' })
      .lean<RepairDoc>();
    if (marked?.held !== n) await release(context, point, date, { repair, n });
  }
  const now = context.clock.now().getTime();
  const over = Date.parse(`${date}T00:00:00Z`) + 2 * DAY_MS < now;
  const next = over ? { $unset: { checkAt: 1 } } : { $set: { checkAt: new Date(now + AGAIN_MS) } };
  // One that has changed meanwhile is to be looked at again when it says so.
  await RepairDays(context).collection.updateOne({ _id, rev } as never, next as never);
}
