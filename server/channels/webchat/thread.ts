import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { survivorOf } from '../../tickets/merge/survivor.ts';
import { Tickets, type TicketDoc } from '../../tickets/model.ts';
import { threadOf } from '../../tickets/find.ts';
import type { MessageDoc } from '../../tickets/message-model.ts';
import { opened } from '../../vault/sealed.ts';
import { presentToVisitor } from './present.ts';
import type { VisitorMessage } from './schema.ts';
import { threadKeyOf } from './session.ts';

const LAST = 200;

/** The visitor's own ticket; undefined before their first message. */
export async function ownTicket(context: Context, visitor: string): Promise<TicketDoc | undefined> {
  const key = context.vault.hash('thread', threadKeyOf(visitor));
  const doc = await Tickets(context).findOne({ threadKeys: key }).lean<TicketDoc>();
  return doc ? opened(context, Tickets, doc) : undefined;
}

/** Where what a visitor writes arrives. */
export interface Arrival {
  /** Hex ids of the ticket, and of the customer they are. */
  ticket: string;
  customer: string;
  /** Where the visitor's own ticket goes on as this one: its places, which stand before. */
  before: number;
}

export async function ticketOf(context: Context, visitor: string): Promise<Arrival | undefined> {
  const own = await ownTicket(context, visitor);
  if (!own) return undefined;
  const { _id, customer, messages } = own;
  const survivor = await survivorOf(context, own);
  const before = survivor._id.equals(_id) ? 0 : messages;
  return { ticket: String(survivor._id), customer: String(customer), before };
}

/** What a visitor may see of their thread after message `after`, the last 200 at most. */
export async function visitorThread(
  context: Context,
  visitor: string,
  after = 0,
): Promise<{ items: VisitorMessage[]; more: boolean }> {
  const own = await ownTicket(context, visitor);
  if (!own) return { items: [], more: false };
  const { _id, messages } = own;
  const { docs, more } = await lastOf(context, _id, after);
  const survivor = await survivorOf(context, own);
  if (survivor._id.equals(_id)) return { items: presentAll(context, docs), more };
  // Whoever the other ticket is of: here stands only what was said in this chat.
  const elsewhere = await lastOf(context, survivor._id, Math.max(0, after - messages));
  const theirs = elsewhere.docs.filter((doc) => isSaidTo(visitor, doc));
  const behind = presentAll(context, theirs).map((item) => ({ ...item, n: item.n + messages }));
  return { items: [...presentAll(context, docs), ...behind], more: more || elsewhere.more };
}

const isSaidTo = (visitor: string, { direction, from, to, delivery }: MessageDoc): boolean =>
  direction === 'in' ? from === visitor : delivery?.channel === 'webchat' && to === visitor;

async function lastOf(
  context: Context,
  ticket: Types.ObjectId,
  after: number,
): Promise<{ docs: MessageDoc[]; more: boolean }> {
  const docs = await threadOf(context, String(ticket), { after, limit: LAST + 1 });
  if (docs.length <= LAST) return { docs, more: false };
  return {
    docs: await threadOf(context, String(ticket), { before: Number.MAX_SAFE_INTEGER, limit: LAST }),
    more: true,
  };
}

const presentAll = (context: Context, docs: MessageDoc[]): VisitorMessage[] =>
  docs.flatMap((doc) => presentToVisitor(context, doc) ?? []);
