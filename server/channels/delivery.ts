import type { Context } from '../context.ts';
import { readAttachment } from '../attachments/store.ts';
import { startLoop, type Loop } from '../loop.ts';
import { markFailed, markLater, markSent, markUnknown } from '../tickets/delivered.ts';
import type { OutboundMessage } from '../tickets/envelopes.ts';
import { Messages, type MessageDoc } from '../tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { opened } from '../vault/sealed.ts';
import { SendError, type Channel } from './channel.ts';

/** A claimed delivery that is not settled after this time belongs to a process that died. */
const LEASE_MS = 90_000;
const PARALLEL = 8;
const EVERY_MS = 5_000;

/** The outbox loop: claims what is due by one atomic update with a lease, and calls its account's adapter. */
export function startDelivery(context: Context): Loop {
  return startLoop(context, { name: 'delivery', everyMs: EVERY_MS, run: () => drain(context) });
}

/** Sends everything that is due; different tickets in parallel, one ticket's messages in order. */
export async function drain(context: Context): Promise<void> {
  const tails = new Map<string, Promise<void>>();
  for (let message = await claim(context); message; message = await claim(context)) {
    const claimed = message;
    const key = String(message.ticket);
    const tail = (tails.get(key) ?? Promise.resolve()).then(() => deliver(context, claimed));
    tails.set(key, tail);
    void tail.then(() => tails.get(key) === tail && tails.delete(key));
    if (tails.size >= PARALLEL) await Promise.race(tails.values());
  }
  await Promise.all(tails.values());
}

async function claim(context: Context): Promise<MessageDoc | undefined> {
  const now = context.clock.now();
  const lease = new Date(now.getTime() + LEASE_MS);
  const doc = await Messages(context)
    .findOneAndUpdate(
      { 'delivery.state': 'pending', 'delivery.dueAt': { $lte: now } },
      { $set: { 'delivery.leaseUntil': lease, 'delivery.dueAt': lease }, $inc: { 'delivery.attempts': 1 } },
      // As it was before, to see whether somebody who died had claimed it.
      // What is due at the same moment goes in the order of its thread.
      { sort: { 'delivery.dueAt': 1, n: 1 }, returnDocument: 'before' },
    )
    .lean<MessageDoc>();
  if (!doc?.delivery) return undefined;
  doc.delivery.attempts++;
  return opened(context, Messages, doc);
}

/** One claimed message to its end. Never rejects. */
async function deliver(context: Context, message: MessageDoc): Promise<void> {
  try {
    const channel = context.channels.get(message.delivery?.channel ?? '');
    if (!channel || !message.delivery)
      return await markFailed(context, message, 'This channel is not set up any more.');
    if (message.delivery.leaseUntil && !channel.idempotentSend)
      return await markUnknown(context, message, 'Sending was interrupted; it may have arrived.');
    await send(context, channel, message);
  } catch (error) {
    // The store is away, say: the lease runs out and the message is claimed again.
    context.log.error({ err: error, message: String(message._id) }, 'a delivery could not be settled');
  }
}

async function send(context: Context, channel: Channel, message: MessageDoc): Promise<void> {
  let externalId: string;
  try {
    ({ externalId } = await channel.send(await outbound(context, message)));
  } catch (error) {
    const failure = error instanceof SendError ? error : new SendError('later', (error as Error).message);
    context.log.warn({ message: String(message._id), outcome: failure.outcome }, 'a delivery did not go through');
    if (failure.outcome === 'failed') return await markFailed(context, message, failure.message);
    if (failure.outcome === 'unknown' && !channel.idempotentSend)
      return await markUnknown(context, message, failure.message);
    return await markLater(context, message, failure.message, failure.retryAfter);
  }
  await markSent(context, message, externalId);
}

async function outbound(context: Context, message: MessageDoc): Promise<OutboundMessage> {
  const doc = await Tickets(context).findById(message.ticket).lean<TicketDoc>();
  if (!doc) throw new SendError('failed', 'The ticket does not exist any more.');
  const ticket = opened(context, Tickets, doc);
  const owner = String(ticket.customer);
  const earlier = await Messages(context)
    .find({ ticket: ticket._id, n: { $lt: message.n } }, { externalId: 1, direction: 1 })
    .sort({ n: -1 })
    .limit(30)
    .lean<MessageDoc[]>();
  return {
    channel: message.delivery?.channel ?? '',
    account: message.delivery?.account ?? '',
    to: message.to ?? '',
    ...(message.cc ? { cc: message.cc } : {}),
    kind: 'message',
    subject: message.subject ?? ticket.subject,
    text: message.text,
    ...(message.html ? { html: message.html } : {}),
    attachments: message.attachments.map((file) => ({ ...file, read: () => readAttachment(context, owner, file.id) })),
    ...(message.choices ? { choices: message.choices } : {}),
    mintedId: message.externalId ?? String(message._id),
    thread: ticket.thread,
    references: earlier.flatMap((m) => (m.direction !== 'event' && m.externalId ? [m.externalId] : [])).reverse(),
    messageId: String(message._id),
    ticketNumber: ticket.number,
    ...(ticket.language ? { language: ticket.language } : {}),
    author: {
      kind: message.author.kind === 'customer' ? 'system' : message.author.kind,
      name: message.authorName ?? '',
    },
    automatic: message.automatic,
  };
}
