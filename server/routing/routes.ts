import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { typed } from '../http/route.ts';
import type { RuleDoc } from './model.ts';
import { presentRule } from './present.ts';
import { addRule, listRules, orderRules, removeRule, replaceRule } from './rules.ts';
import { RuleBody, RuleList, RuleOrder, RuleParams, RuleView, TrialBody, TrialView } from './schema.ts';
import { removeTeam } from './teams.ts';
import { tryRule } from './trial.ts';

const TAGS = ['routing'];
const config = { policy: 'routing.write' as const };

/** The rules that give new tickets to teams, and what follows for them when a team goes. */
export function routingRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  app.get(
    '/api/v1/rules',
    { config: { policy: 'routing.read' }, schema: { tags: TAGS, response: { 200: RuleList } } },
    async () => ({ items: (await listRules(context)).map(presentRule), next: null }),
  );
  app.put(
    '/api/v1/rules/order',
    { config, schema: { tags: TAGS, body: RuleOrder, response: { 200: RuleList } } },
    async (request) => {
      const rules = await orderRules(context, request.body.ids);
      await audit(context, request.principal, 'rule.changed', { changed: ['order'] });
      return { items: rules.map(presentRule), next: null };
    },
  );
  ruleRoutes(server, context);
  teamRoute(server, context);
}

function ruleRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  app.post(
    '/api/v1/rules',
    { config, schema: { tags: TAGS, body: RuleBody, response: { 201: RuleView } } },
    async (request, reply) => {
      const rule = await addRule(context, request.body);
      await audit(context, request.principal, 'rule.added', aboutRule(rule));
      return reply.code(201).send(presentRule(rule));
    },
  );
  app.post(
    '/api/v1/rules/trials',
    { config, schema: { tags: TAGS, body: TrialBody, response: { 200: TrialView } } },
    async (request) => tryRule(context, request.body),
  );
  app.put(
    '/api/v1/rules/:id',
    { config, schema: { tags: TAGS, params: RuleParams, body: RuleBody, response: { 200: RuleView } } },
    async (request) => {
      const { rule, changed } = await replaceRule(context, request.params.id, request.body);
      await audit(context, request.principal, 'rule.changed', { ...aboutRule(rule), changed });
      return presentRule(rule);
    },
  );
  app.delete(
    '/api/v1/rules/:id',
    { config, schema: { tags: TAGS, params: RuleParams, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { id } = request.params;
      await removeRule(context, id);
      await audit(context, request.principal, 'rule.removed', { about: { kind: 'rule', id } });
      return reply.code(204).send(null);
    },
  );
}

const aboutRule = ({ _id }: RuleDoc) => ({ about: { kind: 'rule' as const, id: String(_id) } });

function teamRoute(server: FastifyInstance, context: Context): void {
  const query = Type.Object({ to: RuleParams.properties.id }, { additionalProperties: false });
  typed(server).delete(
    '/api/v1/teams/:id',
    {
      config: { policy: 'agents.write' },
      schema: { tags: ['people'], params: RuleParams, querystring: query, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { id } = request.params;
      await removeTeam(context, id, request.query.to);
      await audit(context, request.principal, 'team.removed', { about: { kind: 'team', id } });
      return reply.code(204).send(null);
    },
  );
}
