import '@fastify/multipart';
import '@fastify/websocket';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import { limiter } from '../../http/limit.ts';
import { isTimeZone } from '../../settings/day.ts';
import { demoRoutes } from './demo/routes.ts';
import { createHome } from './home.ts';
import { createSays } from './says.ts';
import { identityRoutes } from './identity/routes.ts';
import { lookRoutes } from './look.ts';
import { HomeQuery, HomeView, Sent } from './schema.ts';
import { readUpload, uploadLimits } from './upload.ts';
import { webchatOf } from './webchat.ts';

/** Messages with files from one address: a session costs nothing, and a whole office may share an address. */
const MOST_UPLOADS = 60;
const WINDOW_MS = 10 * 60_000;

/**
 * What the widget needs besides the socket, on whichever site it stands: open to all origins, never with cookies. Who
 * the visitor is says their session token alone.
 */
export function webchatRoutes(root: FastifyInstance, context: Context): void {
  const app = root.withTypeProvider<TypeBoxTypeProvider>();
  const channel = webchatOf(context);
  const home = createHome(context);
  const says = createSays(context);
  const allowed = limiter(context.clock, MOST_UPLOADS, WINDOW_MS);
  const config = { policy: 'public' } as const;

  app.get('/ws/widget', { websocket: true, config }, (socket, request) => channel.accept(socket, request.ip));

  app.get(
    '/channels/webchat/home',
    { config, schema: { querystring: HomeQuery, response: { 200: HomeView } } },
    async (request, reply) => {
      forAnySite(reply).header('cache-control', 'public, max-age=60');
      const { locale, zone } = request.query;
      if (zone !== undefined && !isTimeZone(zone)) fail('bad-request', 'There is no such time zone.');
      const [items, said] = await Promise.all([home(locale), says(locale, zone)]);
      return { items, says: said };
    },
  );

  app.post(
    '/channels/webchat/messages',
    { config, schema: { consumes: ['multipart/form-data'], response: { 202: Sent } } },
    async (request, reply) => {
      forAnySite(reply);
      if (!allowed(request.ip)) fail('rate-limited');
      const { from, said, files } = await readUpload(context, request.parts({ limits: uploadLimits }));
      await channel.take(from, said, files);
      return reply.code(202).send({ clientId: said.clientId });
    },
  );

  identityRoutes(root, context, channel.visitors);
  lookRoutes(app, context);
  demoRoutes(app, context);
}

const forAnySite = (reply: FastifyReply): FastifyReply => reply.header('access-control-allow-origin', '*');
