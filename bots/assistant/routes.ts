import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../../server/context.ts';
import { closed, Id } from '../../server/http/shapes.ts';
import { typed } from '../../server/http/route.ts';
import { loadTicket } from '../../server/tickets/find.ts';
import { LanguageName, TicketParams } from '../../server/tickets/schema.ts';
import { suggestForTicket } from './suggest.ts';

const SuggestionView = Type.Object(
  {
    id: Id,
    slug: Type.String(),
    locale: LanguageName,
    title: Type.String(),
    /** HTML-escaped, with `<mark>`. */
    excerpt: Type.String(),
    url: Type.String(),
  },
  closed,
);
const SuggestionList = Type.Object({ items: Type.Array(SuggestionView) }, closed);

/** What the assistant offers to agents. */
export function assistantRoutes(app: FastifyInstance, context: Context): void {
  typed(app).get(
    '/api/v1/tickets/:number/suggestions',
    { config: { policy: 'tickets.read' }, schema: { params: TicketParams, response: { 200: SuggestionList } } },
    async ({ params }) => {
      const ticket = await loadTicket(context, params.number);
      const found = await suggestForTicket(context, ticket);
      return { items: found.map(({ coverage: _, ...suggestion }) => suggestion) };
    },
  );
}
