import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { agentId, typed } from '../http/route.ts';
import { loadTicket } from './find.ts';
import { countList, listTickets } from './list.ts';
import { presentTickets } from './present.ts';
import { presentPage } from './search/present.ts';
import { CountQuery, CountView, ListQuery } from './list-schema.ts';
import { TicketList, TicketParams, TicketView } from './schema.ts';

/** Reading tickets. What changes a ticket stands in change-routes.ts, its thread in thread-routes.ts. */
export function ticketRoutes(app: FastifyInstance, context: Context): void {
  const read = { policy: 'tickets.read' as const };
  typed(app).get(
    '/api/v1/tickets',
    { config: read, schema: { querystring: ListQuery, response: { 200: TicketList } } },
    async (request) => {
      const page = await listTickets(context, request.query, agentId(request));
      return await presentPage(context, page);
    },
  );
  typed(app).get(
    '/api/v1/tickets/count',
    { config: read, schema: { querystring: CountQuery, response: { 200: CountView } } },
    async (request) => ({ count: await countList(context, request.query, agentId(request), Infinity) }),
  );
  typed(app).get(
    '/api/v1/tickets/:number',
    { config: read, schema: { params: TicketParams, response: { 200: TicketView } } },
    async (request) => {
      const ticket = await loadTicket(context, request.params.number);
      const [view] = await presentTickets(context, [ticket]);
      return view ?? fail('not-found');
    },
  );
}
