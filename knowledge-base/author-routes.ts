import '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../server/context.ts';
import { fail } from '../server/errors.ts';
import { typed } from '../server/http/route.ts';
import { shopFacts } from '../server/settings/shop.ts';
import { shopValues } from '../server/messages/shop-values.ts';
import {
  ArticleBody,
  CategoryBody,
  CategoryList,
  CategoryParams,
  CategoryView,
  ImageView,
  PreviewBody,
  PreviewView,
} from './author-schema.ts';
import { addCategory, readCategories, removeCategory, saveCategory } from './categories.ts';
import { spokenText } from './find.ts';
import { keepImage, MOST_IMAGE_BYTES, readImage } from './images.ts';
import { renderMarkdown } from './markdown.ts';
import type { CategoryDoc } from './model.ts';
import { presentArticle } from './present.ts';
import { removeArticle } from './remove.ts';
import { changeArticle, removeTranslation } from './save.ts';
import { ArticleParams, ArticleView, TranslationParams } from './schema.ts';
import { presenceRoutes } from './presence-routes.ts';
import { synonymRoutes } from './synonym-routes.ts';
import { versionRoutes } from './version-routes.ts';

const read = { policy: 'articles.read' } as const;
const write = { policy: 'articles.write' } as const;
const tags = ['articles'];

/** What authors do besides writing: sorting, removing, pictures, preview, versions. */
export function authorRoutes(app: FastifyInstance, context: Context): void {
  articleRoutes(app, context);
  categoryRoutes(app, context);
  imageRoutes(app, context);
  versionRoutes(app, context);
  presenceRoutes(app, context);
  synonymRoutes(app, context);
}

function articleRoutes(app: FastifyInstance, context: Context): void {
  typed(app).put(
    '/api/v1/articles/:id',
    { config: write, schema: { tags, params: ArticleParams, body: ArticleBody, response: { 200: ArticleView } } },
    async ({ params, body }) => presentArticle(await changeArticle(context, params.id, body)),
  );
  typed(app).delete(
    '/api/v1/articles/:id',
    { config: write, schema: { tags, params: ArticleParams } },
    async ({ params }, reply) => {
      await removeArticle(context, params.id);
      return await reply.code(204).send();
    },
  );
  typed(app).delete(
    '/api/v1/articles/:id/translations/:locale',
    { config: write, schema: { tags, params: TranslationParams, response: { 200: ArticleView } } },
    async ({ params }) => presentArticle(await removeTranslation(context, params.id, params.locale)),
  );
  typed(app).post(
    '/api/v1/articles/preview',
    { config: read, schema: { tags, body: PreviewBody, response: { 200: PreviewView } } },
    async ({ body: { locale, body } }) => {
      const text = spokenText(body, shopValues(await shopFacts(context)));
      return { html: renderMarkdown(text, locale).html };
    },
  );
}

const presentCategory = ({ _id, order, titles, descriptions, origin }: CategoryDoc): CategoryView => ({
  key: _id,
  order,
  titles,
  descriptions,
  sample: origin === 'sample',
});

function categoryRoutes(app: FastifyInstance, context: Context): void {
  typed(app).get(
    '/api/v1/article-categories',
    { config: read, schema: { tags, response: { 200: CategoryList } } },
    async () => ({ items: (await readCategories(context)).map(presentCategory) }),
  );
  typed(app).post(
    '/api/v1/article-categories',
    { config: write, schema: { tags, body: CategoryBody, response: { 201: CategoryView } } },
    async ({ body }, reply) => reply.code(201).send(presentCategory(await addCategory(context, body))),
  );
  typed(app).put(
    '/api/v1/article-categories/:category',
    { config: write, schema: { tags, params: CategoryParams, body: CategoryBody, response: { 200: CategoryView } } },
    async ({ params, body }) => presentCategory(await saveCategory(context, params.category, body)),
  );
  typed(app).delete(
    '/api/v1/article-categories/:category',
    { config: write, schema: { tags, params: CategoryParams } },
    async ({ params }, reply) => {
      await removeCategory(context, params.category);
      return await reply.code(204).send();
    },
  );
}

const FilePath = Type.Object({ '*': Type.String({ maxLength: 500 }) }, { additionalProperties: false });

function imageRoutes(app: FastifyInstance, context: Context): void {
  typed(app).post(
    '/api/v1/articles/images',
    { config: write, schema: { tags, consumes: ['multipart/form-data'], response: { 201: ImageView } } },
    async (request, reply) => {
      const file = (await request.file({ limits: { fileSize: MOST_IMAGE_BYTES, files: 1 } })) ?? fail('bad-request');
      const path = await keepImage(context, await file.toBuffer());
      return await reply.code(201).send({ path: `../${path}`, url: `/help/files/${path}` });
    },
  );
  typed(app).get(
    '/help/files/*',
    { config: { policy: 'public', lasting: [] }, schema: { params: FilePath } },
    async ({ params, headers }, reply) => {
      const { kind, bytes, hash } = (await readImage(context, params['*'])) ?? fail('not-found');
      const etag = `"${hash.slice(0, 24)}"`;
      // A drawing that is opened by itself runs nothing.
      const policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
      void reply.headers({ etag, 'cache-control': 'public, max-age=300', 'content-security-policy': policy });
      if (headers['if-none-match'] === etag) return await reply.code(304).send();
      return await reply.type(kind).send(bytes);
    },
  );
}
