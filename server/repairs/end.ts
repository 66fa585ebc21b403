import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import type { NamedActor } from '../tickets/event.ts';
import { sealed } from '../vault/sealed.ts';
import { refuseOver, releaseHeld } from './book.ts';
import { isBooked, loadRepair } from './find.ts';
import { Repairs, type RepairDoc, type RepairResult } from './model.ts';
import type { OutcomeBody } from './schema.ts';
import { tellRepair, TOLD_MS } from './tell.ts';

/** Cancels a repair, and gives its time back. Cancelled before: nothing. Fails `illegal-step` once it is over or has begun. */
export async function cancelRepair(
  context: Context,
  repair: RepairDoc,
  reason: string,
  by: NamedActor,
): Promise<RepairDoc> {
  if (repair.state === 'cancelled') return repair;
  refuseOver(context, repair);
  const ended = await end(context, repair, { state: 'cancelled', result: { text: reason.trim(), parts: [] }, by });
  if (!ended) return await cancelRepair(context, await loadRepair(context, repair._id), reason, by);
  await releaseHeld(context, repair);
  return await tellRepair(context, ended);
}

/** Notes what came of it, and the parts that were used. Fails `illegal-step` before its time has begun, and twice. */
export async function finishRepair(
  context: Context,
  repair: RepairDoc,
  { done, text, parts = [] }: OutcomeBody,
  by: NamedActor,
): Promise<RepairDoc> {
  if (!isBooked(repair) || !repair.from || repair.from > context.clock.now())
    fail('illegal-step', 'Its time has not begun, or it is over.');
  const result = { text: text.trim(), parts };
  const ended = await end(context, repair, { state: done ? 'done' : 'not-done', result, by });
  return ended ? await tellRepair(context, ended) : fail('conflict');
}

/** One write; undefined where the repair has changed since it was read. */
async function end(
  context: Context,
  repair: RepairDoc,
  { state, result, by }: { state: 'done' | 'not-done' | 'cancelled'; result: RepairResult; by: NamedActor },
): Promise<RepairDoc | undefined> {
  const { _id, rev, customer } = repair;
  const now = context.clock.now();
  const cancelled = state === 'cancelled';
  // What was in nobody's calendar needs no word of its end there.
  const sequence = cancelled && repair.sequence >= 0 ? repair.sequence + 1 : repair.sequence;
  const { matchedCount } = await Repairs(context).updateOne(
    { _id, rev },
    {
      $set: {
        ...{ state, sequence, rev: rev + 1, changedAt: now },
        ...{ notice: { kind: state, n: rev, by }, noticeAt: new Date(now.getTime() + TOLD_MS) },
        ...sealed(context, Repairs, String(customer), _id, { result }),
      },
      $unset: { open: 1, remindAt: 1, ...(cancelled ? { held: 1 } : {}) },
    },
  );
  return matchedCount > 0 ? await loadRepair(context, _id) : undefined;
}
