import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { customersByAddress } from '../../customers/find.ts';
import { pageCursor } from '../../http/paging.ts';
import { afterActivity, BY_ACTIVITY, cursorBehind, isActivityCursor, type ActivityCursor } from '../by-activity.ts';
import { readTickets } from '../find.ts';
import type { TicketDoc } from '../model.ts';
import type { Place } from './candidates.ts';
import { findTickets } from './find.ts';
import { parseQuery, type Query } from './query.ts';
import type { Filter } from './resolve.ts';

export interface SearchPage {
  tickets: TicketDoc[];
  next: string | null;
  query: Query;
}

/** Where a page begins: among the tickets of a number or an address, or among those found by words. */
type Cursor = ['direct', ...ActivityCursor] | ['words', tier: number, position: number];

/**
 * One page of tickets that a text finds and a filter of the store lets through, opened. First the one with that number
 * and those of the customer with that address, found by their hashes; then those whose words fulfil it.
 */
export async function searchTickets(
  context: Context,
  text: string,
  filter: Filter,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<SearchPage> {
  const query = parseQuery(context, text);
  const cursor = after === undefined ? undefined : pageCursor.decode(after, isCursor);
  const meant = await meantBy(context, text);
  const direct = cursor?.[0] === 'words' ? [] : await findDirect(context, meant, filter, cursor, limit + 1);
  const last = direct[limit - 1];
  if (direct.length > limit && last)
    return { tickets: direct.slice(0, limit), next: encode(['direct', ...cursorBehind(last)]), query };
  const words = await findTickets(context, query, filter, {
    after: cursor?.[0] === 'words' ? { tier: cursor[1], position: cursor[2] } : direct.length > 0 ? FIRST : NOTHING,
    limit: limit - direct.length,
    without: (ticket) => isMeant(meant, ticket),
  });
  const { next } = words;
  const tickets = [...direct, ...words.found.map(({ ticket }) => ticket)];
  return { tickets, next: next ? encode(['words', next.tier, next.position]) : null, query };
}

/** Before everything that words find, while nothing was found at all: then even long beginnings are looked for. */
const NOTHING: Place = { tier: 0, position: 0 };
/** The same where something was found already by other means. */
const FIRST: Place = { tier: 1, position: Number.MAX_SAFE_INTEGER };
const encode = (cursor: Cursor): string => pageCursor.encode(cursor);

const isCursor = (value: unknown): value is Cursor =>
  Array.isArray(value) &&
  (value[0] === 'direct'
    ? isActivityCursor(value.slice(1))
    : value[0] === 'words' && Number.isSafeInteger(value[1]) && Number.isSafeInteger(value[2]));

/** What a text means without looking at any word. */
interface Meant {
  number: number | undefined;
  customers: Types.ObjectId[];
}

async function meantBy(context: Context, text: string): Promise<Meant> {
  const number = /^#?(\d{1,12})$/.exec(text)?.[1];
  return { number: number ? Number(number) : undefined, customers: await customersByAddress(context, text) };
}

const isMeant = ({ number, customers }: Meant, ticket: TicketDoc): boolean =>
  ticket.number === number || customers.some((id) => id.equals(ticket.customer));

/** The ticket with that number first, then the customer's. */
async function findDirect(
  context: Context,
  { number, customers }: Meant,
  filter: Filter,
  cursor: Cursor | undefined,
  limit: number,
): Promise<TicketDoc[]> {
  const found: TicketDoc[] = [];
  if (number !== undefined && !cursor) found.push(...(await readTickets(context, { ...filter, number })));
  if (customers.length > 0) {
    const behind = cursor?.[0] === 'direct' ? afterActivity([cursor[1], cursor[2]]) : {};
    const theirs = { $and: [filter, { customer: { $in: customers }, number: { $ne: number } }, behind] };
    found.push(...(await readTickets(context, theirs, { sort: BY_ACTIVITY, limit })));
  }
  return found;
}
