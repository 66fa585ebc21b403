import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import { actor, typed } from '../../http/route.ts';
import { loadTicket } from '../find.ts';
import { merge } from '../merge/merge.ts';
import { unmerge } from '../merge/unmerge.ts';
import type { TicketDoc } from '../model.ts';
import { presentTickets } from '../present.ts';
import { TicketParams, TicketView } from '../schema.ts';
import { link, unlink } from './link.ts';
import { relatedTo } from './related.ts';
import { LinkBody, LinkParams, MergeBody, RelatedView } from './schema.ts';

const write = { policy: 'tickets.write' as const };

/** What tickets have to do with each other: links, merging and taking that back. */
export function ticketLinkRoutes(app: FastifyInstance, context: Context): void {
  mergeRoutes(app, context);
  typed(app).get(
    '/api/v1/tickets/:number/related',
    { config: { policy: 'tickets.read' }, schema: { params: TicketParams, response: { 200: RelatedView } } },
    async (request) => relatedTo(context, await loadTicket(context, request.params.number)),
  );
  typed(app).post(
    '/api/v1/tickets/:number/links',
    { config: write, schema: { params: TicketParams, body: LinkBody, response: { 200: RelatedView } } },
    async (request) => {
      const ticket = await loadTicket(context, request.params.number);
      const other = await loadTicket(context, request.body.number);
      await link(context, { ticket, other, by: actor(request) }, request.body.kind);
      return await relatedTo(context, ticket);
    },
  );
  typed(app).delete(
    '/api/v1/tickets/:number/links/:other',
    { config: write, schema: { params: LinkParams, response: { 200: RelatedView } } },
    async (request) => {
      const ticket = await loadTicket(context, request.params.number);
      const other = await loadTicket(context, request.params.other);
      await unlink(context, { ticket, other, by: actor(request) });
      return await relatedTo(context, ticket);
    },
  );
}

function mergeRoutes(app: FastifyInstance, context: Context): void {
  typed(app).post(
    '/api/v1/tickets/:number/merge',
    { config: write, schema: { params: TicketParams, body: MergeBody, response: { 200: TicketView } } },
    async (request) => {
      const ticket = await loadTicket(context, request.params.number);
      const { into, ...known } = request.body;
      const other = await loadTicket(context, into);
      return await one(context, await merge(context, { ticket, into: other, by: actor(request), ...known }));
    },
  );
  typed(app).delete(
    '/api/v1/tickets/:number/merge',
    { config: write, schema: { params: TicketParams, response: { 200: TicketView } } },
    async (request) => {
      const ticket = await loadTicket(context, request.params.number);
      return await one(context, await unmerge(context, ticket, actor(request)));
    },
  );
}

const one = async (context: Context, ticket: TicketDoc): Promise<TicketView> =>
  (await presentTickets(context, [ticket]))[0] ?? fail('not-found');
