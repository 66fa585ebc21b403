import { createHash, randomUUID } from 'node:crypto';
import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { WebhookCalls, type EventData, type EventType, type WebhookCallDoc } from './model.ts';
import { activeWebhooks } from './subscriptions.ts';

/** Something that happened, for whoever wants to hear of it. */
export interface Announcement {
  type: EventType;
  data: EventData;
  /** What makes it this one: the same again is the same event. Without it every announcement is one of its own. */
  same?: string;
}

/**
 * Puts events into the outbox, for each webhook that wants them. Durable when it resolves; announced again (after a
 * crash, say) they are the same events.
 */
export async function announce(context: Context, events: Announcement[]): Promise<number> {
  const at = context.clock.now();
  const calls = (await activeWebhooks(context)).flatMap((webhook) =>
    events
      .filter(({ type }) => webhook.events.includes(type))
      .map(({ type, data, same }) => newCall(webhook._id, { id: eventId(type, same), type, at, data })),
  );
  if (calls.length === 0) return 0;
  return await insertNew(context, calls);
}

/** A call that is due at once. */
export function newCall(
  webhook: Types.ObjectId,
  event: { id: string; type: WebhookCallDoc['type']; at: Date; data: EventData },
): WebhookCallDoc {
  const { id, ...rest } = event;
  const _id = new Types.ObjectId();
  return { _id, webhook, event: id, ...rest, state: 'pending', attempts: 0, dueAt: event.at, results: [] };
}

/** Resolves with the number of those that were not there yet. */
async function insertNew(context: Context, calls: WebhookCallDoc[]): Promise<number> {
  try {
    await WebhookCalls(context).insertMany(calls, { ordered: false, lean: true });
    return calls.length;
  } catch (error) {
    const failed = (error as { writeErrors?: { code?: number }[] }).writeErrors;
    if (!failed?.length || failed.some(({ code }) => code !== 11000)) throw error;
    return calls.length - failed.length;
  }
}

/** `evt_` and 128 bits, from what makes the event this one. */
export function eventId(type: string, same: string = randomUUID()): string {
  const hash = createHash('sha256').update(`${type}/${same}`).digest();
  return `evt_${hash.subarray(0, 16).toString('base64url')}`;
}
