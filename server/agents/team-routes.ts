import type { FastifyInstance } from 'fastify';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { typed } from '../http/route.ts';
import { presentTeam } from './present.ts';
import * as shapes from './schema.ts';
import * as teams from './team-schema.ts';
import { addTeam, changeTeam, listTeams } from './team.ts';

const TAGS = ['people'];

/** Teams. Taking one away moves its tickets and rules, and stands in routing/. */
export function teamRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const config = { policy: 'agents.write' as const };
  app.get(
    '/api/v1/teams',
    { config: { policy: 'agents.read' }, schema: { tags: TAGS, response: { 200: teams.TeamList } } },
    async () => {
      const teams = await listTeams(context);
      return { items: await Promise.all(teams.map((team) => presentTeam(context, team))), next: null };
    },
  );
  app.post(
    '/api/v1/teams',
    { config, schema: { tags: TAGS, body: teams.CreateTeam, response: { 201: teams.TeamView } } },
    async (request, reply) => {
      const team = await addTeam(context, request.body);
      await audit(context, request.principal, 'team.added', { about: { kind: 'team', id: String(team._id) } });
      return reply.code(201).send(await presentTeam(context, team));
    },
  );
  app.put(
    '/api/v1/teams/:id',
    {
      config,
      schema: { tags: TAGS, params: shapes.AgentParams, body: teams.ChangeTeam, response: { 200: teams.TeamView } },
    },
    async (request) => {
      const team = await changeTeam(context, request.params.id, request.body);
      const about = { kind: 'team' as const, id: String(team._id) };
      await audit(context, request.principal, 'team.changed', { about, changed: Object.keys(request.body) });
      return presentTeam(context, team);
    },
  );
}
