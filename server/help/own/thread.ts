import type { Context } from '../../context.ts';
import { identityHash } from '../../customers/identity.ts';
import type { Person } from '../../customers/person.ts';
import { formItems } from '../../intake/look.ts';
import { readTickets, threadOf } from '../../tickets/find.ts';
import type { Followed } from '../../tickets/follow.ts';
import type { TicketDoc } from '../../tickets/model.ts';
import type { MessageDoc } from '../../tickets/message-model.ts';

/** Messages of one page. */
const MOST = 50;

/** The messages of a ticket that its customer may read, oldest first: the last ones, or the last before a place. */
export async function ownThread(
  context: Context,
  link: Followed,
  before?: number,
): Promise<{ messages: MessageDoc[]; earlier: number | undefined }> {
  const found: MessageDoc[] = [];
  let place = before ?? link.ticket.messages + 1;
  // Notes and lines of what was done come in between.
  for (;;) {
    const page = await threadOf(context, String(link.ticket._id), { before: place, limit: MOST * 2 });
    found.unshift(...(await visible(context, link, page)));
    place = page[0]?.n ?? 0;
    if (found.length > MOST || page.length < MOST * 2) break;
  }
  const messages = found.slice(-MOST);
  return { messages, earlier: found.length > MOST ? messages[0]?.n : undefined };
}

/** Those of the same person whose requests were merged into theirs are few. */
const MOST_MERGED = 20;

/**
 * The requests of theirs that were merged into this one, oldest first: it goes on for all of them. Only for who has the
 * address for certain.
 */
export async function mergedIn(context: Context, { ticket, person, proved }: Followed): Promise<TicketDoc[]> {
  if (!proved) return [];
  const theirs = person.records.map(({ _id }) => _id);
  const filter = { 'merged.into': { $eq: ticket._id, $exists: true }, customer: { $in: theirs } };
  const found = await readTickets(context, filter, { sort: { _id: 1 }, limit: MOST_MERGED });
  return found.filter(({ erased, spam }) => !erased && !spam);
}

/** One message at its place, where they may read it. */
export async function ownMessage(context: Context, link: Followed, n: number): Promise<MessageDoc | undefined> {
  const [message] = await threadOf(context, String(link.ticket._id), { after: n - 1, limit: 1 });
  return message?.n === n ? (await visible(context, link, [message]))[0] : undefined;
}

/**
 * What was said between them and us: no notes, nothing of or to others, nothing that has not left yet. Who only stated
 * the address does not read what its owner wrote by other ways.
 */
async function visible(context: Context, link: Followed, messages: MessageDoc[]): Promise<MessageDoc[]> {
  const theirs = messages.filter((message) => isPublic(message) && isBetweenUs(context, link, message));
  if (link.proved) return theirs;
  const inbound = theirs.flatMap(({ direction, intake }) => (direction === 'in' && intake ? [intake] : []));
  const written = await formItems(context, inbound);
  return theirs.filter(({ direction, intake = '' }) => direction === 'out' || written.has(intake));
}

function isPublic({ direction, deletedAt, redacted, automatic, author, delivery, later }: MessageDoc): boolean {
  if (deletedAt || redacted?.what === 'all') return false;
  if (direction === 'in') return true;
  // That their request is here, they see.
  if (direction !== 'out' || (automatic && author.kind === 'system') || later || !delivery) return false;
  return delivery.state !== 'cancelled' && (delivery.state !== 'pending' || delivery.attempts > 0);
}

function isBetweenUs(context: Context, { person, proved }: Followed, message: MessageDoc): boolean {
  if (message.direction === 'in')
    return !message.otherSender && person.records.some(({ _id }) => _id.equals(message.customer));
  if (message.delivery?.channel !== 'email') return proved;
  const { to = '', alsoTo = [], cc = [], bcc = [] } = message;
  return [to, ...alsoTo, ...cc, ...bcc].some((address) => isOf(context, person, address));
}

function isOf(context: Context, { records }: Person, address: string): boolean {
  const hash = identityHash(context, { kind: 'email', value: address });
  return records.some(({ identities }) => identities.some((identity) => identity.hash === hash));
}
