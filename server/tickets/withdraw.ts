import type { Context } from '../context.ts';
import { opened } from '../vault/sealed.ts';
import { change, type Where } from './advance.ts';
import { changeWithLine } from './event.ts';
import { ticketById } from './find.ts';
import { Messages, type MessageDoc } from './message-model.ts';
import type { TicketDoc } from './model.ts';
import { snippetOf } from './snippet.ts';
import { statusFields } from './status.ts';
import { channelOf, viaAfter } from './ways.ts';

/**
 * Ends a cancelled reply, whose words are kept elsewhere by now: the ticket is as it was before, where nothing has
 * changed it since, and the message is not there any more; its place in the thread stays empty. Safe to run again.
 */
export async function withdraw(context: Context, message: MessageDoc): Promise<void> {
  const ticket = await ticketById(context, String(message.ticket));
  const last = await lastSaid(context, message);
  const first = message.before?.first ? await firstReplyBut(context, message) : undefined;
  await change(context, ticket, (now) => ({
    ...(last ? { snippet: snippetOf(last.text) } : {}),
    ...(first === undefined ? {} : { firstRepliedAt: first }),
    ...stateBefore(context, now, message),
  }));
  await takeWayBack(context, ticket, message);
  await Messages(context).deleteOne({ _id: message._id, 'delivery.state': 'cancelled' });
  const told = { ticket: String(message.ticket), message: String(message._id) };
  await context.events.emit('message.gone', told);
  const by = { kind: 'system' as const };
  await context.events.emit('ticket.changed', { ticket: told.ticket, fields: ['status', 'snippet'], by });
}

/** Only where the ticket is still as the reply has left it. */
function stateBefore(context: Context, now: TicketDoc, { before, later }: MessageDoc): Partial<TicketDoc> {
  const untouched = !now.merged && now.status === before?.after && (later !== undefined || now.waitingSince === null);
  if (!before || !untouched) return {};
  const { status, waitingSince, solvedAt } = before;
  return { ...statusFields(context, now, status), waitingSince, solvedAt, reopenedAt: now.reopenedAt };
}

/** The ticket goes on by the channel of before, unless another has been taken since. */
async function takeWayBack(context: Context, ticket: TicketDoc, { before, delivery }: MessageDoc): Promise<void> {
  if (before?.way === undefined || !delivery) return;
  const taken = viaAfter(ticket, delivery);
  const where: Where = taken ? { 'replyVia.channel': taken.channel } : { replyVia: null };
  const line = { kind: 'way' as const, params: { way: channelOf({ ...ticket, replyVia: before.way }) } };
  const by = { kind: 'system' as const, name: '' };
  await changeWithLine(context, ticket, by, { fields: { replyVia: before.way }, line, where });
}

/** The last message that customer or desk has said besides this one. */
async function lastSaid(context: Context, { _id, ticket }: MessageDoc): Promise<MessageDoc | undefined> {
  const doc = await Messages(context)
    .findOne({ ticket, _id: { $ne: _id }, direction: { $in: ['in', 'out'] } })
    .sort({ n: -1 })
    .lean<MessageDoc>();
  return doc ? opened(context, Messages, doc) : undefined;
}

async function firstReplyBut(context: Context, { _id, ticket }: MessageDoc): Promise<Date | null> {
  const other = await Messages(context)
    .findOne({ ticket, _id: { $ne: _id }, direction: 'out', 'author.kind': 'agent' }, { at: 1 })
    .sort({ n: 1 })
    .lean<MessageDoc>();
  return other?.at ?? null;
}
