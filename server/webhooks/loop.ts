import type { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { startLoop, type Loop } from '../loop.ts';
import { callWebhook } from './call.ts';
import { catchUp } from './catch-up.ts';
import { WebhookCalls, type WebhookCallDoc } from './model.ts';
import { activeWebhooks } from './subscriptions.ts';

const EVERY_MS = 5_000;
/** A claimed call that is not settled after this time belongs to a process that died. A call takes 10 s at most. */
const LEASE_MS = 60_000;
/** Calls of one webhook on their way at the same time: a slow address holds up nobody but itself. */
const PARALLEL = 4;

/** The outbox of events: claims what is due by one atomic update with a lease, and calls its address. */
export function startWebhooks(context: Context): Loop {
  const flying = new Map<string, Promise<void>>();
  const counts = new Map<string, number>();
  let caughtUp = false;

  const launch = (call: WebhookCallDoc): void => {
    const [id, webhook] = [String(call._id), String(call.webhook)];
    counts.set(webhook, (counts.get(webhook) ?? 0) + 1);
    const flight = callWebhook(context, call).then(() => {
      flying.delete(id);
      const left = (counts.get(webhook) ?? 1) - 1;
      if (left > 0) counts.set(webhook, left);
      else counts.delete(webhook);
      if (left === PARALLEL - 1) loop.wake();
    });
    flying.set(id, flight);
  };
  const run = async (): Promise<void> => {
    if (!caughtUp) await catchUp(context);
    caughtUp = true;
    for (;;) {
      const free = (await activeWebhooks(context)).filter(({ _id }) => (counts.get(String(_id)) ?? 0) < PARALLEL);
      const call =
        free.length > 0
          ? await claim(
              context,
              free.map(({ _id }) => _id),
            )
          : null;
      if (!call) return;
      if (!flying.has(String(call._id))) launch(call);
    }
  };
  const loop = startLoop(context, { name: 'webhooks', everyMs: EVERY_MS, run });
  return {
    wake: loop.wake,
    async stop() {
      await loop.stop();
      await Promise.all(flying.values());
    },
  };
}

function claim(context: Context, webhooks: Types.ObjectId[]): Promise<WebhookCallDoc | null> {
  const now = context.clock.now();
  return WebhookCalls(context)
    .findOneAndUpdate(
      { webhook: { $in: webhooks }, state: 'pending', dueAt: { $lte: now } },
      { $set: { dueAt: new Date(now.getTime() + LEASE_MS) }, $inc: { attempts: 1 } },
      { sort: { dueAt: 1 }, returnDocument: 'after' },
    )
    .lean<WebhookCallDoc>();
}
