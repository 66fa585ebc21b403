import type { Context } from '../../context.ts';
import { Tickets } from '../../tickets/model.ts';
import { threadOf } from '../../tickets/find.ts';
import type { MessageDoc } from '../../tickets/message-model.ts';
import { presentToVisitor } from './present.ts';
import type { VisitorMessage } from './schema.ts';
import { threadKeyOf } from './session.ts';

const LAST = 200;

/** Hex ids of the visitor's ticket and of the customer they are; undefined before their first message. */
export async function ticketOf(
  context: Context,
  visitor: string,
): Promise<{ ticket: string; customer: string } | undefined> {
  const key = context.vault.hash('thread', threadKeyOf(visitor));
  const doc = await Tickets(context).findOne({ threadKeys: key }, { customer: 1 }).lean();
  return doc ? { ticket: String(doc._id), customer: String(doc.customer) } : undefined;
}

/** What a visitor may see of their thread after message `after`, the last 200 at most. */
export async function visitorThread(
  context: Context,
  ticket: string,
  after = 0,
): Promise<{ items: VisitorMessage[]; more: boolean }> {
  let docs = await threadOf(context, ticket, { after, limit: LAST + 1 });
  const more = docs.length > LAST;
  if (more) docs = await threadOf(context, ticket, { before: Number.MAX_SAFE_INTEGER, limit: LAST });
  return { items: presentAll(context, docs), more };
}

const presentAll = (context: Context, docs: MessageDoc[]): VisitorMessage[] =>
  docs.flatMap((doc) => presentToVisitor(context, doc) ?? []);
