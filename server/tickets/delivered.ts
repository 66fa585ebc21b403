import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { sealed } from '../vault/sealed.ts';
import { sentFields } from './external.ts';
import { Messages, type Delivery, type MessageDoc, type Told } from './message-model.ts';
import type { TicketDoc } from './model.ts';

/** Minutes until the next attempt, by attempts made; after the last one a delivery has failed. */
const BACKOFF_MINUTES = [0.1, 0.5, 1, 5, 15, 30, 60, 120, 240, 480, 480, 480];

type Sent = Pick<MessageDoc, '_id' | 'ticket' | 'customer' | 'externalId'>;

/** The channel took it; `warning` says what did not go right all the same. */
export async function markSent(context: Context, message: Sent, externalId: string, warning?: string): Promise<void> {
  const sentAt = context.clock.now();
  const told = externalId === message.externalId ? {} : sentFields(context, message, externalId);
  await settle(
    context,
    message,
    { state: 'sent', sentAt, leaseUntil: null, told: null },
    { failure: warning ?? '', ...told },
  );
}

/** A part of it has gone out, whatever becomes of the next one, which has not begun. Durable when it resolves. */
export async function keepPart(context: Context, message: MessageDoc, externalId: string): Promise<void> {
  message.sentParts = [...(message.sentParts ?? []), externalId];
  const { sentParts } = message;
  const set = sealed(context, Messages, String(message.customer), message._id, { sentParts });
  const $set = { ...set, 'delivery.begun': false };
  await Messages(context).collection.updateOne({ _id: message._id }, { $set: $set as never });
}

/** It will never go by itself; the reason is for the agent. */
export async function markFailed(context: Context, message: Sent, error: string, told?: Told): Promise<void> {
  await settle(context, message, { state: 'failed', leaseUntil: null, told: told ?? null }, { failure: error });
}

/** It has left us, and has not arrived yet; nothing is done but told. */
export async function markDelayed(context: Context, message: Sent, error: string, told: Told): Promise<void> {
  const state = await Messages(context).findById(message._id, { delivery: 1 }).lean<MessageDoc>();
  if (state?.delivery?.state === 'sent') await settle(context, message, { told }, { failure: error });
}

/** Now comes the step after which it may have arrived. Durable when it resolves. */
export async function markBegun(context: Context, { _id }: Sent): Promise<void> {
  await Messages(context).collection.updateOne({ _id }, { $set: { 'delivery.begun': true } as never });
}

/** It may have arrived: never repeated by itself. */
export async function markUnknown(context: Context, message: Sent, error: string): Promise<void> {
  const told: Told = { status: '', cause: 'cut', permanent: false };
  await settle(context, message, { state: 'unknown', leaseUntil: null, told }, { failure: error });
}

/** Again later, after the channel's own wait or with backoff; failed when there were too many attempts. */
export async function markLater(
  context: Context,
  message: Sent & Pick<MessageDoc, 'delivery'>,
  error: string,
  { retryAfter = 0, told }: { retryAfter?: number | undefined; told?: Told | undefined } = {},
): Promise<void> {
  const minutes = BACKOFF_MINUTES[(message.delivery?.attempts ?? 1) - 1];
  if (minutes === undefined) return await markFailed(context, message, error, told);
  const wait = Math.max(minutes * 60_000, retryAfter * 1000);
  const dueAt = new Date(context.clock.now().getTime() + wait);
  await settle(
    context,
    message,
    { state: 'pending', begun: false, dueAt, leaseUntil: null, told: told ?? null },
    { failure: error },
  );
}

/** It was not tried, because as much as may has gone out by now: that costs it no attempt. */
export async function markWaiting(
  context: Context,
  message: Sent & Pick<MessageDoc, 'delivery'>,
  reason: string,
  seconds: number,
): Promise<void> {
  const dueAt = new Date(context.clock.now().getTime() + seconds * 1000);
  const attempts = Math.max(0, (message.delivery?.attempts ?? 1) - 1);
  await settle(
    context,
    message,
    { state: 'pending', begun: false, dueAt, leaseUntil: null, attempts },
    { failure: reason },
  );
}

/** "Send again": a failed or unknown delivery goes once more, with the same id. Fails `illegal-step` otherwise. */
export async function resend(context: Context, ticket: TicketDoc, messageId: string): Promise<void> {
  const result = await Messages(context).updateOne(
    { _id: new Types.ObjectId(messageId), ticket: ticket._id, 'delivery.state': { $in: ['failed', 'unknown'] } },
    {
      $set: {
        'delivery.state': 'pending',
        'delivery.attempts': 0,
        'delivery.begun': false,
        'delivery.dueAt': context.clock.now(),
        'delivery.told': null,
        failure: '',
      },
    },
  );
  if (result.matchedCount === 0) fail('illegal-step', 'Only a failed or unknown delivery can be sent again.');
  await context.events.emit('delivery.changed', { ticket: String(ticket._id), message: messageId });
}

async function settle(
  context: Context,
  message: Sent,
  delivery: Partial<Delivery>,
  fields: Partial<MessageDoc>,
): Promise<void> {
  const state = Object.fromEntries(Object.entries(delivery).map(([key, value]) => [`delivery.${key}`, value]));
  const set = { ...state, ...sealed(context, Messages, String(message.customer), message._id, fields) };
  await Messages(context).collection.updateOne({ _id: message._id }, { $set: set as never });
  await context.events.emit('delivery.changed', {
    ticket: String(message.ticket),
    message: String(message._id),
    ...(delivery.state ? { state: delivery.state } : {}),
  });
}
