import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { personIds } from '../customers/person.ts';
import { pageCursor } from '../http/paging.ts';
import { opened } from '../vault/sealed.ts';
import { afterActivity, BY_ACTIVITY, cursorBehind, isActivityCursor } from './by-activity.ts';
import { ACTIVE, STATUSES, Tickets, type TicketDoc } from './model.ts';
import type { ListQuery } from './schema.ts';
import type { Query } from './search/query.ts';
import { searchTickets } from './search/search.ts';

export interface TicketPage {
  tickets: TicketDoc[];
  next: string | null;
  /** What was looked for, to show where it was found. */
  query?: Query;
}

type Filter = Record<string, unknown>;

/**
 * One page of tickets, opened: newest activity first, or with `q` what is found, best first. `me` is the hex id of the
 * agent who asks, if one does.
 */
export async function listTickets(context: Context, query: ListQuery, me: string | undefined): Promise<TicketPage> {
  const limit = query.limit ?? 50;
  const filter = { ...filterOf(query, me), ...(await customerFilter(context, query.customer)) };
  const text = query.q?.trim();
  if (text) return await searchTickets(context, text, filter, { after: query.after, limit });
  const behind = query.after === undefined ? {} : afterActivity(pageCursor.decode(query.after, isActivityCursor));
  const docs = await Tickets(context)
    .find({ ...filter, ...behind })
    .sort(BY_ACTIVITY)
    .limit(limit + 1)
    .lean<TicketDoc[]>();
  const page = docs.slice(0, limit);
  const last = page.at(-1);
  const next = docs.length > limit && last ? pageCursor.encode(cursorBehind(last)) : null;
  return { tickets: page.map((doc) => opened(context, Tickets, doc)), next };
}

/** Counts for the sidebar. */
export async function countTickets(context: Context, me: string | undefined): Promise<Record<string, number>> {
  const count = (filter: Filter) => Tickets(context).countDocuments(filter);
  const mine = me ? { assignee: new Types.ObjectId(me), status: { $in: ACTIVE } } : undefined;
  const statuses = ['new', 'open', 'pending', 'snoozed'] as const;
  const [unassigned, spam, ofMe, drafts, mentions, ...byStatus] = await Promise.all([
    count({ queued: true }),
    count({ spam: true }),
    mine ? count(mine) : 0,
    me ? count({ drafts: new Types.ObjectId(me) }) : 0,
    me ? count({ mentions: new Types.ObjectId(me) }) : 0,
    ...statuses.map((status) => count({ status })),
  ]);
  const [fresh = 0, open = 0, pending = 0, snoozed = 0] = byStatus;
  return { unassigned, spam, mine: ofMe, drafts, mentions, new: fresh, open, pending, snoozed };
}

/** All tickets of the person: those of records that were merged too. */
async function customerFilter(context: Context, customer: string | undefined): Promise<Filter> {
  if (!customer) return {};
  const ids = await personIds(context, new Types.ObjectId(customer));
  return { customer: ids.length === 1 ? ids[0] : { $in: ids } };
}

/** Counted as far as that, and no longer: numbers in the sidebar must not hold up those who work. */
const MOST_COUNTED = 1000;
const COUNTED_MS = 250;
const TIME_IS_UP = 50;

/** How many tickets a list has, 1000 at most; null where it is a search, or counting would take too long. */
export async function countList(context: Context, query: ListQuery, me: string | undefined): Promise<number | null> {
  if (query.q?.trim()) return null;
  const options = { limit: MOST_COUNTED, maxTimeMS: COUNTED_MS };
  try {
    return await Tickets(context).countDocuments(
      { ...filterOf(query, me), ...(await customerFilter(context, query.customer)) },
      options,
    );
  } catch (error) {
    if ((error as { code?: number }).code === TIME_IS_UP) return null;
    throw error;
  }
}

function filterOf(query: ListQuery, me: string | undefined): Filter {
  const narrowed = query.assignee !== undefined || query.team !== undefined;
  return {
    // The indexes of assignee and team go on with the status: naming all of them keeps the order readable from these.
    ...(narrowed ? { status: { $in: STATUSES } } : {}),
    ...viewFilter(query.view, me),
    ...(query.status ? { status: query.status } : {}),
    ...(query.type ? { type: query.type } : {}),
    ...(query.channel ? { channel: query.channel } : {}),
    ...(query.assignee ? { assignee: assigneeOf(query.assignee, me) } : {}),
    ...(query.team ? { team: new Types.ObjectId(query.team) } : {}),
    ...(query.tag ? { tags: query.tag } : {}),
  };
}

function viewFilter(view: ListQuery['view'], me: string | undefined): Filter {
  if (view === 'spam') return { spam: true };
  // All is all: a condition that nearly every ticket meets would keep the list from being read in its order.
  return view === undefined || view === 'all' ? {} : { ...inView(view, me), spam: { $ne: true } };
}

function inView(view: Exclude<ListQuery['view'], 'spam'>, me: string | undefined): Filter {
  if (view === undefined || view === 'all') return {};
  // What the assistant holds waits for nobody.
  if (view === 'unassigned') return { queued: true };
  if (view === 'mentions') return { mentioned: me ? new Types.ObjectId(me) : nobody };
  if (view === 'drafts') return { drafts: me ? new Types.ObjectId(me) : nobody };
  if (view === 'mine') return { assignee: me ? new Types.ObjectId(me) : nobody, status: { $in: ACTIVE } };
  return { status: view };
}

/** An id that nobody has: the view "mine" of a program is empty. */
const nobody = new Types.ObjectId('000000000000000000000000');

function assigneeOf(assignee: string, me: string | undefined): Types.ObjectId | null {
  if (assignee === 'none') return null;
  if (assignee === 'me') return me ? new Types.ObjectId(me) : nobody;
  return new Types.ObjectId(assignee);
}
