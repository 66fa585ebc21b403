import type { Context } from '../../context.ts';
import { repairsOf } from '../../repairs/find.ts';
import type { RepairDoc } from '../../repairs/model.ts';
import type { Followed } from '../../tickets/follow.ts';

/**
 * The repair of a request that its customer is shown: the one that is still to come, else the last one. Only who has the
 * address for certain, and only what is their own: a request may go on for somebody else's too.
 */
export async function ownRepair(
  context: Context,
  { ticket, person, proved }: Followed,
): Promise<RepairDoc | undefined> {
  if (!proved) return undefined;
  const all = await repairsOf(context, ticket);
  const own = all.filter(({ customer }) => person.records.some(({ _id }) => _id.equals(customer)));
  return own.findLast(({ open }) => open) ?? own.at(-1);
}
