import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { pinnedAddress } from '../http/addresses.ts';
import { checked } from '../http/outgoing.ts';
import { eventId, newCall } from './announce.ts';
import { WebhookCalls, Webhooks, type EventType, type WebhookDoc } from './model.ts';
import { sealSecrets } from './secrets.ts';
import { newSecret } from './sign.ts';
import { forgetWebhooks } from './subscriptions.ts';

/** The webhook with this hex id. Fails `not-found`. */
export async function loadWebhook(context: Context, id: string): Promise<WebhookDoc> {
  return (await Webhooks(context).findById(new Types.ObjectId(id)).lean<WebhookDoc>()) ?? fail('not-found');
}

/** Adds one, with a secret of its own. Fails `bad-request` for an address that would never be called. */
export async function addWebhook(
  context: Context,
  { url, events }: { url: string; events: EventType[] },
): Promise<{ webhook: WebhookDoc; secret: string }> {
  await refusePrivate(context, url);
  const _id = new Types.ObjectId();
  const secret = newSecret();
  const webhook = {
    ...{ _id, v: 1, events, active: true, createdAt: context.clock.now(), failingSince: null, disabledAt: null },
    ...sealSecrets(context, _id, { url, secret }),
  } as WebhookDoc;
  await Webhooks(context).collection.insertOne(webhook as never);
  forgetWebhooks(context);
  return { webhook, secret };
}

/** Changes address, events, or whether it is called; switching it on forgets that it failed. */
export async function changeWebhook(
  context: Context,
  id: string,
  change: { url?: string; events?: EventType[]; active?: boolean; secret?: string },
): Promise<WebhookDoc> {
  const { url, secret, events, active } = change;
  if (url !== undefined) await refusePrivate(context, url);
  const { _id } = await loadWebhook(context, id);
  const set = {
    ...(events ? { events } : {}),
    ...(active === undefined ? {} : { active }),
    ...(active ? { failingSince: null, disabledAt: null } : {}),
    ...sealSecrets(context, _id, { ...(url === undefined ? {} : { url }), ...(secret ? { secret } : {}) }),
  };
  if (Object.keys(set).length > 0) await Webhooks(context).updateOne({ _id }, { $set: set });
  forgetWebhooks(context);
  return await loadWebhook(context, id);
}

/** Removes it with its log and what was still to be sent. */
export async function removeWebhook(context: Context, id: string): Promise<void> {
  const { _id } = await loadWebhook(context, id);
  await Webhooks(context).deleteOne({ _id });
  forgetWebhooks(context);
  await WebhookCalls(context).deleteMany({ webhook: _id });
}

/** Puts a call without content into the outbox, to see whether it arrives. */
export async function pingWebhook(context: Context, id: string): Promise<void> {
  const { _id } = await loadWebhook(context, id);
  const event = { id: eventId('ping'), type: 'ping' as const, at: context.clock.now(), data: {} };
  await WebhookCalls(context).create(newCall(_id, event));
}

/**
 * Makes a call of the log once more, from the first wait on. Fails `not-found`, and `erased` for one that has told of an
 * erasure: whom it was about is not known any more.
 */
export async function repeatCall(context: Context, id: string, call: string): Promise<void> {
  const told = { _id: new Types.ObjectId(call), type: 'customer.erased', state: 'sent' } as const;
  if (await WebhookCalls(context).exists(told)) fail('erased');
  const { matchedCount } = await WebhookCalls(context).updateOne(
    { _id: new Types.ObjectId(call), webhook: new Types.ObjectId(id) },
    { $set: { state: 'pending', attempts: 0, dueAt: context.clock.now() } },
  );
  if (matchedCount === 0) fail('not-found');
}

/** What can be told at once. A name that leads nowhere today may lead somewhere tomorrow. */
async function refusePrivate({ config }: Context, text: string): Promise<void> {
  let host: string;
  try {
    host = checked(text).hostname;
  } catch {
    return fail('bad-request', 'The address must begin with http:// or https:// and hold no name and password.');
  }
  const pinned = await pinnedAddress(host, { allowed: config.allowPrivateHosts }).catch(() => 'unknown');
  if (!pinned) fail('bad-request', 'This host is not on the public internet; ALLOW_PRIVATE_HOSTS can name it.');
}
