import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { typed } from '../http/route.ts';
import type { ViewDoc } from './model.ts';
import { presentViews } from './present.ts';
import { SavedView, SavedViewList, ViewBody, ViewParams } from './schema.ts';
import { addView, changeView, listViews, removeView, type Viewer } from './views.ts';

const tags = ['tickets'];
const config = { policy: 'views.own' as const };

/** Lists that agents have saved, for themselves or for a team. */
export function viewRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const present = async (by: Viewer, view: ViewDoc) => (await presentViews(context, by, [view]))[0] ?? fail('damaged');
  app.get('/api/v1/views', { config, schema: { tags, response: { 200: SavedViewList } } }, async (request) => {
    const by = viewer(request);
    return { items: await presentViews(context, by, await listViews(context, by)), next: null };
  });
  app.post(
    '/api/v1/views',
    { config, schema: { tags, body: ViewBody, response: { 201: SavedView } } },
    async (request, reply) => {
      const by = viewer(request);
      return reply.code(201).send(await present(by, await addView(context, by, request.body)));
    },
  );
  app.put(
    '/api/v1/views/:id',
    { config, schema: { tags, params: ViewParams, body: ViewBody, response: { 200: SavedView } } },
    async (request) => {
      const by = viewer(request);
      return await present(by, await changeView(context, by, request.params.id, request.body));
    },
  );
  app.delete(
    '/api/v1/views/:id',
    { config, schema: { tags, params: ViewParams, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await removeView(context, viewer(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
}

const viewer = ({ principal }: FastifyRequest): Viewer => (principal.kind === 'agent' ? principal : fail('forbidden'));
