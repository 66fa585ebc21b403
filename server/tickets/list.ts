import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { joint } from '../together.ts';
import { pageCursor } from '../http/paging.ts';
import { afterActivity, BY_ACTIVITY, cursorBehind, isActivityCursor } from './by-activity.ts';
import { readNamed } from './find.ts';
import { afterDue, BY_DUE, cursorBehindDue } from './by-due.ts';
import { indexOf, isByDue, listFilter, type Filter } from './list-filter.ts';
import { ACTIVE, Tickets, type TicketDoc } from './model.ts';
import type { ListQuery } from './list-schema.ts';
import type { Query } from './search/query.ts';
import { searchTickets } from './search/search.ts';

export interface TicketPage {
  tickets: TicketDoc[];
  next: string | null;
  /** Of their customers, by hex id, where they are on their way already. */
  names?: Promise<Map<string, string>>;
  /** What was looked for, to show where it was found. */
  query?: Query;
}

const ACTIVITY = { sort: BY_ACTIVITY, after: afterActivity, cursor: cursorBehind };
const DUE = { sort: BY_DUE, after: afterDue, cursor: cursorBehindDue };

/**
 * One page of tickets, opened: newest activity or nearest deadline first, or with `q` what is found, best first. `me` is the hex id of the
 * agent who asks, if one does.
 */
export async function listTickets(context: Context, query: ListQuery, me: string | undefined): Promise<TicketPage> {
  const limit = query.limit ?? 50;
  const filter = await listFilter(context, query, me);
  const text = query.q?.trim();
  if (text) return await searchTickets(context, text, filter, { after: query.after, limit });
  const { sort, after, cursor } = isByDue(query) ? DUE : ACTIVITY;
  const behind = query.after === undefined ? {} : after(pageCursor.decode(query.after, isActivityCursor));
  const index = indexOf(query);
  const { tickets: found, names } = await readNamed(
    context,
    { ...filter, ...behind },
    { sort, limit: limit + 1, ...(index ? { hint: index } : {}) },
  );
  const tickets = found.slice(0, limit);
  const last = tickets.at(-1);
  return { tickets, names, next: found.length > limit && last ? pageCursor.encode(cursor(last)) : null };
}

/**
 * Counts for the sidebar. Every agent asks for them whenever anything changes, and most are the same for all: those who
 * ask while the store counts share the next count, which begins after they asked.
 */
export function countTickets(context: Context, me: string | undefined): Promise<Record<string, number>> {
  return joint<string | undefined, Record<string, number>>(context.db, 'counts of the views', async (agents) => {
    const shared = await countShared(context);
    const own = new Map(
      await Promise.all([...new Set(agents)].map(async (one) => [one, await countOwn(context, one)] as const)),
    );
    return agents.map((one) => ({ value: { ...shared, ...own.get(one) } }));
  })(me);
}

async function countShared(context: Context): Promise<Record<string, number>> {
  const count = (filter: Filter) => Tickets(context).countDocuments(filter);
  const statuses = ['new', 'open', 'pending', 'snoozed'] as const;
  const [unassigned, spam, overdue, ...byStatus] = await Promise.all([
    count({ queued: true }),
    count({ spam: true }),
    countExactly(context, { view: 'overdue' }),
    ...statuses.map((status) => count({ status })),
  ]);
  const [fresh = 0, open = 0, pending = 0, snoozed = 0] = byStatus;
  return { unassigned, spam, overdue, new: fresh, open, pending, snoozed };
}

async function countOwn(context: Context, me: string | undefined): Promise<Record<string, number>> {
  if (!me) return { mine: 0, drafts: 0, mentions: 0 };
  const id = new Types.ObjectId(me);
  const [mine, drafts, mentions] = await Promise.all([
    Tickets(context).countDocuments({ assignee: id, status: { $in: ACTIVE } }),
    Tickets(context).countDocuments({ drafts: id }),
    Tickets(context).countDocuments({ mentions: id }),
  ]);
  return { mine, drafts, mentions };
}

/** How many tickets a list has; only for what an index tells: a view by status or waiting, with at most one more. */
export async function countExactly(context: Context, query: ListQuery): Promise<number> {
  return await Tickets(context).countDocuments(await listFilter(context, query, undefined, 'count'));
}

/** Counted as far as that in lists of lists, and no longer: those who work must not be held up by numbers. */
const MOST_COUNTED = 1000;
const COUNTED_MS = 250;
const TIME_IS_UP = 50;

/** How many tickets a list has, `most` at most; null where it is a search, or counting would take too long. */
export async function countList(
  context: Context,
  query: ListQuery,
  me: string | undefined,
  most = MOST_COUNTED,
): Promise<number | null> {
  if (query.q?.trim()) return null;
  const index = indexOf(query);
  const limit = most === Infinity ? {} : { limit: most };
  const options = { ...limit, maxTimeMS: COUNTED_MS, ...(index ? { hint: index } : {}) };
  try {
    return await Tickets(context).countDocuments(await listFilter(context, query, me, 'count'), options);
  } catch (error) {
    if ((error as { code?: number }).code === TIME_IS_UP) return null;
    throw error;
  }
}
