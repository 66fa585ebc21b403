import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { me } from '../agents/find.ts';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { typed } from '../http/route.ts';
import { mails } from '../messages/mails.ts';
import { SetupView } from './schema.ts';
import { setupState } from './setup.ts';

/** What the first steps need: how far the desk is set up, and a mail to see that it can send. */
export function setupRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const config = { policy: 'settings.write' as const };
  app.get('/api/v1/setup', { config, schema: { tags: ['settings'], response: { 200: SetupView } } }, async () =>
    setupState(context),
  );
  app.post(
    '/api/v1/setup/test-mail',
    { config, schema: { tags: ['settings'], response: { 204: Type.Null() } } },
    async (request, reply) => {
      const agent = await me(context, request.principal);
      const email = context.channels.get('email');
      const reason = email?.cannotSend('env');
      if (!email?.post || reason) fail('cannot-send', reason);
      const { subject, text } = mails[agent.locale].test;
      try {
        await email.post({ to: agent.email, subject, text: text.replace('{name}', agent.name) });
      } catch (error) {
        fail('cannot-send', (error as Error).message);
      }
      await audit(context, request.principal, 'channel.tested', { about: { kind: 'channel', id: 'email' } });
      return reply.code(204).send(null);
    },
  );
}
