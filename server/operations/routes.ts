import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import type { Identify } from '../access/authenticate.ts';
import { allows } from '../access/policies.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { typed } from '../http/route.ts';
import { closed } from '../http/shapes.ts';
import { isFromInside } from './inside.ts';
import { createMetrics } from './metrics.ts';
import { channelStates, readiness } from './ready.ts';
import { retryAccount } from './retry.ts';
import { ChannelList, ChannelParams, Readiness } from './schema.ts';

const Health = Type.Object({ ok: Type.Boolean() }, closed);

/** What those who run Ombud look at: /healthz, /readyz, /metrics, GET /api/v1/channels. */
export function operationsRoutes(app: FastifyInstance, context: Context, { identify }: { identify: Identify }): void {
  const metrics = createMetrics(app, context);
  const routes = typed(app);
  const open = { policy: 'public' } as const;

  routes.get('/healthz', { config: open, schema: { response: { 200: Health } } }, async () => ({ ok: true }));

  const ready = { response: { 200: Readiness, 503: Readiness } };
  routes.get('/readyz', { config: open, schema: ready }, async (_request, reply) => {
    const state = await readiness(context);
    return await reply
      .header('cache-control', 'no-store')
      .code(state.ready ? 200 : 503)
      .send(state);
  });

  // From this machine and its private network without more; from elsewhere with a token of scope metrics:read.
  routes.get('/metrics', { config: open }, async (request, reply) => {
    if (!isFromInside(request, context.config.trustProxy)) await demandToken(request.headers.authorization, identify);
    return await reply.type(metrics.contentType).send(await metrics.metrics());
  });

  const channels = { config: { policy: 'channels.read' }, schema: { response: { 200: ChannelList } } } as const;
  routes.get('/api/v1/channels', channels, async () => presentChannels(context));
  routes.post(
    '/api/v1/channels/:channel/:account/retry',
    { config: { policy: 'channels.retry' }, schema: { params: ChannelParams, response: { 200: ChannelList } } },
    async ({ params: { channel, account } }) => {
      await retryAccount(context, channel, account);
      return presentChannels(context);
    },
  );
}

const presentChannels = (context: Context): Static<typeof ChannelList> => ({
  items: channelStates(context).map(({ since, lastIn, lastOut, ...state }) => ({
    ...state,
    since: since.toISOString(),
    ...(lastIn ? { lastIn: lastIn.toISOString() } : {}),
    ...(lastOut ? { lastOut: lastOut.toISOString() } : {}),
  })),
});

async function demandToken(authorization: string | undefined, identify: Identify): Promise<void> {
  const text = /^Bearer +([\w-]{20,200})$/i.exec(authorization ?? '')?.[1];
  const principal = text === undefined ? undefined : await identify.token(text);
  if (!principal) fail('not-signed-in');
  if (!allows(principal, 'metrics.read')) fail('forbidden');
}
