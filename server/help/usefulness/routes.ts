import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { typed } from '../../http/route.ts';
import { loadTicket } from '../../tickets/find.ts';
import { TicketParams } from '../../tickets/schema.ts';
import { markArticle, marksOf } from './mark.ts';
import { MarkBody, MarkList, MarkParams, UsefulnessQuery, UsefulnessView } from './schema.ts';
import { usefulness } from './usefulness.ts';

/** Agents say which articles were of use for a ticket; authors see which answer what, and what none answered. */
export function usefulnessRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const tags = ['articles'];
  app.get(
    '/api/v1/tickets/:number/article-marks',
    { config: { policy: 'tickets.read' }, schema: { tags, params: TicketParams, response: { 200: MarkList } } },
    async ({ params }) => ({ marks: await marksOf(context, (await loadTicket(context, params.number))._id) }),
  );
  app.put(
    '/api/v1/tickets/:number/article-marks/:id',
    { config: { policy: 'tickets.write' }, schema: { tags, params: MarkParams, body: MarkBody } },
    async ({ params, body }, reply) => {
      const ticket = await loadTicket(context, params.number);
      await markArticle(context, ticket, { article: params.id, useful: body.useful });
      return await reply.code(204).send();
    },
  );
  app.delete(
    '/api/v1/tickets/:number/article-marks/:id',
    { config: { policy: 'tickets.write' }, schema: { tags, params: MarkParams } },
    async ({ params }, reply) => {
      const ticket = await loadTicket(context, params.number);
      await markArticle(context, ticket, { article: params.id, useful: undefined });
      return await reply.code(204).send();
    },
  );
  app.get(
    '/api/v1/help/usefulness',
    {
      config: { policy: 'tickets.read' },
      schema: { tags, querystring: UsefulnessQuery, response: { 200: UsefulnessView } },
    },
    async ({ query }) => await usefulness(context, query.locale),
  );
}
