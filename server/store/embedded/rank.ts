import type { IndexPlan } from './plan.ts';

/** Entries that are counted at most to compare two plans: some tenths of a millisecond. */
const COUNTED = 2000;
/** So few are sorted in no time. */
const FEW = 200;

/** Unique look-ups first, then the count of equalities; among equals a partial index, which holds less,
 * then one that gives the order, then a range. */
export function scoreOf({ index, points, ranges, sorted }: IndexPlan): number {
  const whole = index.unique && points === index.fields.length ? 10000 : 0;
  return (
    whole +
    points * 100 +
    (sorted ? 50 : 0) +
    ((ranges[0]?.start.length ?? 1) > 0 ? 30 : 0) +
    (index.partial ? 60 : 0) -
    index.fields.length
  );
}

/**
 * What to take of plans that hold fields to values. The score knows nothing of how often a value comes: nearly all
 * documents may have a status, and a handful a tag or a customer. Where much would be looked through for the rest of the
 * conditions, another plan that leads to little is taken.
 */
export function fewest(best: IndexPlan, others: readonly IndexPlan[]): IndexPlan {
  if (!best.residual || best.lookup) return best;
  let taken = best;
  let least = others.length > 0 ? countUpTo(best, COUNTED) : 0;
  for (const other of others) {
    const most = other.sorted ? least : Math.min(least, FEW);
    const n = countUpTo(other, most);
    if (n >= most) continue;
    taken = other;
    least = n;
  }
  return taken;
}

/** The entries of its ranges, counting no further than `most`. */
function countUpTo({ index, ranges }: IndexPlan, most: number): number {
  let n = 0;
  for (const { start, end } of ranges) {
    if (n >= most) break;
    n += index.count(start, end, most - n);
  }
  return n;
}
