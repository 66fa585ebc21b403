import { Types } from 'mongoose';
import type { FastifyInstance } from 'fastify';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { typed } from '../http/route.ts';
import { addWebhook, changeWebhook, loadWebhook, pingWebhook, removeWebhook, repeatCall } from './change.ts';
import { WebhookCalls, Webhooks, type WebhookCallDoc, type WebhookDoc } from './model.ts';
import { presentCall, presentWebhook } from './present.ts';
import {
  CallList,
  CallParams,
  CallQuery,
  NewWebhookView,
  WebhookBody,
  WebhookChange,
  WebhookList,
  WebhookParams,
  WebhookView,
} from './schema.ts';
import { newSecret } from './sign.ts';

const config = { policy: 'webhooks.write' as const };

/** Who hears of events, and the log of what they were told. `wake` is called when something new is to be sent. */
export function webhookRoutes(app: FastifyInstance, context: Context, wake: () => void): void {
  typed(app).get('/api/v1/webhooks', { config, schema: { response: { 200: WebhookList } } }, async () => {
    const webhooks = await Webhooks(context).find().sort({ _id: 1 }).lean<WebhookDoc[]>();
    return { items: webhooks.map((webhook) => presentWebhook(context, webhook)), next: null };
  });
  typed(app).post(
    '/api/v1/webhooks',
    { config, schema: { body: WebhookBody, response: { 201: NewWebhookView } } },
    async (request, answer) => {
      const { webhook, secret } = await addWebhook(context, request.body);
      await audit(context, request.principal, 'webhook.added', about(String(webhook._id)));
      return await answer.code(201).send({ ...presentWebhook(context, webhook), secret });
    },
  );
  oneRoutes(app, context);
  callRoutes(app, context, wake);
}

function oneRoutes(app: FastifyInstance, context: Context): void {
  const url = '/api/v1/webhooks/:id';
  typed(app).get(url, { config, schema: { params: WebhookParams, response: { 200: WebhookView } } }, async (request) =>
    presentWebhook(context, await loadWebhook(context, request.params.id)),
  );
  typed(app).put(
    url,
    { config, schema: { params: WebhookParams, body: WebhookChange, response: { 200: WebhookView } } },
    async (request) => {
      const webhook = await changeWebhook(context, request.params.id, request.body);
      const changed = Object.keys(request.body);
      await audit(context, request.principal, 'webhook.changed', { ...about(request.params.id), changed });
      return presentWebhook(context, webhook);
    },
  );
  typed(app).delete(
    url,
    { config, schema: { params: WebhookParams, response: { 204: { type: 'null' } } } },
    async (request, answer) => {
      await removeWebhook(context, request.params.id);
      await audit(context, request.principal, 'webhook.removed', about(request.params.id));
      return await answer.code(204).send(null);
    },
  );
  // A new secret; the old one ends at once.
  typed(app).post(
    `${url}/secret`,
    { config, schema: { params: WebhookParams, response: { 200: NewWebhookView } } },
    async (request) => {
      const secret = newSecret();
      const webhook = await changeWebhook(context, request.params.id, { secret });
      await audit(context, request.principal, 'webhook.changed', { ...about(request.params.id), changed: ['secret'] });
      return { ...presentWebhook(context, webhook), secret };
    },
  );
}

const about = (id: string) => ({ about: { kind: 'webhook' as const, id } });

function callRoutes(app: FastifyInstance, context: Context, wake: () => void): void {
  const url = '/api/v1/webhooks/:id/calls';
  typed(app).get(
    url,
    { config, schema: { params: WebhookParams, querystring: CallQuery, response: { 200: CallList } } },
    async (request) => {
      const { _id } = await loadWebhook(context, request.params.id);
      const { after, limit = 50 } = request.query;
      const place = after ? { _id: { $lt: new Types.ObjectId(after) } } : {};
      const calls = await WebhookCalls(context)
        .find({ webhook: _id, ...place })
        .sort({ _id: -1 })
        .limit(limit)
        .lean<WebhookCallDoc[]>();
      const items = calls.map(presentCall);
      return { items, next: items.length === limit ? (items.at(-1)?.id ?? null) : null };
    },
  );
  const accepted = { 202: { type: 'null' } } as const;
  typed(app).post(
    '/api/v1/webhooks/:id/test',
    { config, schema: { params: WebhookParams, response: accepted } },
    async (request, answer) => {
      await pingWebhook(context, request.params.id);
      wake();
      return await answer.code(202).send(null);
    },
  );
  typed(app).post(
    `${url}/:call/retry`,
    { config, schema: { params: CallParams, response: accepted } },
    async (request, answer) => {
      await repeatCall(context, request.params.id, request.params.call);
      wake();
      return await answer.code(202).send(null);
    },
  );
}
