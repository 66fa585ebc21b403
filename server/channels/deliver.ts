import type { Context } from '../context.ts';
import { mayContact } from '../customers/consent.ts';
import { findTogether } from '../find-together.ts';
import { heldBack } from '../tickets/cancel.ts';
import {
  keepPart,
  markBegun,
  markFailed,
  markLater,
  markSent,
  markUnknown,
  markWaiting,
} from '../tickets/delivered.ts';
import type { OutboundMessage } from '../tickets/envelopes.ts';
import { Messages, type MessageDoc, type Told } from '../tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { release } from '../tickets/release.ts';
import { opened } from '../vault/sealed.ts';
import { withinCaps } from './caps.ts';
import { quotedIn, referenceOf } from './earlier.ts';
import { withToken } from './follow.ts';
import { saidBy } from './gathered.ts';
import { SendError, type Channel, type SendResult } from './channel.ts';
import { newTurn, type Turn } from './last-step.ts';

/** One claimed message to its end. Never rejects. */
export async function deliver(context: Context, message: MessageDoc): Promise<void> {
  try {
    const channel = context.channels.get(message.delivery?.channel ?? '');
    if (!channel || !message.delivery)
      return await markFailed(context, message, 'This channel is not set up any more.');
    if (message.delivery.leaseUntil && mayNotRepeat(channel, message))
      return await markUnknown(context, message, 'Sending was interrupted; it may have arrived.');
    // Not when it was written: the customer may have thought better of it since. Nor without a purpose.
    if (!(await mayContact(context, message.customer, message.delivery.purpose)))
      return await markFailed(context, message, 'The customer has not agreed to be sent this.');
    if (message.automatic && !(await withinCaps(context, message)))
      return await markFailed(context, message, 'So many automatic messages went there lately that this one stays.');
    if (message.later && (await heldBack(context, message))) return;
    if (message.later) await release(context, message, message.later);
    const turn = newTurn();
    await send(context, channel, message, lastStepOf(context, channel, message, turn)).finally(turn.end);
  } catch (error) {
    // The store is away, say: the lease runs out and the message is claimed again.
    context.log.error({ err: error, message: String(message._id) }, 'a delivery could not be settled');
  }
}

/**
 * Who began to send it has died, and the step had begun after which it may have arrived: twice would be worse than
 * never. What had not come so far has not arrived, and goes.
 */
const mayNotRepeat = (channel: Channel, message: MessageDoc): boolean =>
  goesOnce(channel, message) && message.delivery?.begun === true;

const goesOnce = (channel: Channel, message: MessageDoc): boolean => !channel.idempotentSend || isSaidOnce(message);

/** What must not go twice is marked before the step. One after the other where that costs no time. */
function lastStepOf(context: Context, channel: Channel, message: MessageDoc, turn: Turn): () => Promise<void> {
  if (!channel.idempotentSend) return () => markBegun(context, message);
  return isSaidOnce(message) ? () => turn.begin().then(() => markBegun(context, message)) : turn.begin;
}

/** What the desk says by itself, an acknowledgement or the assistant's mail: everybody minds it twice. */
const isSaidOnce = ({ automatic }: MessageDoc): boolean => automatic;

async function send(
  context: Context,
  channel: Channel,
  message: MessageDoc,
  lastStep: () => Promise<void>,
): Promise<void> {
  let result: SendResult;
  try {
    result = await channel.send({ ...(await outbound(context, message)), lastStep });
  } catch (error) {
    const failure = error instanceof SendError ? error : new SendError('later', (error as Error).message);
    context.log.warn({ message: String(message._id), outcome: failure.outcome }, 'a delivery did not go through');
    const { retryAfter } = failure;
    const told = toldBy(failure);
    if (failure.outcome === 'failed') return await markFailed(context, message, failure.message, told);
    if (failure.outcome === 'unknown' && goesOnce(channel, message))
      return await markUnknown(context, message, failure.message);
    if (failure.outcome === 'wait') return await markWaiting(context, message, failure.message, retryAfter ?? 0);
    return await markLater(context, message, failure.message, { retryAfter, told });
  }
  await markSent(context, message, result.externalId, result.warning);
}

function toldBy({ status, why, outcome }: SendError): Told | undefined {
  if (why) return { status: status ?? '', cause: why, permanent: outcome === 'failed' };
  return status ? { status, permanent: status.startsWith('5.') } : undefined;
}

async function outbound(context: Context, message: MessageDoc): Promise<OutboundMessage> {
  const [[doc], earlier] = await Promise.all([
    findTogether<TicketDoc>(context, Tickets, '_id', [message.ticket]),
    Messages(context)
      .find({ ticket: message.ticket, n: { $lt: message.n } }, { externalId: 1, direction: 1, customer: 1 })
      .sort({ n: -1 })
      .limit(30)
      .lean<MessageDoc[]>(),
  ]);
  if (!doc) throw new SendError('failed', 'The ticket does not exist any more.');
  const ticket = opened(context, Tickets, doc);
  // Half of a message is worse than none.
  if (message.damaged) throw new SendError('failed', 'It was damaged where it is stored: nothing was sent.');
  return {
    channel: message.delivery?.channel ?? '',
    account: message.delivery?.account ?? '',
    ...(message.delivery?.identity ? { identity: message.delivery.identity } : {}),
    to: message.to ?? '',
    ...(message.alsoTo ? { alsoTo: message.alsoTo } : {}),
    ...(message.cc ? { cc: message.cc } : {}),
    ...(message.bcc ? { bcc: message.bcc } : {}),
    kind: 'message',
    purpose: message.delivery?.purpose ?? 'service',
    subject: message.subject ?? ticket.subject ?? '',
    ...(await saidBy(context, withToken(context, ticket, message))),
    ...(message.choices ? { choices: message.choices } : {}),
    ...(message.form ? { form: message.form } : {}),
    sentParts: message.sentParts ?? [],
    keepPart: (id) => keepPart(context, message, id),
    mintedId: message.externalId ?? String(message._id),
    thread: ticket.thread,
    references: earlier.flatMap((doc) => referenceOf(context, doc, message.delivery?.channel)).reverse(),
    quoted: () => quotedIn(context, message),
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
