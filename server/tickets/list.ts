import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { customerByEmail } from '../customers/find.ts';
import { isTime, pageCursor } from '../http/paging.ts';
import { opened } from '../vault/sealed.ts';
import { ACTIVE, STATUSES, Tickets, type TicketDoc } from './model.ts';
import type { ListQuery } from './schema.ts';

export interface TicketPage {
  tickets: TicketDoc[];
  next: string | null;
}

type Filter = Record<string, unknown>;
type Cursor = [at: number, id: string];

/** One page of tickets, newest activity first, opened. `me` is the hex id of the agent who asks, if one does. */
export async function listTickets(context: Context, query: ListQuery, me: string | undefined): Promise<TicketPage> {
  const limit = query.limit ?? 50;
  const filter = await filterOf(context, query, me);
  if (!filter) return { tickets: [], next: null };
  const docs = await Tickets(context)
    .find({ ...filter, ...afterOf(query.after) })
    .sort({ activityAt: -1, _id: -1 })
    .limit(limit + 1)
    .lean<TicketDoc[]>();
  const page = docs.slice(0, limit);
  const last = page.at(-1);
  const next = docs.length > limit && last ? pageCursor.encode([last.activityAt.getTime(), String(last._id)]) : null;
  return { tickets: page.map((doc) => opened(context, Tickets, doc)), next };
}

/** Counts for the sidebar. */
export async function countTickets(context: Context, me: string | undefined): Promise<Record<string, number>> {
  const count = (filter: Filter) => Tickets(context).countDocuments(filter);
  const mine = me ? { assignee: new Types.ObjectId(me), status: { $in: ACTIVE } } : undefined;
  const statuses = ['new', 'open', 'pending', 'snoozed'] as const;
  const [unassigned, spam, ofMe, drafts, ...byStatus] = await Promise.all([
    count({ queued: true }),
    count({ spam: true }),
    mine ? count(mine) : 0,
    me ? count({ drafts: new Types.ObjectId(me) }) : 0,
    ...statuses.map((status) => count({ status })),
  ]);
  const [fresh = 0, open = 0, pending = 0, snoozed = 0] = byStatus;
  return { unassigned, spam, mine: ofMe, drafts, new: fresh, open, pending, snoozed };
}

async function filterOf(context: Context, query: ListQuery, me: string | undefined): Promise<Filter | undefined> {
  const found = query.q === undefined ? {} : await lookUp(context, query.q);
  if (!found) return undefined;
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
    ...(query.customer ? { customer: new Types.ObjectId(query.customer) } : {}),
    ...found,
  };
}

function viewFilter(view: ListQuery['view'], me: string | undefined): Filter {
  if (view === 'spam') return { spam: true };
  return { ...inView(view, me), spam: { $ne: true } };
}

function inView(view: Exclude<ListQuery['view'], 'spam'>, me: string | undefined): Filter {
  if (view === undefined || view === 'all') return {};
  // What the assistant holds waits for nobody.
  if (view === 'unassigned') return { queued: true };
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

/** A number or an e-mail address; anything else finds nothing yet. */
async function lookUp(context: Context, q: string): Promise<Filter | undefined> {
  const text = q.trim();
  if (text === '') return {};
  const number = /^#?(\d{1,12})$/.exec(text)?.[1];
  if (number) return { number: Number(number) };
  const customer = text.includes('@') ? await customerByEmail(context, text) : undefined;
  return customer && { customer: customer._id };
}

function afterOf(after: string | undefined): Filter {
  if (after === undefined) return {};
  const [at, id] = pageCursor.decode(after, isCursor);
  const activityAt = new Date(at);
  // The bound is what an index can use; the rest tells apart what has the same time.
  const same = { activityAt, _id: { $lt: new Types.ObjectId(id) } };
  return { activityAt: { $lte: activityAt }, $or: [{ activityAt: { $lt: activityAt } }, same] };
}

const isCursor = (value: unknown): value is Cursor =>
  Array.isArray(value) && isTime(value[0]) && typeof value[1] === 'string' && /^[0-9a-f]{24}$/.test(value[1]);
