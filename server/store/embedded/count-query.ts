import type { Collection } from './collection.ts';
import type { Index } from './index.ts';
import { planQuery, type Query } from './query.ts';
import { needsDedupe } from './scan.ts';

const KEYS_A_DOCUMENT = 16;
const EVERYTHING = { start: Buffer.alloc(0), end: Buffer.from([255]) };

/** How many documents a query has, from the index alone where that is enough. */
export function countQuery(collection: Collection | undefined, query: Query): number {
  const planned = planQuery(collection, query);
  const { plan } = planned;
  if (!collection) return 0;
  const { skip = 0, limit = Infinity } = query;
  let total = 0;
  if (plan.kind === 'scan' && !plan.residual) total = countKeys(collection, collection.idIndex, EVERYTHING);
  else if (plan.kind === 'index' && !plan.residual && !needsDedupe(plan)) {
    for (const range of plan.ranges) total += countKeys(collection, plan.index, range);
  } else {
    for (const _ of planned.run()) total++;
    return total;
  }
  return Math.min(Math.max(total - skip, 0), limit);
}

/** Counting keys takes a fraction of the time that looking at documents does. */
function countKeys({ pace }: Collection, index: Index, { start, end }: { start: Buffer; end: Buffer }): number {
  const most = Math.min((pace.left + 1) * KEYS_A_DOCUMENT, Number.MAX_SAFE_INTEGER);
  const n = index.count(start, end, most);
  pace.step(n / KEYS_A_DOCUMENT);
  return n;
}
