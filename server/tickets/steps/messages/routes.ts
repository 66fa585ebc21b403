import type { FastifyInstance } from 'fastify';
import { audit } from '../../../audit/record.ts';
import type { Context } from '../../../context.ts';
import { typed } from '../../../http/route.ts';
import { changeMessages, listMessages } from './own.ts';
import { StepMessageList, StepParams, StepTextsBody } from './schema.ts';

/** What customers are told with each step of a life cycle, in the shop's own words. */
export function stepMessageRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const schema = { tags: ['settings'], response: { 200: StepMessageList } };
  app.get('/api/v1/step-messages', { config: { policy: 'tickets.read' }, schema }, () => listMessages(context));
  app.put(
    '/api/v1/step-messages/:type/:step',
    { config: { policy: 'settings.write' }, schema: { ...schema, params: StepParams, body: StepTextsBody } },
    async (request) => {
      const { type, step } = request.params;
      await changeMessages(context, type, step, request.body);
      await audit(context, request.principal, 'step-messages.changed', { changed: [`${type}/${step}`] });
      return await listMessages(context);
    },
  );
}
