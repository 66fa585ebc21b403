import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../server/context.ts';
import { fail } from '../server/errors.ts';
import { agentId, typed } from '../server/http/route.ts';
import { closed } from '../server/http/shapes.ts';
import { PresenceView } from './author-schema.ts';
import { beGone, beHere } from './presence.ts';
import { ArticleParams, Locale } from './schema.ts';

const Where = Type.Object({ locale: Locale }, closed);

/** Who else has an article open: an editor asks every few seconds. Programs have no editor. */
export function presenceRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const config = { policy: 'articles.write' } as const;
  const tags = ['articles'];
  const path = '/api/v1/articles/:id/presence';
  app.put(
    path,
    { config, schema: { tags, params: ArticleParams, body: Where, response: { 200: PresenceView } } },
    (request) => beHere(context, request.params.id, agentId(request) ?? fail('forbidden'), request.body.locale),
  );
  app.delete(path, { config, schema: { tags, params: ArticleParams } }, async (request, reply) => {
    await beGone(context, request.params.id, agentId(request) ?? fail('forbidden'));
    return await reply.code(204).send();
  });
}
