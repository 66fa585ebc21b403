import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { personIds } from '../customers/person.ts';
import { dayOf } from '../settings/day.ts';
import { deskSettings } from '../settings/desk.ts';
import { isDue } from './by-due.ts';
import { EPOCH } from './indexes.ts';
import { ACTIVE, STATUSES } from './model.ts';
import type { ListQuery } from './list-schema.ts';

export type Filter = Record<string, unknown>;

/**
 * Whether what is found is read in the order of lists, or counted. Who waits is found by an index of its own, which is
 * small and in another order: counts are to use it, and lists are not, since one page of them would read all of it.
 */
export type Purpose = 'list' | 'count';

/** Which tickets a list has, as a filter of the store. `me` is the hex id of the agent who asks, if one does. */
export async function listFilter(
  context: Context,
  query: ListQuery,
  me: string | undefined,
  purpose: Purpose = 'list',
): Promise<Filter> {
  const desk = isTimed(query) ? await deskSettings(context) : undefined;
  const now = context.clock.now();
  const today = desk && (query.solved ?? query.replied) ? dayOf(desk.timeZone, now) : undefined;
  return {
    // The indexes of these go on with the status: naming all of them keeps the order readable from there.
    ...(isNarrowed(query) ? { status: { $in: STATUSES } } : {}),
    ...(query.solved && today ? { ...endedIn(today) } : {}),
    ...(query.replied && today ? { ...repliedIn(today) } : {}),
    ...(query.sort === 'due' ? isDue() : {}),
    ...viewFilter(query.view, { me, now, purpose }),
    ...(query.status ? { status: query.status } : {}),
    ...(query.type ? { type: query.type } : {}),
    ...(query.channel ? { channel: query.channel } : {}),
    ...(query.assignee ? { assignee: assigneeOf(query.assignee, me) } : {}),
    ...(query.team ? { team: new Types.ObjectId(query.team) } : {}),
    ...(query.tag ? { tags: query.tag } : {}),
    ...(await customerFilter(context, query.customer)),
  };
}

/** The index that a list is read from where an engine that goes by its shape would take another one. */
export function indexOf(query: ListQuery): string | undefined {
  if (query.solved) return 'solved-at';
  if (query.replied) return 'first-replied-at';
  // One customer or agent has few, which are put in order when they are read.
  if (!isByDue(query) || query.customer || query.assignee || query.view === 'mine') return undefined;
  return query.team ? 'team-due' : 'due';
}

/** Whether a list is in the order of deadlines. */
export const isByDue = ({ view, sort }: ListQuery): boolean => sort === 'due' || view === 'overdue';

const isTimed = ({ solved, replied }: ListQuery): boolean => solved !== undefined || replied !== undefined;

/** Of type and channel only where nothing else says which few tickets are meant. */
function isNarrowed({ view = 'all', type, channel, ...query }: ListQuery): boolean {
  if (query.assignee !== undefined || query.team !== undefined) return true;
  const alone = view === 'all' && !query.tag && !query.customer && !query.solved && !query.replied;
  return alone && (type !== undefined || channel !== undefined);
}

interface Stretch {
  from: Date;
  to: Date;
}

/** Ended in that time, and not opened again since. A merged ticket is not done: it goes on in the other one. */
const endedIn = ({ from, to }: Stretch): Filter => ({
  solvedAt: { $gte: from, $lt: to },
  status: { $in: ['solved', 'closed'] },
  spam: { $ne: true },
  merged: null,
});

/** An agent answered for the first time then. What came before its mailbox was connected waited for no one here. */
const repliedIn = ({ from, to }: Stretch): Filter => ({
  firstRepliedAt: { $gte: from, $lt: to },
  history: { $ne: true },
});

interface Asked {
  me: string | undefined;
  now: Date;
  purpose: Purpose;
}

function viewFilter(view: ListQuery['view'], asked: Asked): Filter {
  if (view === undefined || view === 'all') return {};
  if (view === 'spam') return { spam: true };
  // Spam is closed: nothing needs to be said of it here, and each of these is counted from an index alone.
  if (view === 'active') return { status: { $in: ACTIVE } };
  if (view === 'waiting') return waits(asked.purpose);
  if (view === 'overdue') return isDue(asked.now);
  // All is all: a condition that nearly every ticket meets would keep the list from being read in its order.
  return { ...inView(view, asked.me), spam: { $ne: true } };
}

const waits = (purpose: Purpose): Filter => ({
  status: { $in: ACTIVE },
  waitingSince: purpose === 'count' ? { $gt: EPOCH } : { $ne: null },
});

type OtherView = Exclude<NonNullable<ListQuery['view']>, 'all' | 'spam' | 'active' | 'waiting' | 'overdue'>;

function inView(view: OtherView, me: string | undefined): Filter {
  const agent = me ? new Types.ObjectId(me) : nobody;
  // What the assistant holds waits for nobody.
  if (view === 'unassigned') return { queued: true };
  if (view === 'mentions') return { mentioned: agent };
  if (view === 'drafts') return { drafts: agent };
  if (view === 'mine') return { assignee: agent, status: { $in: ACTIVE } };
  return { status: view };
}

/** An id that nobody has: the view "mine" of a program is empty. */
const nobody = new Types.ObjectId('000000000000000000000000');

function assigneeOf(assignee: string, me: string | undefined): Types.ObjectId | null {
  if (assignee === 'none') return null;
  if (assignee === 'me') return me ? new Types.ObjectId(me) : nobody;
  return new Types.ObjectId(assignee);
}

/** All tickets of the person: those of records that were merged too. */
async function customerFilter(context: Context, customer: string | undefined): Promise<Filter> {
  if (!customer) return {};
  const ids = await personIds(context, new Types.ObjectId(customer));
  return { customer: ids.length === 1 ? ids[0] : { $in: ids } };
}
