import type { FastifyInstance } from 'fastify';
import { Types } from 'mongoose';
import { Type, type Static } from 'typebox';
import { Locale } from '../../knowledge-base/schema.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { typed } from '../http/route.ts';
import { closed, Id } from '../http/shapes.ts';
import { asBytes } from '../vault/sealed.ts';
import { MissedSearches, type MissedSearchDoc } from './model.ts';
import { GapList } from './schema.ts';

const MOST = 100;
const Which = Type.Object({ locale: Locale }, closed);
const One = Type.Object({ id: Id }, closed);

/** Searches that found nothing, for authors: the most frequent ones of a language, until somebody has dealt with them. */
export function gapRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const tags = ['articles'];
  app.get(
    '/api/v1/help/gaps',
    { config: { policy: 'articles.read' }, schema: { tags, querystring: Which, response: { 200: GapList } } },
    async ({ query: { locale } }) => {
      const found = await MissedSearches(context)
        .find({ locale })
        .sort({ count: -1 })
        .limit(MOST)
        .lean<MissedSearchDoc[]>();
      return { items: found.flatMap((doc) => present(context, doc)) };
    },
  );
  app.delete(
    '/api/v1/help/gaps/:id',
    { config: { policy: 'articles.write' }, schema: { tags, params: One } },
    async ({ params }, reply) => {
      const { deletedCount } = await MissedSearches(context).deleteOne({ _id: new Types.ObjectId(params.id) });
      if (deletedCount === 0) fail('not-found');
      return await reply.code(204).send();
    },
  );
}

function present(context: Context, doc: MissedSearchDoc): Static<typeof GapList>['items'] {
  const sealed = asBytes(doc.query);
  if (!sealed) return [];
  const query = context.vault.openInstance(`MissedSearch/${String(doc._id)}/query`, sealed).toString();
  return [{ id: String(doc._id), query, count: doc.count, lastAt: doc.lastAt.toISOString() }];
}
