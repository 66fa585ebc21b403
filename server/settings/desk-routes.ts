import type { FastifyInstance } from 'fastify';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { typed } from '../http/route.ts';
import { changeDesk, deskSettings } from './desk.ts';
import { DeskBody, DeskView } from './desk-schema.ts';

/** What holds for the whole desk: its time zone. */
export function deskRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const tags = ['reports'];
  const response = { 200: DeskView };
  app.get('/api/v1/desk', { config: { policy: 'reports.read' }, schema: { tags, response } }, () =>
    deskSettings(context),
  );
  app.put(
    '/api/v1/desk',
    { config: { policy: 'settings.write' }, schema: { tags, body: DeskBody, response } },
    async (request) => {
      const settings = await changeDesk(context, request.body);
      await audit(context, request.principal, 'desk.changed', { changed: Object.keys(request.body) });
      return settings;
    },
  );
}
