import type { FastifyInstance } from 'fastify';
import { audit } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { actor, typed } from '../../http/route.ts';
import type { Loop } from '../../loop.ts';
import { listRuns } from './log.ts';
import { openRun } from './loop.ts';
import { presentRule, presentRun } from './present.ts';
import { previewRules } from './preview.ts';
import { addRetention, changeRetention, listRetention, loadRetention, removeRetention } from './rules.ts';
import { beginRun } from './run.ts';
import {
  PreviewQuery,
  PreviewView,
  RetentionBody,
  RetentionList,
  RetentionParams,
  RetentionRuleView,
  RunList,
  RunQuery,
  RunView,
} from './schema.ts';

const READ = { policy: 'retention.read' as const };
const WRITE = { policy: 'retention.write' as const };
const RULES = '/api/v1/retention/rules';

/** How long things are kept: the rules, what they would do, and what they did. `runs` carries out. */
export function retentionRoutes(app: FastifyInstance, context: Context, runs: Loop): void {
  typed(app).get(RULES, { config: READ, schema: { response: { 200: RetentionList } } }, async () => ({
    items: (await listRetention(context)).map(presentRule),
    next: null,
  }));
  ruleRoutes(app, context);
  typed(app).get(
    '/api/v1/retention/preview',
    { config: READ, schema: { querystring: PreviewQuery, response: { 200: PreviewView } } },
    async ({ query }) =>
      await previewRules(
        context,
        query.rule
          ? [await loadRetention(context, query.rule)]
          : (await listRetention(context)).filter((r) => r.active),
      ),
  );
  runRoutes(app, context, runs);
}

function ruleRoutes(app: FastifyInstance, context: Context): void {
  typed(app).post(
    RULES,
    { config: WRITE, schema: { body: RetentionBody, response: { 201: RetentionRuleView } } },
    async (request, answer) => {
      const rule = await addRetention(context, request.body);
      await audit(context, request.principal, 'retention.added', about(String(rule._id)));
      return await answer.code(201).send(presentRule(rule));
    },
  );
  typed(app).put(
    `${RULES}/:id`,
    { config: WRITE, schema: { params: RetentionParams, body: RetentionBody, response: { 200: RetentionRuleView } } },
    async (request) => {
      const rule = await changeRetention(context, request.params.id, request.body);
      await audit(context, request.principal, 'retention.changed', about(request.params.id));
      return presentRule(rule);
    },
  );
  typed(app).delete(
    `${RULES}/:id`,
    { config: WRITE, schema: { params: RetentionParams, response: { 204: { type: 'null' } } } },
    async (request, answer) => {
      await removeRetention(context, request.params.id);
      await audit(context, request.principal, 'retention.removed', about(request.params.id));
      return await answer.code(204).send(null);
    },
  );
}

function runRoutes(app: FastifyInstance, context: Context, runs: Loop): void {
  const url = '/api/v1/retention/runs';
  typed(app).get(
    url,
    { config: READ, schema: { querystring: RunQuery, response: { 200: RunList } } },
    async (request) => {
      const { items, next } = await listRuns(context, request.query);
      return { items: items.map(presentRun), next };
    },
  );
  // Where one is under way that one is answered: it does the same.
  typed(app).post(url, { config: WRITE, schema: { response: { 202: RunView } } }, async (request, answer) => {
    const open = await openRun(context);
    const rules = (await listRetention(context)).filter(({ active }) => active);
    const run = open ?? (await beginRun(context, rules, actor(request), false));
    if (!open) await audit(context, request.principal, 'retention.run');
    runs.wake();
    return await answer.code(202).send(presentRun(run));
  });
}

const about = (id: string) => ({ about: { kind: 'retention' as const, id } });
