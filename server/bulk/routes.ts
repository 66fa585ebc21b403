import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { actor, agentId, typed } from '../http/route.ts';
import { BulkBody, BulkParams, BulkView } from './schema.ts';
import { startBulk } from './start.ts';
import { loadBulk, presentBulk, undoBulk } from './undo.ts';

const tags = ['tickets'];

/** Changes of many tickets: begun, watched, undone. `wake` begins with what was asked for. */
export function bulkRoutes(server: FastifyInstance, context: Context, wake: () => void): void {
  const app = typed(server);
  const config = { policy: 'tickets.write' as const };
  app.post(
    '/api/v1/bulk',
    { config, schema: { tags, body: BulkBody, response: { 202: BulkView } } },
    async (request, reply) => {
      const job = await startBulk(context, request.body, actor(request));
      wake();
      return reply.code(202).send(presentBulk(context, job));
    },
  );
  app.get(
    '/api/v1/bulk/:id',
    { config, schema: { tags, params: BulkParams, response: { 200: BulkView } } },
    async (request) => presentBulk(context, await loadBulk(context, request.params.id, agentId(request))),
  );
  app.post(
    '/api/v1/bulk/:id/undo',
    { config, schema: { tags, params: BulkParams, response: { 202: BulkView } } },
    async (request, reply) => {
      const job = await undoBulk(context, await loadBulk(context, request.params.id, agentId(request)));
      wake();
      return reply.code(202).send(presentBulk(context, job));
    },
  );
}
