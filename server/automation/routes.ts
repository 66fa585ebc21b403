import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { typed } from '../http/route.ts';
import { AutomationRuns, type AutomationRunDoc } from './model.ts';
import { presentAutomation, presentRun } from './present.ts';
import {
  addAutomation,
  listAutomations,
  loadAutomation,
  removeAutomation,
  replaceAutomation,
  switchAutomation,
} from './rules.ts';
import {
  AutomationBody,
  AutomationList,
  AutomationParams,
  AutomationTrial,
  AutomationView,
  RunList,
  RunsQuery,
  SwitchBody,
} from './schema.ts';
import { tryAutomation } from './trial.ts';

const tags = ['automation'];
const config = { policy: 'routing.write' as const };
const read = { policy: 'routing.read' as const };
const params = AutomationParams;
const about = (id: string) => ({ about: { kind: 'automation' as const, id } });

/** Rules that act when something happens to a ticket, or when nothing does for a time. */
export function automationRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  app.get('/api/v1/automations', { config: read, schema: { tags, response: { 200: AutomationList } } }, async () => ({
    items: (await listAutomations(context)).map(presentAutomation),
    next: null,
  }));
  app.get(
    '/api/v1/automations/runs',
    { config: read, schema: { tags, querystring: RunsQuery, response: { 200: RunList } } },
    async ({ query: { rule, limit = 50 } }) => ({
      items: (await runs(context, rule, limit)).map(presentRun),
      next: null,
    }),
  );
  app.post(
    '/api/v1/automations',
    { config, schema: { tags, body: AutomationBody, response: { 201: AutomationView } } },
    async ({ body, principal }, reply) => {
      const rule = await addAutomation(context, body);
      await audit(context, principal, 'automation.added', about(String(rule._id)));
      return reply.code(201).send(presentAutomation(rule));
    },
  );
  app.put(
    '/api/v1/automations/:id',
    { config, schema: { tags, params, body: AutomationBody, response: { 200: AutomationView } } },
    async ({ params: { id }, body, principal }) => {
      const { rule, changed } = await replaceAutomation(context, id, body);
      await audit(context, principal, 'automation.changed', { ...about(id), changed });
      return presentAutomation(rule);
    },
  );
  oneRoutes(server, context);
}

function oneRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  app.post(
    '/api/v1/automations/:id/trials',
    { config, schema: { tags, params, response: { 200: AutomationTrial } } },
    async ({ params: { id } }) => tryAutomation(context, await loadAutomation(context, id)),
  );
  app.put(
    '/api/v1/automations/:id/enabled',
    { config, schema: { tags, params, body: SwitchBody, response: { 200: AutomationView } } },
    async ({ params: { id }, body: { enabled }, principal }) => {
      const rule = await switchAutomation(context, id, enabled);
      await audit(context, principal, enabled ? 'automation.on' : 'automation.off', about(id));
      return presentAutomation(rule);
    },
  );
  app.delete(
    '/api/v1/automations/:id',
    { config, schema: { tags, params, response: { 204: Type.Null() } } },
    async ({ params: { id }, principal }, reply) => {
      await removeAutomation(context, id);
      await audit(context, principal, 'automation.removed', about(id));
      return reply.code(204).send(null);
    },
  );
}

/** The latest first. */
async function runs(context: Context, rule: string | undefined, limit: number): Promise<AutomationRunDoc[]> {
  return await AutomationRuns(context)
    .find({ ...(rule ? { rule } : {}), doneAt: { $type: 'date' } })
    .sort({ doneAt: -1 })
    .limit(limit)
    .lean<AutomationRunDoc[]>();
}
