import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { addAgent } from './add.ts';
import { changeAgent, changeMe, changePassword, loadAgent, setAvailability } from './change.ts';
import { listAgents, me } from './find.ts';
import { presentAgent, presentAgents, presentTeam } from './present.ts';
import * as shapes from './schema.ts';
import type { OpenSessions } from './session.ts';
import { addTeam, listTeams } from './team.ts';

const TAGS = ['people'];

/** Agents and teams. */
export function agentRoutes(app: FastifyInstance, context: Context, sessions: OpenSessions): void {
  othersRoutes(app, context, sessions);
  ownRoutes(app, context, sessions);
  teamRoutes(app, context);
}

function othersRoutes(server: FastifyInstance, context: Context, sessions: OpenSessions): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();
  app.get(
    '/api/v1/agents',
    { config: { policy: 'agents.read' }, schema: { tags: TAGS, response: { 200: shapes.AgentList } } },
    async () => ({ items: await presentAgents(context, await listAgents(context)), next: null }),
  );
  app.post(
    '/api/v1/agents',
    {
      config: { policy: 'agents.write' },
      schema: { tags: TAGS, body: shapes.CreateAgent, response: { 201: shapes.NewAgentView } },
    },
    async (request, reply) => {
      const { agent, password } = await addAgent(context, request.body);
      return reply.code(201).send({ ...(await presentAgent(context, agent)), ...(password ? { password } : {}) });
    },
  );
  app.put(
    '/api/v1/agents/:id',
    {
      config: { policy: 'agents.write' },
      schema: { tags: TAGS, params: shapes.AgentParams, body: shapes.ChangeAgent, response: { 200: shapes.AgentView } },
    },
    async (request) => {
      const agent = await loadAgent(context, request.params.id);
      return presentAgent(context, await changeAgent(context, sessions, agent, request.body));
    },
  );
}

function ownRoutes(server: FastifyInstance, context: Context, sessions: OpenSessions): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();
  app.put(
    '/api/v1/agents/me',
    {
      config: { policy: 'self.write' },
      schema: { tags: TAGS, body: shapes.ChangeMe, response: { 200: shapes.AgentView } },
    },
    async (request) => {
      const agent = await me(context, request.principal);
      return presentAgent(context, await changeMe(context, agent, request.body));
    },
  );
  app.put(
    '/api/v1/agents/me/availability',
    {
      config: { policy: 'self.write' },
      schema: { tags: TAGS, body: shapes.AvailabilityBody, response: { 200: shapes.AgentView } },
    },
    async (request) => {
      const agent = await me(context, request.principal);
      return presentAgent(context, await setAvailability(context, agent, request.body.state));
    },
  );
  app.put(
    '/api/v1/agents/me/password',
    {
      config: { policy: 'self.write' },
      schema: { tags: TAGS, body: shapes.PasswordBody, response: { 204: shapes.Nothing } },
    },
    async (request, reply) => {
      const agent = await me(context, request.principal);
      const session = request.principal.kind === 'agent' ? request.principal.session : '';
      await changePassword(context, sessions, agent, { ...request.body, session });
      return reply.code(204).send(null);
    },
  );
}

function teamRoutes(server: FastifyInstance, context: Context): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();
  app.get(
    '/api/v1/teams',
    { config: { policy: 'agents.read' }, schema: { tags: TAGS, response: { 200: shapes.TeamList } } },
    async () => ({ items: (await listTeams(context)).map(presentTeam), next: null }),
  );
  app.post(
    '/api/v1/teams',
    {
      config: { policy: 'agents.write' },
      schema: { tags: TAGS, body: shapes.CreateTeam, response: { 201: shapes.TeamView } },
    },
    async (request, reply) => reply.code(201).send(presentTeam(await addTeam(context, request.body))),
  );
}
