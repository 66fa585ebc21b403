import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { startLoop, type Loop } from '../loop.ts';
import { findTogether } from '../find-together.ts';
import { opened } from '../vault/sealed.ts';
import { addEvent } from './event.ts';
import { ticketById } from './find.ts';
import { Messages, type MessageDoc } from './message-model.ts';
import type { TicketDoc } from './model.ts';

/** A reply that nothing has happened to yet. */
const WAITING = { 'delivery.state': 'pending', 'delivery.attempts': 0, 'delivery.leaseUntil': null } as const;

/** One that goes out later, if nobody writes before. */
const PLANNED = { later: { $exists: true }, ...WAITING };

/**
 * Takes a reply back before it goes out: from now on it never will, and its words become its writer's draft again. The
 * same again changes nothing. Fails `illegal-step` when it is on its way or out.
 */
export async function cancelReply(context: Context, ticket: TicketDoc, messageId: string): Promise<void> {
  const mine = { _id: new Types.ObjectId(messageId), ticket: ticket._id };
  const { matchedCount } = await Messages(context).updateOne({ ...mine, ...WAITING }, { $set: CANCELLED });
  const cancelled = matchedCount > 0 || (await Messages(context).exists({ ...mine, ...CANCELLED }));
  if (cancelled) return await tell(context, mine._id, ticket._id);
  if (await Messages(context).exists(mine)) fail('illegal-step', 'It is on its way already.');
}

const CANCELLED = { 'delivery.state': 'cancelled' } as const;

/**
 * Reaction to `message.received`: the customer has written before a planned answer went out, which is taken back: it
 * may not fit any more.
 */
export async function cancelPlanned(
  context: Context,
  { ticket, message, created }: { ticket: string; message: string; created: boolean },
): Promise<void> {
  if (created) return; // nobody can have answered before
  const ofIt = [new Types.ObjectId(ticket)];
  const planned = await findTogether<MessageDoc>(context, Messages, 'ticket', ofIt, PLANNED);
  if (planned.length === 0) return;
  const cause = await Messages(context).findById(message, { automatic: 1, otherSender: 1, n: 1 }).lean<MessageDoc>();
  if (!cause || cause.automatic || cause.otherSender) return;
  for (const one of planned) {
    const { matchedCount } = await Messages(context).updateOne({ _id: one._id, ...WAITING }, { $set: CANCELLED });
    if (matchedCount > 0) await tellHeldBack(context, one);
  }
}

/**
 * For the delivery, which has claimed it: whether the customer wrote after a planned answer was written. Then it is
 * taken back.
 */
export async function heldBack(context: Context, message: MessageDoc): Promise<boolean> {
  const newer = { ticket: message.ticket, n: { $gt: message.n }, direction: 'in', automatic: false } as const;
  if (!(await Messages(context).exists({ ...newer, otherSender: { $ne: true } }))) return false;
  await Messages(context).updateOne({ _id: message._id, 'delivery.state': 'pending' }, { $set: CANCELLED });
  await tellHeldBack(context, message);
  return true;
}

/** Takes every planned answer of a ticket back, which goes on elsewhere: its words are its writer's draft again. */
export async function cancelAllPlanned(context: Context, ticket: Types.ObjectId): Promise<void> {
  for (const one of await Messages(context)
    .find({ ticket, ...PLANNED })
    .lean<MessageDoc[]>()) {
    const { matchedCount } = await Messages(context).updateOne({ _id: one._id, ...WAITING }, { $set: CANCELLED });
    if (matchedCount > 0) await tellHeldBack(context, one);
  }
}

async function tellHeldBack(context: Context, message: MessageDoc): Promise<void> {
  const { authorName = '' } = opened(context, Messages, message);
  const line = { kind: 'held' as const, params: { agent: authorName } };
  await addEvent(context, await ticketById(context, String(message.ticket)), { kind: 'system', name: '' }, line);
  await tell(context, message._id, message.ticket);
}

async function tell(context: Context, message: Types.ObjectId, ticket: Types.ObjectId): Promise<void> {
  await context.events.emit('reply.cancelled', { ticket: String(ticket), message: String(message) });
}

/** What a crash left between taking back and the draft, once a minute. */
export function startCancelSweep(context: Context): Loop {
  return startLoop(context, { name: 'cancelled', everyMs: 60_000, run: () => sweepCancelled(context) });
}

async function sweepCancelled(context: Context): Promise<void> {
  const left = await Messages(context)
    .find(CANCELLED, { ticket: 1 })
    .sort({ 'delivery.dueAt': 1 })
    .limit(100)
    .lean<Pick<MessageDoc, '_id' | 'ticket'>[]>();
  for (const { _id, ticket } of left) await tell(context, _id, ticket);
}
