import type { FastifyInstance } from 'fastify';
import { Types } from 'mongoose';
import type { Context } from '../server/context.ts';
import { pageCursor } from '../server/http/paging.ts';
import { agentId, typed } from '../server/http/route.ts';
import { nullable } from '../server/http/shapes.ts';
import { authorRoutes } from './author-routes.ts';
import type { ArticleCard } from './find.ts';
import { loadArticle } from './find.ts';
import { Articles } from './model.ts';
import { presentArticle, presentSummary } from './present.ts';
import { createArticle, planPublication, saveTranslation, setPublication } from './save.ts';
import {
  ArticleList,
  ArticleParams,
  ArticleQuery,
  ArticleView,
  CreateArticle,
  PublicationBody,
  SearchAnswer,
  SearchQuery,
  TranslationBody,
  TranslationParams,
} from './schema.ts';

/** The knowledge base over HTTP: the public search, and articles for agents and their programs. */
export function articleRoutes(app: FastifyInstance, context: Context): void {
  searchRoute(app, context);
  readRoutes(app, context);
  writeRoutes(app, context);
  authorRoutes(app, context);
}

function searchRoute(app: FastifyInstance, context: Context): void {
  typed(app).get(
    '/api/v1/help/search',
    { config: { policy: 'public' }, schema: { querystring: SearchQuery, response: { 200: SearchAnswer } } },
    async ({ query: { q, locale, limit = 8 } }, reply) => {
      const hits = await context.search.query(q, { locale, limit });
      // Public, and asked by the chat widget on other sites.
      void reply.headers({ 'cache-control': 'no-cache', 'access-control-allow-origin': '*' });
      return {
        items: hits.map(({ article, slug, title, excerpt }) => ({ id: article, slug, locale, title, excerpt })),
      };
    },
  );
}

function readRoutes(app: FastifyInstance, context: Context): void {
  typed(app).get(
    '/api/v1/articles',
    { config: { policy: 'articles.read' }, schema: { querystring: ArticleQuery, response: { 200: ArticleList } } },
    async ({ query: { locale = 'en', category, status, after, limit = 50 } }) => {
      const from = after === undefined ? {} : { _id: { $gt: new Types.ObjectId(pageCursor.decode(after, isId)) } };
      const filter = { ...(status ? { status } : {}), ...(category ? { category } : {}), ...from };
      const found = await Articles(context)
        .find(filter, { 'translations.body': 0 })
        .sort({ _id: 1 })
        .limit(limit + 1)
        .lean<ArticleCard[]>();
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.flatMap((article) => presentSummary(article, locale)),
        next: found.length > limit && last ? pageCursor.encode(String(last._id)) : null,
      };
    },
  );
  typed(app).get(
    '/api/v1/articles/:id',
    { config: { policy: 'articles.read' }, schema: { params: ArticleParams, response: { 200: ArticleView } } },
    async ({ params }) => presentArticle(await loadArticle(context, params.id)),
  );
}

const isId = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{24}$/.test(value);

function writeRoutes(app: FastifyInstance, context: Context): void {
  const policy = 'articles.write' as const;
  typed(app).post(
    '/api/v1/articles',
    { config: { policy }, schema: { body: CreateArticle, response: { 201: ArticleView } } },
    async (request, reply) => {
      const article = await createArticle(context, request.body, { by: agentId(request) });
      return reply.code(201).send(presentArticle(article));
    },
  );
  typed(app).put(
    '/api/v1/articles/:id/translations/:locale',
    {
      config: { policy },
      schema: { params: TranslationParams, body: TranslationBody, response: { 200: ArticleView } },
    },
    async (request) => {
      const { id, locale } = request.params;
      return presentArticle(await saveTranslation(context, id, locale, request.body, { by: agentId(request) }));
    },
  );
  typed(app).post(
    '/api/v1/articles/:id/publication',
    {
      config: { policy },
      schema: { params: ArticleParams, body: nullable(PublicationBody), response: { 200: ArticleView } },
    },
    async ({ params, body }) => {
      const status = body?.audience === 'agents' ? 'internal' : 'published';
      const at = body?.at === undefined ? undefined : new Date(body.at);
      return presentArticle(
        at && at > context.clock.now()
          ? await planPublication(context, params.id, at, status)
          : await setPublication(context, params.id, status),
      );
    },
  );
  typed(app).delete(
    '/api/v1/articles/:id/publication',
    { config: { policy }, schema: { params: ArticleParams, response: { 200: ArticleView } } },
    async ({ params }) => presentArticle(await setPublication(context, params.id, 'draft')),
  );
}
