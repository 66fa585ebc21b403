import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isCrossSite } from '../../access/authenticate.ts';
import { audit } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import { limiter } from '../../http/limit.ts';
import { typed } from '../../http/route.ts';
import { addAgent } from '../add.ts';
import { loadAgent } from '../change.ts';
import { Agents, type AgentDoc } from '../model.ts';
import { presentAgent } from '../present.ts';
import { AgentParams, Nothing } from '../schema.ts';
import type { OpenSessions } from '../session.ts';
import { enter } from '../session-routes.ts';
import { secondFactorOf } from '../two-factor/factor.ts';
import { readLink, takeLink } from './link.ts';
import { AskLink, Entered, Invitation, Invited, LinkOwner, LinkView, NewPassword, TokenBody } from './schema.ts';
import { sendLink, type SentLink } from './send.ts';

const TAGS = ['people'];
const MINUTES = 60_000;

/** Invitations, and setting a password by link. */
export function linkRoutes(app: FastifyInstance, context: Context, sessions: OpenSessions): void {
  adminRoutes(app, context);
  publicRoutes(app, context, sessions);
}

function adminRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const config = { policy: 'agents.write' as const };
  app.post(
    '/api/v1/invitations',
    { config, schema: { tags: TAGS, body: Invitation, response: { 201: Invited } } },
    async (request, reply) => {
      const { agent } = await addAgent(context, { ...request.body, invited: true });
      const invitation = present(await sendLink(context, agent));
      await audit(context, request.principal, 'agent.invited', aboutAgent(agent));
      return reply.code(201).send({ agent: await presentAgent(context, agent), invitation });
    },
  );
  app.post(
    '/api/v1/agents/:id/link',
    { config, schema: { tags: TAGS, params: AgentParams, response: { 201: LinkView } } },
    async (request, reply) => {
      const agent = await loadAgent(context, request.params.id);
      if (!agent.active) fail('unprocessable', 'This agent is switched off.');
      const link = present(await sendLink(context, agent));
      await audit(context, request.principal, 'agent.link-made', aboutAgent(agent));
      return reply.code(201).send(link);
    },
  );
}

/** Nobody is signed in here: the link is the proof. */
function publicRoutes(server: FastifyInstance, context: Context, sessions: OpenSessions): void {
  const app = typed(server);
  const config = { policy: 'public' as const };
  const guess = limiter(context.clock, 30, 15 * MINUTES);
  const ask = limiter(context.clock, 5, 15 * MINUTES);
  const guarded = (request: FastifyRequest): void => {
    if (isCrossSite(request, context.config.publicUrl)) fail('cross-site');
    if (!guess(request.ip)) fail('rate-limited');
  };
  app.post(
    '/api/v1/session/link',
    { config, schema: { tags: TAGS, body: TokenBody, response: { 200: LinkOwner } } },
    async (request) => {
      guarded(request);
      const { link, agent } = await readLink(context, request.body.token);
      return { kind: link.kind, name: agent.name, email: agent.email };
    },
  );
  app.post(
    '/api/v1/session/password',
    { config, schema: { tags: TAGS, body: NewPassword, response: { 200: Entered } } },
    async (request, reply) => {
      guarded(request);
      const agent = await takeLink(context, sessions, request.body.token, request.body.password);
      await audit(context, { kind: 'agent', id: String(agent._id) }, 'password.set-by-link');
      if (await secondFactorOf(context, agent._id)) return { session: null };
      return { session: await enter(context, sessions, agent, { request, reply }) };
    },
  );
  app.post(
    '/api/v1/session/reset',
    { config, schema: { tags: TAGS, body: AskLink, response: { 202: Nothing } } },
    async (request, reply) => {
      guarded(request);
      const email = request.body.email.trim().toLowerCase();
      if (!ask(context.vault.hash('sign-in', email))) fail('rate-limited');
      // Beside the answer, which is the same at the same time whether or not there is such an agent.
      sendAsked(context, email).catch((err: unknown) => context.log.error({ err }, 'a link was not sent'));
      return reply.code(202).send(null);
    },
  );
}

/** Only where mail goes out: a link that nobody gets would void the one that an admin has passed on. */
async function sendAsked(context: Context, email: string): Promise<void> {
  const agent = await Agents(context).findOne({ email, active: true }).lean<AgentDoc>();
  if (!agent || context.channels.get('email')?.cannotSend('env') !== undefined) return;
  await sendLink(context, agent);
  await audit(context, 'system', 'password.link-asked', aboutAgent(agent));
}

const aboutAgent = ({ _id }: AgentDoc) => ({ about: { kind: 'agent' as const, id: String(_id) } });

function present({ kind, mailed, url, expiresAt }: SentLink): LinkView {
  return { kind, mailed, ...(mailed ? {} : { link: url }), expiresAt: expiresAt.toISOString() };
}
