import type { FastifyInstance } from 'fastify';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { CustomerParams } from '../customers/schema.ts';
import { typed } from '../http/route.ts';
import { exportCustomer } from './export/archive.ts';

/** Everything about a customer in one archive. */
export function exportRoutes(app: FastifyInstance, context: Context): void {
  typed(app).get(
    '/api/v1/customers/:id/export',
    { config: { policy: 'customers.export' }, schema: { params: CustomerParams } },
    async (request, answer) => {
      const { name, stream } = await exportCustomer(context, request.params.id);
      await audit(context, request.principal, 'customer.exported', {
        about: { kind: 'customer', id: request.params.id },
      });
      return await answer
        .headers({
          'content-type': 'application/zip',
          'content-disposition': `attachment; filename="${name}"`,
          'cache-control': 'no-store',
        })
        .send(stream);
    },
  );
}
