import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { actor, typed } from '../../http/route.ts';
import { loadTicket } from '../find.ts';
import { TicketParams } from '../schema.ts';
import { presentPurchase } from './present.ts';
import { PurchaseBody, PurchaseView } from './schema.ts';
import { clearPurchase, setPurchase } from './set.ts';

/** What a ticket is about: something that its customer has bought. */
export function purchaseRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const url = '/api/v1/tickets/:number/purchase';
  const schema = { params: TicketParams, response: { 200: PurchaseView } };
  const write = { policy: 'tickets.write' as const };
  app.get(url, { config: { policy: 'tickets.read' }, schema }, async (request) =>
    presentPurchase(context, await loadTicket(context, request.params.number)),
  );
  app.put(url, { config: write, schema: { ...schema, body: PurchaseBody } }, async (request) => {
    const ticket = await loadTicket(context, request.params.number);
    return await presentPurchase(context, await setPurchase(context, ticket, request.body, actor(request)));
  });
  app.delete(url, { config: write, schema }, async (request) => {
    const ticket = await loadTicket(context, request.params.number);
    return await presentPurchase(context, await clearPurchase(context, ticket, actor(request)));
  });
}
