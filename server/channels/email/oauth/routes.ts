import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { fail, Failure } from '../../../errors.ts';
import { agentId, typed } from '../../../http/route.ts';
import { authorizeUrl, connected, redirectUri } from './connect.ts';
import { TokenError } from './exchange.ts';
import { DEFAULTS, providerOf, writeProvider } from './provider.ts';
import {
  ConnectBody,
  ConnectedQuery,
  ConnectView,
  PROVIDERS,
  ProviderBody,
  ProviderList,
  type ProviderName,
  ProviderParams,
  ProviderView,
} from './schema.ts';

/** Connecting mailboxes of Google and Microsoft 365 with the admin's own client. */
export function mailProviderRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const config = { policy: 'settings.write' as const };
  const tags = ['channels'];
  app.get('/api/v1/mail-providers', { config, schema: { tags, response: { 200: ProviderList } } }, async () => ({
    items: await Promise.all(PROVIDERS.map((name) => present(context, name))),
    next: null,
  }));
  app.put(
    '/api/v1/mail-providers/:provider',
    { config, schema: { tags, params: ProviderParams, body: ProviderBody, response: { 200: ProviderView } } },
    async ({ params: { provider }, body }) => {
      const before = await providerOf(context, provider);
      const endpoints = { ...DEFAULTS[provider], ...body };
      // Whoever may name another address must not learn the secret by it.
      const same = before?.tokenUrl === endpoints.tokenUrl && before.clientId === body.clientId;
      const clientSecret = body.clientSecret ?? (same ? before.clientSecret : '');
      await writeProvider(context, provider, { ...endpoints, clientSecret });
      return await present(context, provider);
    },
  );
  app.post(
    '/api/v1/mailboxes/connect',
    { config, schema: { tags, body: ConnectBody, response: { 200: ConnectView } } },
    async (request) => {
      const agent = agentId(request) ?? fail('forbidden', 'A person connects a mailbox, in a browser.');
      return { url: await authorizeUrl(context, request.body, agent) };
    },
  );
  app.get(
    '/api/v1/mailboxes/connected',
    { config, schema: { tags, querystring: ConnectedQuery } },
    async (request, reply) => {
      const { code, state, error } = request.query;
      const agent = agentId(request) ?? fail('forbidden');
      const query = new URLSearchParams();
      if (error || !code || !state) query.set('failed', error === 'access_denied' ? 'denied' : 'provider');
      else query.set(...(await outcome(connected(context, { code, state }, agent))));
      return await reply.redirect(`${context.config.publicUrl}/inbox/settings/channels?${query.toString()}`, 302);
    },
  );
}

/** The page that the browser lands on says what happened. */
async function outcome(connecting: Promise<string>): Promise<[string, string]> {
  try {
    return ['connected', await connecting];
  } catch (error) {
    if (error instanceof TokenError) return ['failed', 'provider'];
    if (error instanceof Failure) return ['failed', error.code];
    throw error;
  }
}

async function present(context: Context, id: ProviderName): Promise<ProviderView> {
  const { clientSecret = '', clientId = '', ...endpoints } = { ...DEFAULTS[id], ...(await providerOf(context, id)) };
  return { id, clientId, hasSecret: clientSecret !== '', redirectUri: redirectUri(context), ...endpoints };
}
