import type { Context } from '../context.ts';
import { Failure } from '../errors.ts';
import { startLoop, type Loop } from '../loop.ts';
import { applyActs } from '../tickets/acts/apply.ts';
import { changeWithLine } from '../tickets/event.ts';
import { ticketById } from '../tickets/find.ts';
import { BulkItems, BulkJobs, type BulkItemDoc, type BulkJobDoc } from './model.ts';
import { restorableOf, restoredFields, type Restorable } from './restorable.ts';

/** Well below the lease of a loop: then it is asked for again. */
const TURN_MS = 2_000;
const BATCH = 20;

/** Carries out what was asked for, ticket by ticket; what a crash left is gone on with. */
export function startBulkLoop(context: Context): Loop {
  const loop: Loop = startLoop(context, {
    name: 'bulk',
    everyMs: 5_000,
    run: async () => {
      if (await turn(context)) loop.wake();
    },
  });
  return loop;
}

/** Works for a while; true when there is more to do. */
async function turn(context: Context): Promise<boolean> {
  const until = performance.now() + TURN_MS;
  for (;;) {
    const job = await BulkJobs(context)
      .findOne({ state: { $in: ['running', 'undoing'] } })
      .sort({ _id: 1 })
      .lean<BulkJobDoc>();
    if (!job) return false;
    await (job.state === 'running' ? goOn(context, job) : goBack(context, job));
    if (performance.now() > until) return true;
  }
}

async function goOn(context: Context, job: BulkJobDoc): Promise<void> {
  const items = await itemsOf(context, job, ['begun', 'waiting']);
  let failed = 0;
  for (const item of items) if (!(await perform(context, job, item))) failed += 1;
  await BulkJobs(context).updateOne({ _id: job._id }, { $inc: { done: items.length, failed } });
  if (items.length === BATCH) return;
  // Somebody may have begun to undo it meanwhile.
  const ended = { state: 'done' as const, done: job.total, endedAt: context.clock.now() };
  await BulkJobs(context).updateOne({ _id: job._id, state: 'running' }, { $set: ended });
}

/** False when the ticket refused. How it was is kept before anything is changed. */
async function perform(context: Context, job: BulkJobDoc, item: BulkItemDoc): Promise<boolean> {
  try {
    const ticket = await ticketById(context, String(item.ticket));
    const before = item.before ?? restorableOf(ticket);
    await keep(context, item, { state: 'begun', before });
    const after = restorableOf(await applyActs(context, ticket, job.acts, job.by));
    await keep(context, item, { state: 'done', before, after });
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await keep(context, item, { state: 'failed' });
    return false;
  }
}

async function goBack(context: Context, job: BulkJobDoc): Promise<void> {
  // What was being changed when a process ended is first changed to its end.
  for (const item of await itemsOf(context, job, ['begun'])) await perform(context, job, item);
  const items = await itemsOf(context, job, ['done']);
  let left = 0;
  for (const item of items) {
    if (!(await putBack(context, job, item))) left += 1;
    await keep(context, item, { state: 'over' });
  }
  const ended = items.length < BATCH ? { $set: { state: 'undone' } } : {};
  await BulkJobs(context).updateOne({ _id: job._id }, { $inc: { restored: items.length, left }, ...ended });
}

/** False when others have changed it since, so that nothing was put back. */
async function putBack(context: Context, { by }: BulkJobDoc, item: BulkItemDoc): Promise<boolean> {
  const { before, after } = item;
  if (!before || !after) return true;
  try {
    const ticket = await ticketById(context, String(item.ticket));
    const change = { before, after } satisfies { before: Restorable; after: Restorable };
    if (Object.keys(restoredFields(ticket, change)).length === 0) return same(before, after);
    const fields = (now: typeof ticket) => restoredFields(now, change);
    await changeWithLine(context, ticket, by, { fields, line: { kind: 'undone', params: {} } });
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return false;
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

async function itemsOf(context: Context, { _id }: BulkJobDoc, states: BulkItemDoc['state'][]): Promise<BulkItemDoc[]> {
  return await BulkItems(context)
    .find({ job: _id, state: { $in: states } })
    .sort({ _id: 1 })
    .limit(BATCH)
    .lean<BulkItemDoc[]>();
}

async function keep(context: Context, { _id }: BulkItemDoc, fields: Partial<BulkItemDoc>): Promise<void> {
  await BulkItems(context).collection.updateOne({ _id }, { $set: fields as never });
}
