import type { FastifyInstance } from 'fastify';
import { audit } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { typed } from '../../http/route.ts';
import { Tickets } from '../model.ts';
import { Tags, type TagDoc } from './model.ts';
import { loadTag, moveTag } from './move.ts';
import { TagBody, TagList, TagParams, TagsQuery, TagView } from './schema.ts';

const tags = ['tickets'];
const MOST = 5_000;

/** The tags that are there: to be offered, renamed, made one, taken off. `wake` begins with what was asked for. */
export function tagRoutes(server: FastifyInstance, context: Context, wake: () => void): void {
  const app = typed(server);
  const config = { policy: 'tags.write' as const };
  app.get(
    '/api/v1/tags',
    {
      config: { policy: 'tickets.read' },
      schema: { tags, querystring: TagsQuery, response: { 200: TagList } },
    },
    async ({ query }) => {
      const all = await Tags(context).find().sort({ name: 1 }).limit(MOST).lean<TagDoc[]>();
      const items = query.counts ? await Promise.all(all.map((tag) => counted(context, tag))) : all.map(presentTag);
      return { items, next: null };
    },
  );
  app.put(
    '/api/v1/tags/:id',
    { config, schema: { tags, params: TagParams, body: TagBody, response: { 202: TagView } } },
    async ({ params, body, principal }, reply) => {
      const tag = await moveTag(context, await loadTag(context, params.id), body.name);
      await audit(context, principal, 'tag.renamed', { about: { kind: 'tag', id: params.id } });
      wake();
      return reply.code(202).send(presentTag(tag));
    },
  );
  app.delete(
    '/api/v1/tags/:id',
    { config, schema: { tags, params: TagParams, response: { 202: TagView } } },
    async ({ params, principal }, reply) => {
      const tag = await moveTag(context, await loadTag(context, params.id), null);
      await audit(context, principal, 'tag.removed', { about: { kind: 'tag', id: params.id } });
      wake();
      return reply.code(202).send(presentTag(tag));
    },
  );
}

const presentTag = ({ _id, name, becomes }: TagDoc): TagView => ({
  id: String(_id),
  name,
  leaving: becomes !== undefined,
});

async function counted(context: Context, tag: TagDoc): Promise<TagView> {
  return { ...presentTag(tag), tickets: await Tickets(context).countDocuments({ tags: tag.name }) };
}
