import type { FastifyInstance } from 'fastify';
import { audit } from '../../../audit/record.ts';
import type { Context } from '../../../context.ts';
import { typed } from '../../../http/route.ts';
import { changeHours, hoursOf } from './hours.ts';
import { HoursBody, HoursView } from './schema.ts';

/** When people answer in the chat. */
export function hoursRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const config = { policy: 'settings.write' as const };
  const tags = ['channels'];
  const address = '/api/v1/webchat/hours';
  const response = { 200: HoursView };
  app.get(address, { config, schema: { tags, response } }, () => hoursOf(context));
  app.put(address, { config, schema: { tags, body: HoursBody, response } }, async ({ body, principal }) => {
    const hours = await changeHours(context, body.week);
    await audit(context, principal, 'channel.changed', { changed: ['hours'] });
    return hours;
  });
}
