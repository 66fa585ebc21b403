import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../server/context.ts';
import { typed } from '../server/http/route.ts';
import { closed } from '../server/http/shapes.ts';
import { SynonymBody, SynonymList, SynonymView } from './author-schema.ts';
import { Key, Locale } from './schema.ts';
import { readSynonyms, removeSynonyms, saveSynonyms } from './synonyms.ts';

const In = Type.Object({ locale: Locale }, closed);
const One = Type.Object({ locale: Locale, key: Key }, closed);
const read = { policy: 'articles.read' } as const;
const write = { policy: 'articles.write' } as const;
const tags = ['articles'];

/** Words that mean the same, by language; in force within two seconds. */
export function synonymRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  app.get(
    '/api/v1/article-synonyms/:locale',
    { config: read, schema: { tags, params: In, response: { 200: SynonymList } } },
    async ({ params }) => ({ items: await readSynonyms(context, params.locale) }),
  );
  app.post(
    '/api/v1/article-synonyms/:locale',
    { config: write, schema: { tags, params: In, body: SynonymBody, response: { 201: SynonymView } } },
    async ({ params, body }, reply) => {
      const group = await saveSynonyms(context, params.locale, undefined, body.words);
      return await reply.code(201).send(group);
    },
  );
  app.put(
    '/api/v1/article-synonyms/:locale/:key',
    { config: write, schema: { tags, params: One, body: SynonymBody, response: { 200: SynonymView } } },
    async ({ params, body }) => saveSynonyms(context, params.locale, params.key, body.words),
  );
  app.delete(
    '/api/v1/article-synonyms/:locale/:key',
    { config: write, schema: { tags, params: One } },
    async ({ params }, reply) => {
      await removeSynonyms(context, params.locale, params.key);
      return await reply.code(204).send();
    },
  );
}
