import type { Context } from '../context.ts';
import { fetchOutside, OutgoingError } from '../http/outgoing.ts';
import { WebhookCalls, Webhooks, type CallResult, type WebhookCallDoc, type WebhookDoc } from './model.ts';
import { openSecrets } from './secrets.ts';
import { signedHeaders } from './sign.ts';
import { forgetWebhooks } from './subscriptions.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Until the next attempt, by attempts made: three days in all. */
const BACKOFF_MS = [
  10_000,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  20 * HOUR,
];
/** What has not taken a single call for this long is switched off. */
const GIVEN_UP_MS = 5 * 24 * HOUR;
const RESULTS_KEPT = 20;
/** An address that says so is not asked again (RFC 9110, 15.5.11). */
const GONE = 410;

/** One attempt at a claimed call, to its end. Never rejects. */
export async function callWebhook(context: Context, call: WebhookCallDoc): Promise<void> {
  try {
    const webhook = await Webhooks(context).findById(call.webhook).lean<WebhookDoc>();
    if (!webhook) return void (await WebhookCalls(context).deleteOne({ _id: call._id }));
    const result = await attempt(context, webhook, call);
    await settle(context, webhook, call, result);
  } catch (error) {
    // The store is away, say: the lease runs out and the call is made again.
    context.log.error({ err: error, call: String(call._id) }, 'a webhook call could not be settled');
  }
}

async function attempt(context: Context, webhook: WebhookDoc, call: WebhookCallDoc): Promise<CallResult> {
  const started = performance.now();
  const at = context.clock.now();
  const { url, secret } = openSecrets(context, webhook);
  const body = Buffer.from(
    JSON.stringify({ id: call.event, type: call.type, at: call.at.toISOString(), data: call.data }),
  );
  const ended = (status: number | null, reason: string | null): CallResult => ({
    at,
    ms: Math.round(performance.now() - started),
    status,
    reason,
  });
  try {
    const { status } = await fetchOutside({
      url,
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Ombud-Webhooks',
        ...signedHeaders(secret, call.event, at, body),
      },
      allowed: context.config.allowPrivateHosts,
      maxBytes: 65_536,
    });
    return ended(status, null);
  } catch (error) {
    if (error instanceof OutgoingError) return ended(null, error.reason);
    throw error;
  }
}

async function settle(context: Context, webhook: WebhookDoc, call: WebhookCallDoc, result: CallResult): Promise<void> {
  const done = result.status !== null && result.status >= 200 && result.status < 300;
  const now = context.clock.now();
  const wait = BACKOFF_MS[call.attempts - 1];
  const state = done ? 'sent' : wait === undefined ? 'failed' : 'pending';
  await WebhookCalls(context).updateOne(
    { _id: call._id },
    {
      // Who was told of an erasure knows whom it was about: our log need not name them any longer.
      ...(done && call.type === 'customer.erased' ? { $unset: { 'data.customer': 1 } } : {}),
      $set: { state, dueAt: state === 'pending' ? new Date(now.getTime() + (wait ?? 0)) : now },
      $push: { results: { $each: [result], $slice: -RESULTS_KEPT } },
    },
  );
  if (done && webhook.failingSince)
    await Webhooks(context).updateOne({ _id: webhook._id }, { $set: { failingSince: null } });
  if (!done) await failed(context, webhook, now, result.status === GONE);
}

/** Remembers since when; after too long, or when it says so itself, it is switched off. */
async function failed(context: Context, { _id, failingSince }: WebhookDoc, now: Date, gone: boolean): Promise<void> {
  const givenUp = failingSince !== null && now.getTime() - failingSince.getTime() >= GIVEN_UP_MS;
  if (!gone && !givenUp) {
    await Webhooks(context).updateOne({ _id, failingSince: null }, { $set: { failingSince: now } });
    return;
  }
  await Webhooks(context).updateOne({ _id, active: true }, { $set: { active: false, disabledAt: now } });
  forgetWebhooks(context);
  context.log.warn({ webhook: String(_id), gone }, 'a webhook was switched off');
}
