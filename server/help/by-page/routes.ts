import type { FastifyInstance } from 'fastify';
import { audit } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { typed } from '../../http/route.ts';
import { ByPageBody, ByPageList, ByPageQuery } from './schema.ts';
import { articlesFor, changePageRules, pageRules } from './suggest.ts';

/** The articles that fit a page of the shop's site, for the chat on it; and which fit which, for admins. */
export function byPageRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const tags = ['articles'];
  const config = { policy: 'settings.write' as const };
  const address = '/api/v1/help/by-page';
  const response = { 200: ByPageBody };

  app.get(
    '/api/v1/help/suggestions',
    { config: { policy: 'public' }, schema: { tags, querystring: ByPageQuery, response: { 200: ByPageList } } },
    async ({ query }, reply) => {
      void reply.headers({ 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=60' });
      return { items: await articlesFor(context, query) };
    },
  );
  app.get(address, { config, schema: { tags, response } }, async () => ({ pages: await pageRules(context) }));
  app.put(address, { config, schema: { tags, body: ByPageBody, response } }, async ({ body, principal }) => {
    await changePageRules(context, body.pages);
    await audit(context, principal, 'channel.changed', { changed: ['pages'] });
    return body;
  });
}
