import type { Context } from '../context.ts';
import { addressOf } from '../customers/find.ts';
import type { CustomerDoc } from '../customers/model.ts';
import { personOf } from '../customers/person.ts';
import { opened } from '../vault/sealed.ts';
import type { InboundIdentity } from './envelopes.ts';
import { Messages, type MessageDoc } from './message-model.ts';
import type { TicketDoc } from './model.ts';

/** By which account of which channel an answer goes. */
export interface ReplyWay {
  channel: string;
  account: string;
}

/** The channel by which a ticket is answered. */
export const channelOf = ({ channel, replyVia }: Pick<TicketDoc, 'channel' | 'replyVia'>): string =>
  spokenBy(replyVia?.channel ?? channel);

/** Requests by form or program are answered by e-mail. */
export const spokenBy = (channel: string): string => (channel === 'form' || channel === 'api' ? 'email' : channel);

const usualWay = (ticket: TicketDoc): ReplyWay => ({
  channel: channelOf(ticket),
  account: (ticket.replyVia ?? ticket).account,
});

/** The way that a ticket came by itself. */
const ownWay = ({ channel, account }: TicketDoc): ReplyWay => ({ channel: spokenBy(channel), account });

/** From the first mailbox that can send, as tickets of forms are answered. */
const BY_MAIL: ReplyWay = { channel: 'email', account: 'env' };

/**
 * The ways by which a ticket's customer can be answered: the usual one first, then that of the ticket itself, and
 * e-mail where an address of theirs is known.
 */
export async function waysOf(context: Context, ticket: TicketDoc): Promise<ReplyWay[]> {
  const ways = [usualWay(ticket), ownWay(ticket)];
  if (await addressOfCustomer(context, ticket, 'email')) ways.push(BY_MAIL);
  return ways.filter(
    (way, at) => ways.findIndex(({ channel }) => channel === way.channel) === at && (at === 0 || isOpen(context, way)),
  );
}

const isOpen = (context: Context, { channel, account }: ReplyWay): boolean =>
  context.channels.get(channel)?.cannotSend(account) === undefined && context.channels.has(channel);

/**
 * The way by `channel`, the usual one without; undefined where there is none. By e-mail there is one wherever the writer
 * names whom it goes to.
 */
export async function wayBy(
  context: Context,
  ticket: TicketDoc,
  channel: string | undefined,
  named = false,
): Promise<ReplyWay | undefined> {
  const usual = usualWay(ticket);
  if (channel === undefined || channel === usual.channel) return usual;
  const ways = await waysOf(context, ticket);
  return ways.find((way) => way.channel === channel) ?? (named && channel === 'email' ? BY_MAIL : undefined);
}

/** What a ticket keeps of the way that it is answered by; null: its own. */
export const viaAfter = (ticket: TicketDoc, { channel, account }: ReplyWay): TicketDoc['replyVia'] =>
  ownWay(ticket).channel === channel && ticket.account === account ? null : { channel, account };

/** How far back the last word of a chat may stand, mails having come since. */
const BACK = 30;

/** Where the customer is reached in a chat (the usual one, or that of `channel`): where they wrote last. */
export async function chatAddress(
  context: Context,
  ticket: TicketDoc,
  channel = channelOf(ticket),
): Promise<string | undefined> {
  const own = ticket.replyVia ? undefined : addressOfCustomer(context, ticket, channel);
  own?.catch(() => undefined); // whoever waits for it hears of it
  const [latest] = await lastOfThem(context, ticket, 1);
  const isMail = ({ from = '' }: MessageDoc) => from.includes('@');
  const last =
    latest && isMail(latest) ? (await lastOfThem(context, ticket, BACK)).find((one) => !isMail(one)) : latest;
  const there = last?.group ?? (ticket.replyVia ? last?.from : undefined);
  return there ?? (await (own ?? addressOfCustomer(context, ticket, channel)));
}

/** What the customer's side wrote into a ticket, as a filter. What came by itself, or from others, is not theirs. */
export const writtenByThem = (ticket: TicketDoc['_id']) =>
  ({ ticket, direction: 'in', automatic: false, otherSender: { $ne: true } }) as const;

/** What the customer's side wrote last: the latest first, opened. */
export async function lastOfThem(context: Context, { _id }: TicketDoc, most: number): Promise<MessageDoc[]> {
  const docs = await Messages(context).find(writtenByThem(_id)).sort({ n: -1 }).limit(most).lean<MessageDoc[]>();
  return docs.map((doc) => opened(context, Messages, doc));
}

/** The customer's address of a kind: a proved one first, of the ticket's own record before others of the person. */
export async function addressOfCustomer(
  context: Context,
  { customer }: TicketDoc,
  kind: string,
): Promise<string | undefined> {
  const { records } = await personOf(context, String(customer));
  const own = records.filter(({ _id }) => _id.equals(customer));
  const all = [...own, ...records.filter((record) => !own.includes(record))];
  const best = all.find(({ identities }) => identities.some((one) => one.kind === kind && one.verified));
  const of = (record: CustomerDoc) => addressOf(record, kind as InboundIdentity['kind']);
  return best ? of(best) : all.map(of).find((address) => address !== undefined);
}
