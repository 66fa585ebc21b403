import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { Feed } from './feed.ts';
import { makeMarks } from './marks.ts';
import { SearchPacks } from './model.ts';
import { dropFromTail } from './tail.ts';

/**
 * The search forgets what it knows of these tickets: from now on nothing is found by it, and in the next round of the
 * feed the hashes go from the blocks. Then the tickets are read again, as far as there is something left to read.
 */
export async function forgetTickets(context: Context, tickets: readonly Types.ObjectId[]): Promise<void> {
  if (tickets.length === 0) return;
  const filter = { _id: { $in: [...tickets] } };
  const packs = await SearchPacks(context).find(filter, { position: 1, earlier: 1 }).lean();
  const positions = new Map(packs.map((pack) => [String(pack._id), [...pack.earlier, pack.position]]));
  // First the mark: a crash in between must not leave hashes that nobody knows of.
  await makeMarks(context, new Map(tickets.map((id) => [String(id), positions.get(String(id)) ?? []])));
  await SearchPacks(context).deleteMany(filter);
  dropFromTail(context, tickets);
}

/**
 * The same, and the hashes are gone from the blocks when it resolves; where another process feeds the search, that one
 * does it within seconds.
 */
export async function forgetTicketsNow(context: Context, tickets: readonly Types.ObjectId[]): Promise<void> {
  await forgetTickets(context, tickets);
  await Feed.of(context).round();
}
