import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../context.ts';
import { presentRule } from './present.ts';
import { addRule, listRules, removeRule, replaceRule } from './rules.ts';
import { RuleBody, RuleList, RuleParams, RuleView } from './schema.ts';

const TAGS = ['routing'];

/** The rules that give new tickets to teams. */
export function routingRoutes(server: FastifyInstance, context: Context): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();
  app.get(
    '/api/v1/rules',
    { config: { policy: 'routing.read' }, schema: { tags: TAGS, response: { 200: RuleList } } },
    async () => ({ items: (await listRules(context)).map(presentRule), next: null }),
  );
  app.post(
    '/api/v1/rules',
    { config: { policy: 'routing.write' }, schema: { tags: TAGS, body: RuleBody, response: { 201: RuleView } } },
    async (request, reply) => reply.code(201).send(presentRule(await addRule(context, request.body))),
  );
  app.put(
    '/api/v1/rules/:id',
    {
      config: { policy: 'routing.write' },
      schema: { tags: TAGS, params: RuleParams, body: RuleBody, response: { 200: RuleView } },
    },
    async (request) => presentRule(await replaceRule(context, request.params.id, request.body)),
  );
  app.delete(
    '/api/v1/rules/:id',
    {
      config: { policy: 'routing.write' },
      schema: { tags: TAGS, params: RuleParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await removeRule(context, request.params.id);
      return reply.code(204).send(null);
    },
  );
}
