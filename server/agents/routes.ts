import type { FastifyInstance } from 'fastify';
import { policiesOf } from '../access/policies.ts';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { typed } from '../http/route.ts';
import { addAgent } from './add.ts';
import type { Attempts } from './attempts.ts';
import { calendarRoutes } from './calendar-routes.ts';
import { changeAgent, loadAgent } from './change.ts';
import { listAgents } from './find.ts';
import { linkRoutes } from './links/routes.ts';
import { ROLES, type AgentDoc } from './model.ts';
import { ownRoutes } from './own-routes.ts';
import { ownSessionRoutes } from './own-sessions.ts';
import { presentAgent, presentAgents } from './present.ts';
import * as shapes from './schema.ts';
import type { OpenSessions } from './session.ts';
import { teamRoutes } from './team-routes.ts';
import { tokenRoutes } from './tokens/routes.ts';
import { twoFactorRoutes } from './two-factor/routes.ts';

const TAGS = ['people'];

/** Agents, teams, their sessions and what they prove themselves with. */
export function agentRoutes(app: FastifyInstance, context: Context, sessions: OpenSessions, attempts: Attempts): void {
  readRoutes(app, context);
  writeRoutes(app, context, sessions);
  ownRoutes(app, context, sessions, attempts);
  ownSessionRoutes(app, context, sessions);
  twoFactorRoutes(app, context, attempts);
  linkRoutes(app, context, sessions);
  tokenRoutes(app, context, sessions);
  teamRoutes(app, context);
  calendarRoutes(app, context);
}

function readRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const config = { policy: 'agents.read' as const };
  app.get('/api/v1/agents', { config, schema: { tags: TAGS, response: { 200: shapes.AgentList } } }, async () => ({
    items: await presentAgents(context, await listAgents(context)),
    next: null,
  }));
  app.get('/api/v1/roles', { config, schema: { tags: TAGS, response: { 200: shapes.RoleList } } }, async () => ({
    items: ROLES.map((role) => ({ role, may: policiesOf(role) })),
    next: null,
  }));
}

function writeRoutes(server: FastifyInstance, context: Context, sessions: OpenSessions): void {
  const app = typed(server);
  const config = { policy: 'agents.write' as const };
  app.post(
    '/api/v1/agents',
    { config, schema: { tags: TAGS, body: shapes.CreateAgent, response: { 201: shapes.NewAgentView } } },
    async (request, reply) => {
      const { agent, password } = await addAgent(context, request.body);
      await audit(context, request.principal, 'agent.added', { about: { kind: 'agent', id: String(agent._id) } });
      return reply.code(201).send({ ...(await presentAgent(context, agent)), ...(password ? { password } : {}) });
    },
  );
  app.put(
    '/api/v1/agents/:id',
    {
      config,
      schema: { tags: TAGS, params: shapes.AgentParams, body: shapes.ChangeAgent, response: { 200: shapes.AgentView } },
    },
    async (request) => {
      const before = await loadAgent(context, request.params.id);
      const agent = await changeAgent(context, sessions, before, request.body);
      const [act, entry] = actOf(before, agent, Object.keys(request.body));
      await audit(context, request.principal, act, entry);
      return presentAgent(context, agent);
    },
  );
}

/** What of a change stands in the audit log. */
function actOf(before: AgentDoc, after: AgentDoc, changed: string[]) {
  const about = { kind: 'agent' as const, id: String(after._id) };
  if (before.active !== after.active)
    return [after.active ? 'agent.reactivated' : 'agent.deactivated', { about }] as const;
  const role = before.role === after.role ? {} : { role: { was: before.role, is: after.role } };
  return ['agent.changed', { about, changed, ...role }] as const;
}
