import type { Context } from '../context.ts';
import type { OutgoingReason } from '../http/outgoing.ts';
import type { WebhookCallDoc, WebhookDoc } from './model.ts';
import type { CallView, WebhookView } from './schema.ts';
import { openSecrets } from './secrets.ts';

/** A webhook as admins see it, without its secret. */
export function presentWebhook(context: Context, webhook: WebhookDoc): WebhookView {
  return {
    id: String(webhook._id),
    url: openSecrets(context, webhook).url,
    events: webhook.events,
    active: webhook.active,
    createdAt: webhook.createdAt.toISOString(),
    failingSince: webhook.failingSince?.toISOString() ?? null,
    disabledAt: webhook.disabledAt?.toISOString() ?? null,
  };
}

/** A line of the log. */
export function presentCall(call: WebhookCallDoc): CallView {
  return {
    id: String(call._id),
    event: call.event,
    type: call.type,
    at: call.at.toISOString(),
    state: call.state,
    attempts: call.attempts,
    dueAt: call.state === 'pending' ? call.dueAt.toISOString() : null,
    results: call.results.map(({ at, ms, status, reason }) => ({
      at: at.toISOString(),
      ms,
      status,
      reason: reason as OutgoingReason | null,
    })),
  };
}
