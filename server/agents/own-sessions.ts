import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { typed } from '../http/route.ts';
import { closed, Time } from '../http/shapes.ts';
import { loadAgent } from './change.ts';
import { Sessions, type SessionDoc } from './model.ts';
import { AgentParams, Nothing } from './schema.ts';
import { refOf, type OpenSessions } from './session.ts';

const TAGS = ['people'];
const OWN = '/api/v1/agents/me/sessions';
const SessionRow = Type.Object(
  { id: Type.String(), current: Type.Boolean(), createdAt: Time, lastSeenAt: Time, userAgent: Type.String() },
  closed,
);
const SessionList = Type.Object({ items: Type.Array(SessionRow), next: Type.Null() }, closed);
const SessionParams = Type.Object({ id: Type.String({ pattern: '^[\\w-]{22}$' }) }, closed);

/** Where an agent is signed in, and ending that; an admin can sign anybody out everywhere. */
export function ownSessionRoutes(server: FastifyInstance, context: Context, sessions: OpenSessions): void {
  const app = typed(server);
  app.get(
    OWN,
    { config: { policy: 'self.read' }, schema: { tags: TAGS, response: { 200: SessionList } } },
    async (request) => {
      const { session } = signedIn(request);
      const items = (await sessionsOf(context, request)).map((doc) => present(context, doc, session));
      return { items, next: null };
    },
  );
  app.delete(
    `${OWN}/:id`,
    { config: { policy: 'self.write' }, schema: { tags: TAGS, params: SessionParams, response: { 204: Nothing } } },
    async (request, reply) => {
      const { id: agent } = signedIn(request);
      const all = await sessionsOf(context, request);
      const ended = all.find(({ _id }) => refOf(context, 'session', _id) === request.params.id) ?? fail('not-found');
      await sessions.end(ended._id);
      await context.events.emit('agent.revoked', { agent, session: ended._id });
      await audit(context, request.principal, 'session.ended');
      return reply.code(204).send(null);
    },
  );
  app.delete(
    OWN,
    { config: { policy: 'self.write' }, schema: { tags: TAGS, response: { 204: Nothing } } },
    async (request, reply) => {
      const { id: agent, session } = signedIn(request);
      const others = (await sessionsOf(context, request)).filter(({ _id }) => _id !== session);
      for (const { _id } of others) {
        await sessions.end(_id);
        await context.events.emit('agent.revoked', { agent, session: _id });
      }
      if (others.length > 0) await audit(context, request.principal, 'session.ended');
      return reply.code(204).send(null);
    },
  );
  app.delete(
    '/api/v1/agents/:id/sessions',
    { config: { policy: 'agents.write' }, schema: { tags: TAGS, params: AgentParams, response: { 204: Nothing } } },
    async (request, reply) => {
      const agent = await loadAgent(context, request.params.id);
      await sessions.endAll(agent._id);
      await context.events.emit('agent.revoked', { agent: String(agent._id) });
      await audit(context, request.principal, 'agent.signed-out', { about: { kind: 'agent', id: String(agent._id) } });
      return reply.code(204).send(null);
    },
  );
}

function signedIn({ principal }: FastifyRequest): { id: string; session: string } {
  return principal.kind === 'agent' ? principal : fail('forbidden');
}

/** Open ones, the one used last first. */
async function sessionsOf(context: Context, request: FastifyRequest): Promise<SessionDoc[]> {
  const now = context.clock.now();
  const docs = await Sessions(context)
    .find({ agent: signedIn(request).id })
    .lean<SessionDoc[]>();
  return docs
    .filter(({ expiresAt }) => expiresAt > now)
    .sort((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime());
}

function present(context: Context, doc: SessionDoc, current: string): Static<typeof SessionRow> {
  return {
    id: refOf(context, 'session', doc._id),
    current: doc._id === current,
    createdAt: doc.createdAt.toISOString(),
    lastSeenAt: doc.lastSeenAt.toISOString(),
    userAgent: doc.userAgent,
  };
}
