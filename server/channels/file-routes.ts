import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../context.ts';
import { typed } from '../http/route.ts';
import { closed } from '../http/shapes.ts';
import { fileBehind } from './files.ts';

/** Files of chats, for whoever holds their address: on any site, in any program. */
export function channelFileRoutes(app: FastifyInstance, context: Context): void {
  typed(app).get(
    '/channels/file',
    {
      config: { policy: 'public' },
      schema: { querystring: Type.Object({ token: Type.String({ maxLength: 400 }) }, closed) },
    },
    async (request, reply) => {
      const file = await fileBehind(context, request.query.token);
      return reply
        .header('access-control-allow-origin', '*')
        .header('cross-origin-resource-policy', 'cross-origin')
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cache-control', 'private, max-age=3600')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name.toWellFormed())}`)
        .type(file.type)
        .send(file.content);
    },
  );
}
