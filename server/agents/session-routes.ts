import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isCrossSite, SESSION_COOKIE, sessionCookie } from '../access/authenticate.ts';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import type { Attempts } from './attempts.ts';
import { me } from './find.ts';
import type { AgentDoc } from './model.ts';
import { presentSession } from './present.ts';
import { Nothing, SessionView, SignInBody } from './schema.ts';
import type { OpenSessions } from './session.ts';
import { signIn } from './sign-in.ts';

/** Seconds: the longest that a session can last. */
const MAX_AGE = 30 * 86_400;
const TAGS = ['people'];

/** Sign in, who am I, sign out. */
export function sessionRoutes(
  server: FastifyInstance,
  context: Context,
  sessions: OpenSessions,
  attempts: Attempts,
): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();
  app.post(
    '/api/v1/session',
    { config: { policy: 'public' }, schema: { tags: TAGS, body: SignInBody, response: { 200: SessionView } } },
    async (request, reply) => {
      // Without a cookie too: nobody may be signed in by another site, into an account of its choice.
      if (isCrossSite(request, context.config.publicUrl)) fail('cross-site');
      const agent = await signIn(context, attempts, { ...request.body, address: request.ip });
      return await enter(context, sessions, agent, { request, reply });
    },
  );
  app.get(
    '/api/v1/session',
    { config: { policy: 'self.read' }, schema: { tags: TAGS, response: { 200: SessionView } } },
    async (request) => presentSession(context, await me(context, request.principal)),
  );
  app.delete(
    '/api/v1/session',
    { config: { policy: 'self.write' }, schema: { tags: TAGS, response: { 204: Nothing } } },
    async (request, reply) => {
      if (request.principal.kind !== 'agent') fail('forbidden');
      const { id, session } = request.principal;
      await sessions.end(session);
      await context.events.emit('agent.revoked', { agent: id, session });
      await audit(context, request.principal, 'sign-out');
      setCookie(context, reply, '', 0);
      return reply.code(204).send(null);
    },
  );
}

/** Starts a session with a new id, and ends the one that this browser had. */
export async function enter(
  context: Context,
  sessions: OpenSessions,
  agent: AgentDoc,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<SessionView> {
  const before = sessionCookie(request);
  if (before) await sessions.end(sessions.idOf(before));
  setCookie(context, reply, await sessions.start(agent, request.headers['user-agent'] ?? ''), MAX_AGE);
  await audit(context, { kind: 'agent', id: String(agent._id) }, 'sign-in');
  return await presentSession(context, agent);
}

function setCookie(context: Context, reply: FastifyReply, value: string, maxAge: number): void {
  const secure = reply.request.protocol === 'https' || context.config.publicUrl.startsWith('https:');
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge } as const;
  reply.setCookie(SESSION_COOKIE, value, cookie);
  reply.header('cache-control', 'no-store');
}
