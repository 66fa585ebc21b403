import type { FastifyInstance } from 'fastify';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { CustomerParams } from '../customers/schema.ts';
import { fail } from '../errors.ts';
import { typed } from '../http/route.ts';
import { ordersOf } from './list.ts';
import { presentOrders } from './present.ts';
import { orderByNumber, saveOrder } from './save.ts';
import { OrderBody, OrderList, OrderParams, OrdersQuery, OrderView } from './schema.ts';

const tags = ['orders'];

/** What customers have bought, from the shop's own system. */
export function orderRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const read = { policy: 'orders.read' as const };
  app.get(
    '/api/v1/orders/:number',
    { config: read, schema: { tags, params: OrderParams, response: { 200: OrderView } } },
    async (request) => {
      const order = (await orderByNumber(context, request.params.number)) ?? fail('not-found');
      const [view] = await presentOrders(context, [order]);
      return view ?? fail('not-found');
    },
  );
  app.get(
    '/api/v1/customers/:id/orders',
    {
      config: read,
      schema: { tags, params: CustomerParams, querystring: OrdersQuery, response: { 200: OrderList } },
    },
    async (request) => {
      const { orders, next } = await ordersOf(context, request.params.id, request.query);
      return { items: await presentOrders(context, orders), next };
    },
  );
  app.put(
    '/api/v1/orders/:number',
    {
      config: { policy: 'orders.write' },
      schema: { tags, params: OrderParams, body: OrderBody, response: { 200: OrderView, 201: OrderView } },
    },
    async (request, reply) => {
      const { order, change } = await saveOrder(context, request.params.number, request.body);
      if (change !== 'same') {
        const about = { kind: 'order' as const, id: String(order._id) };
        await audit(context, request.principal, `order.${change}`, { about });
      }
      const [view] = await presentOrders(context, [order]);
      return await reply.code(change === 'added' ? 201 : 200).send(view ?? fail('not-found'));
    },
  );
}
