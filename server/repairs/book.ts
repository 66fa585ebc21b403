import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import type { NamedActor } from '../tickets/event.ts';
import { opened } from '../vault/sealed.ts';
import { claim, release } from './claim.ts';
import { isBooked, loadRepair } from './find.ts';
import { servingPoints } from './free.ts';
import type { RepairPointDoc } from './point-model.ts';
import { Repairs, type RepairDoc } from './model.ts';
import { dateAt, slotAt, type Slot } from './slots.ts';
import { tellRepair, TOLD_MS } from './tell.ts';

export interface Wish {
  /** Hex id of the point, or its slug. */
  point: string;
  from: Date;
  /** That the customer accepts the price. */
  accept?: boolean;
}

/** How long before it begins the customer is reminded. */
const REMIND_MS = 24 * 3_600_000;
/** What is booked as shortly before needs no reminder. */
const SOON_MS = 30 * 3_600_000;

/**
 * Books a time for a repair, or moves it to another one. First the time is taken, then the repair says so (which is what
 * counts), then the time that it held before is free: whoever ends in between leaves a time that nobody holds, which the
 * loop gives back. The time that it holds already is no change. Fails `illegal-step` once it is over or has begun,
 * `price-open` before the customer has accepted its price, `slot-taken`, and `conflict` with a later try of the same.
 */
export async function bookRepair(context: Context, repair: RepairDoc, wish: Wish, by: NamedActor): Promise<RepairDoc> {
  refuseOver(context, repair);
  const points = await servingPoints(context, repair);
  const point = points.find(({ _id, slug }) => wish.point === String(_id) || wish.point === slug);
  if (point && repair.point?.equals(point._id) && repair.from?.getTime() === wish.from.getTime()) return repair;
  if (repair.charge === 'price' && !repair.acceptedAt && !(by.kind === 'customer' && wish.accept)) fail('price-open');
  const slot = point && slotAt(point, wish.from, { duration: repair.duration, now: context.clock.now() });
  if (!point || !slot) return fail('slot-taken');
  const tried = await beginTry(context, repair);
  const claimed = await claim(context, point, tried, { n: tried.rev, slot });
  if (claimed !== 'claimed') return fail(claimed === 'taken' ? 'slot-taken' : 'conflict');
  const booked = await hold(context, tried, { point, slot, by });
  if (!booked) {
    await release(context, point._id, dateAt(point, slot.from), { repair: tried._id, n: tried.rev });
    return fail('conflict');
  }
  await releaseHeld(context, tried);
  return await tellRepair(context, booked);
}

/** What is over or has begun is not moved, nor cancelled. Fails `illegal-step`. */
export function refuseOver(context: Context, repair: RepairDoc): void {
  const begun = isBooked(repair) && repair.from !== undefined && repair.from <= context.clock.now();
  if (!repair.open || begun) fail('illegal-step', begun ? 'Its time has begun.' : 'It is over.');
}

/** Lets go of the time that it held, as it was read. */
export async function releaseHeld(context: Context, { _id, point, date, held }: RepairDoc): Promise<void> {
  if (point && date !== undefined && held !== undefined) await release(context, point, date, { repair: _id, n: held });
}

/** From here on no earlier try of the same repair can come to its end. */
async function beginTry(context: Context, { _id }: RepairDoc): Promise<RepairDoc> {
  const doc = await Repairs(context)
    .findOneAndUpdate({ _id, open: true }, { $inc: { rev: 1 } }, { returnDocument: 'after' })
    .lean<RepairDoc>();
  const tried = doc ? opened(context, Repairs, doc) : fail('illegal-step', 'It is over.');
  refuseOver(context, tried);
  return tried;
}

/** The moment that counts; undefined where a later try, or the end of the repair, came before. */
async function hold(
  context: Context,
  tried: RepairDoc,
  { point, slot, by }: { point: RepairPointDoc; slot: Slot; by: NamedActor },
): Promise<RepairDoc | undefined> {
  const now = context.clock.now();
  const state = isBooked(tried) ? ('moved' as const) : ('booked' as const);
  const remind = slot.from.getTime() - now.getTime() > SOON_MS;
  const { matchedCount } = await Repairs(context).updateOne(
    { _id: tried._id, rev: tried.rev, open: true },
    {
      $set: {
        ...{ state, point: point._id, from: slot.from, to: slot.to, date: dateAt(point, slot.from) },
        ...{ held: tried.rev, sequence: tried.sequence + 1, rev: tried.rev + 1, changedAt: now },
        ...{ notice: { kind: state, n: tried.rev, by }, noticeAt: new Date(now.getTime() + TOLD_MS) },
        ...(tried.charge === 'price' && !tried.acceptedAt ? { acceptedAt: now } : {}),
        ...(remind ? { remindAt: new Date(slot.from.getTime() - REMIND_MS) } : {}),
      },
      ...(remind ? {} : { $unset: { remindAt: 1 } }),
    },
  );
  return matchedCount > 0 ? await loadRepair(context, tried._id) : undefined;
}
