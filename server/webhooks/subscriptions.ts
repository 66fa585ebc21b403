import type { Context } from '../context.ts';
import { Webhooks, type EventType, type WebhookDoc } from './model.ts';

/** What another process changed is seen after this time. */
const KEPT_MS = 5_000;

type Subscription = Pick<WebhookDoc, '_id' | 'events' | 'createdAt'>;
const kept = new WeakMap<object, { until: number; all: Subscription[] }>();
/** Counts the changes made here: what was read before one of them must not be kept after it. */
const changes = new WeakMap<object, number>();

/** The active webhooks, from memory: every message of a busy desk asks whether somebody wants to hear of it. */
export async function activeWebhooks(context: Context): Promise<Subscription[]> {
  const known = kept.get(context);
  if (known && known.until > Date.now()) return known.all;
  const before = changes.get(context);
  const all = await Webhooks(context).find({ active: true }, { events: 1, createdAt: 1 }).lean<Subscription[]>();
  if (changes.get(context) === before) kept.set(context, { until: Date.now() + KEPT_MS, all });
  return all;
}

/** To be called after every change. */
export function forgetWebhooks(context: Context): void {
  changes.set(context, (changes.get(context) ?? 0) + 1);
  kept.delete(context);
}

/** Whether anybody wants to hear of one of these. */
export async function isWanted(context: Context, types: readonly EventType[]): Promise<boolean> {
  return (await activeWebhooks(context)).some(({ events }) => events.some((type) => types.includes(type)));
}
