import type { Context } from '../../context.ts';
import { identityHash } from '../../customers/identity.ts';
import { Customers, type CustomerDoc } from '../../customers/model.ts';
import { personIds } from '../../customers/person.ts';
import { deskSettings } from '../../settings/desk.ts';
import { promisedBy } from '../../tickets/deadlines.ts';
import { readTickets } from '../../tickets/find.ts';
import type { Status, TicketDoc } from '../../tickets/model.ts';
import type { Caller } from './identity/who.ts';
import type { DeskFrame, RequestState } from './schema.ts';

const SCOPE = 'webchat-pass';
/** How long somebody who has proved an address need not do it again. */
const PASS_MS = 24 * 60 * 60_000;
const MOST = 30;

/** What a visitor who has entered a right code shows from then on. */
export function newPass(context: Context, visitor: string): string {
  const until = String(context.clock.now().getTime() + PASS_MS);
  return `${until}.${context.vault.sign(SCOPE, `${visitor} ${until}`)}`;
}

function holds(context: Context, visitor: string, pass = ''): boolean {
  const [until = '', signature = ''] = pass.split('.');
  return Number(until) > context.clock.now().getTime() && context.vault.verify(SCOPE, `${visitor} ${until}`, signature);
}

/**
 * All requests of a visitor who has proved who they are, the latest first, over all channels; null for who has not:
 * whether anything is known of them is not told.
 */
export async function requestsOf(
  context: Context,
  { visitor, proved }: Caller,
  pass?: string,
): Promise<Extract<DeskFrame, { t: 'requests' }>> {
  if (!proved && !holds(context, visitor, pass)) return { t: 'requests', items: null };
  const hash = identityHash(context, { kind: 'webchat', value: visitor });
  const own = await Customers(context).findOne({ 'identities.hash': hash }, { _id: 1 }).lean<CustomerDoc>();
  if (!own) return { t: 'requests', items: [] };
  const tickets = await readTickets(
    context,
    { customer: { $in: await personIds(context, own._id) }, erased: null, merged: null, spam: { $ne: true } },
    { sort: { activityAt: -1, _id: -1 }, limit: MOST },
  );
  const items = tickets.map((ticket) => ({
    ...{ number: ticket.number, subject: ticket.subject ?? '', state: stateOf(ticket.status) },
    at: ticket.activityAt.toISOString(),
    ...dueOf(context, ticket),
  }));
  // Dates are the desk's, as everywhere else.
  return { t: 'requests', items, timeZone: (await deskSettings(context)).timeZone };
}

function dueOf({ clock }: Context, ticket: TicketDoc): { due?: string } {
  const due = promisedBy(ticket);
  return due && due > clock.now() ? { due: due.toISOString() } : {};
}

/** What a status means to whom it is about. */
function stateOf(status: Status): RequestState {
  if (status === 'solved' || status === 'closed') return 'over';
  return status === 'pending' ? 'waiting' : 'open';
}
