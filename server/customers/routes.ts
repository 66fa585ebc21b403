import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { typed } from '../http/route.ts';
import { loadCustomer } from './find.ts';
import { presentCustomer } from './present.ts';
import { setBlocked } from './block.ts';
import { BlockBody, CustomerParams, CustomerView } from './schema.ts';

/** Reading customers. Their timeline needs tickets, and stands in privacy/. */
export function customerRoutes(app: FastifyInstance, context: Context): void {
  typed(app).get(
    '/api/v1/customers/:id',
    { config: { policy: 'customers.read' }, schema: { params: CustomerParams, response: { 200: CustomerView } } },
    async (request) => presentCustomer(await loadCustomer(context, request.params.id)),
  );
  typed(app).post(
    '/api/v1/customers/:id/block',
    {
      config: { policy: 'customers.write' },
      schema: { params: CustomerParams, body: BlockBody, response: { 200: CustomerView } },
    },
    async (request) => presentCustomer(await setBlocked(context, request.params.id, request.body.blocked)),
  );
}
