import type { FastifyInstance } from 'fastify';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { typed } from '../http/route.ts';
import { TelephoneBody, TelephoneView } from './telephone-schema.ts';
import { changeTelephone, telephoneSettings } from './telephone.ts';

/** What holds for telephone numbers, and for calling customers back. */
export function telephoneRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const tags = ['calls'];
  const response = { 200: TelephoneView };
  app.get('/api/v1/telephone', { config: { policy: 'customers.read' }, schema: { tags, response } }, () =>
    telephoneSettings(context),
  );
  app.put(
    '/api/v1/telephone',
    { config: { policy: 'settings.write' }, schema: { tags, body: TelephoneBody, response } },
    async (request) => {
      const settings = await changeTelephone(context, request.body);
      await audit(context, request.principal, 'telephone.changed', { changed: Object.keys(request.body) });
      return settings;
    },
  );
}
