import { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { Failure } from '../../errors.ts';
import { Tickets } from '../../tickets/model.ts';
import { erase } from '../erase.ts';
import { DAY_MS, ENDED } from './age.ts';
import { dueAt, type Due } from './due.ts';
import { NUMBERS_KEPT, partOf } from './part.ts';
import { RetentionRuns, type RetentionRuleDoc, type RetentionRunDoc } from './model.ts';
import { redactTicket } from './redact.ts';

/** Writes down a run that is to be carried out. */
export async function beginRun(
  context: Context,
  rules: readonly RetentionRuleDoc[],
  by: RetentionRunDoc['by'],
  scheduled: boolean,
): Promise<RetentionRunDoc> {
  const run: RetentionRunDoc = {
    ...{ _id: new Types.ObjectId(), v: 1, at: context.clock.now(), scheduled, by },
    ...{ state: 'running', doneAt: null, parts: rules.map(partOf), held: [], failed: 0 },
  };
  await RetentionRuns(context).collection.insertOne(run as never);
  return run;
}

/**
 * Does what a run is to do, from wherever it stands: what is done already is not due any more. Asks `goesOn` before each
 * step, and leaves it as it is when that says no.
 */
export async function carryOutRun(
  context: Context,
  run: RetentionRunDoc,
  goesOn: () => Promise<boolean>,
): Promise<void> {
  await meanAgain(context, run);
  const held: number[] = [];
  let failed = 0;
  for await (const due of dueAt(context, run.parts, run.at)) {
    if (!(await goesOn())) return;
    if (due.kind === 'held') held.push(due.ticket.number);
    else
      await act(context, run, due).catch((error: unknown) => {
        if (error instanceof Failure && error.code === 'held')
          held.push(...numbersOf(due)); // since it was looked for
        else {
          failed++;
          context.log.error({ err: error, run: String(run._id) }, 'a step of a retention run failed');
        }
      });
  }
  const end = { state: 'done', doneAt: context.clock.now(), held, failed } as const;
  await RetentionRuns(context).updateOne({ _id: run._id }, { $set: end });
  context.log.info({ run: String(run._id), held: held.length, failed }, 'a retention run has ended');
}

/** Where somebody wrote since an earlier run had taken what was old, the rules mean what is new. */
async function meanAgain(context: Context, run: RetentionRunDoc): Promise<void> {
  const before = await RetentionRuns(context)
    .findOne({ state: 'done', at: { $lt: run.at } }, { at: 1 })
    .sort({ at: -1 })
    .lean();
  // Nothing younger than a day was ever taken: what is younger has had something happen to it since.
  const since = new Date((before?.at ?? run.at).getTime() - DAY_MS);
  for (const status of ENDED)
    for (const stripped of [1, 2])
      await Tickets(context).updateMany({ status, stripped, activityAt: { $gt: since } }, { $unset: { stripped: 1 } });
}

type Step = Exclude<Due, { kind: 'held' }>;
const numbersOf = (due: Step): number[] =>
  (due.kind === 'ticket' ? [due.ticket] : due.tickets).map(({ number }) => number);

async function act(context: Context, run: RetentionRunDoc, due: Step): Promise<void> {
  const part = run.parts[due.rule];
  if (!part) return;
  if (due.kind === 'customer') {
    const { counts } = await erase(context, due.customer, { kind: 'system', name: 'retention' });
    return await count(context, run, due, { ...took(counts), customers: 1 });
  }
  if (part.act === 'erase') return;
  const removed = await redactTicket(context, due.ticket._id, { ...part, act: part.act }, run.at);
  if (removed) await count(context, run, due, removed);
}

const took = (counts: Record<string, number>) => ({ messages: counts['Message'] ?? 0, files: counts['File'] ?? 0 });

async function count(
  context: Context,
  run: RetentionRunDoc,
  due: Step,
  done: { messages: number; files: number; customers?: number },
): Promise<void> {
  const at = `parts.${due.rule}`;
  const numbers = numbersOf(due);
  const sums = Object.entries({ ...done, tickets: numbers.length }).map(([name, n]) => [`${at}.${name}`, n] as const);
  await RetentionRuns(context).collection.updateOne(
    { _id: run._id },
    {
      $inc: Object.fromEntries(sums) as never,
      $push: { [`${at}.numbers`]: { $each: numbers, $slice: NUMBERS_KEPT } } as never,
    },
  );
}
