import type { FastifyInstance } from 'fastify';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { typed } from '../http/route.ts';
import type { Attempts } from './attempts.ts';
import { changeMe, changePassword, setAvailability } from './change.ts';
import { me } from './find.ts';
import { presentAgent } from './present.ts';
import { provePassword } from './prove.ts';
import * as shapes from './schema.ts';
import type { OpenSessions } from './session.ts';

const TAGS = ['people'];

/** What agents change of themselves. */
export function ownRoutes(server: FastifyInstance, context: Context, sessions: OpenSessions, attempts: Attempts): void {
  const app = typed(server);
  const config = { policy: 'self.write' as const };
  app.put(
    '/api/v1/agents/me',
    { config, schema: { tags: TAGS, body: shapes.ChangeMe, response: { 200: shapes.AgentView } } },
    async (request) => {
      const agent = await me(context, request.principal);
      return presentAgent(context, await changeMe(context, agent, request.body));
    },
  );
  app.put(
    '/api/v1/agents/me/availability',
    { config, schema: { tags: TAGS, body: shapes.AvailabilityBody, response: { 200: shapes.AgentView } } },
    async (request) => {
      const agent = await me(context, request.principal);
      return presentAgent(context, await setAvailability(context, agent, request.body.state));
    },
  );
  app.put(
    '/api/v1/agents/me/password',
    { config, schema: { tags: TAGS, body: shapes.PasswordBody, response: { 204: shapes.Nothing } } },
    async (request, reply) => {
      const agent = await me(context, request.principal);
      const { current, password } = request.body;
      await provePassword(context, attempts, agent, current);
      const session = request.principal.kind === 'agent' ? request.principal.session : '';
      await changePassword(context, sessions, agent, { password, session });
      await audit(context, request.principal, 'password.changed');
      return reply.code(204).send(null);
    },
  );
}
