import type { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { isDuplicate } from '../vault/sealed.ts';
import type { RepairPointDoc } from './point-model.ts';
import { RepairDays, type RepairDayDoc, type Taken } from './day-model.ts';
import type { RepairDoc } from './model.ts';
import { dateAt, hasRoom, type Slot } from './slots.ts';

/** How long after a time was taken it is looked whether its repair holds it. */
const SETTLED_MS = 60_000;

const keyOf = (point: Types.ObjectId, date: string): string => `${String(point)}/${date}`;

/** Everything that is taken at a point on those days (YYYY-MM-DD, both included). */
export async function takenBetween(
  context: Context,
  { _id }: Pick<RepairPointDoc, '_id'>,
  first: string,
  last: string,
): Promise<Taken[]> {
  const docs = await RepairDays(context)
    .find({ _id: { $gte: keyOf(_id, first), $lte: keyOf(_id, last) } })
    .lean<RepairDayDoc[]>();
  return docs.flatMap(({ taken }) => taken);
}

/**
 * Takes a time for a repair, as its try `n`: one write of one document, made only if that is still as it was read, so
 * that of two who want the last room one gets it. What the repair holds or has asked for itself is in nobody's way;
 * earlier tries of it are over, since `n` is higher. `taken`: no room; `stale`: a later try is under way.
 */
export async function claim(
  context: Context,
  point: RepairPointDoc,
  repair: Pick<RepairDoc, '_id' | 'held'>,
  { n, slot }: { n: number; slot: Slot & { capacity: number } },
): Promise<'claimed' | 'taken' | 'stale'> {
  const date = dateAt(point, slot.from);
  const _id = keyOf(point._id, date);
  const entry: Taken = { repair: repair._id, n, from: slot.from, to: slot.to };
  for (;;) {
    const doc = await RepairDays(context).findById(_id).lean<RepairDayDoc>();
    const taken = doc?.taken ?? [];
    const own = taken.filter((one) => one.repair.equals(repair._id));
    const others = taken.filter((one) => !one.repair.equals(repair._id));
    if (own.some((one) => one.n > n)) return 'stale';
    if (!hasRoom(others, slot, slot.capacity)) return 'taken';
    const next = [...others, ...own.filter((one) => one.n === repair.held), entry];
    if (await replaceTaken(context, doc ?? { _id, point: point._id, date, rev: 0 }, next)) return 'claimed';
  }
}

/** Lets go of what a repair has taken on a day as its try `n`; nothing where it has not. */
export async function release(
  context: Context,
  point: Types.ObjectId,
  date: string,
  { repair, n }: Pick<Taken, 'repair' | 'n'>,
): Promise<void> {
  for (;;) {
    const doc = await RepairDays(context).findById(keyOf(point, date)).lean<RepairDayDoc>();
    const next = doc?.taken.filter((one) => !(one.repair.equals(repair) && one.n === n)) ?? [];
    if (!doc || next.length === doc.taken.length || (await replaceTaken(context, doc, next))) return;
  }
}

/** False when somebody else has changed the day since it was read. */
async function replaceTaken(
  context: Context,
  { _id, point, date, rev }: Pick<RepairDayDoc, '_id' | 'point' | 'date' | 'rev'>,
  taken: Taken[],
): Promise<boolean> {
  const checkAt = new Date(context.clock.now().getTime() + SETTLED_MS);
  const days = RepairDays(context).collection;
  if (rev > 0) {
    const $set = { taken, checkAt, rev: rev + 1 };
    return (await days.updateOne({ _id, rev } as never, { $set } as never)).matchedCount > 0;
  }
  try {
    await days.insertOne({ _id, point, date, rev: 1, taken, checkAt } as never);
    return true;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return false;
  }
}
