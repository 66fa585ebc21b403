import type { FastifyInstance } from 'fastify';
import type { Context } from '../server/context.ts';
import { agentId, typed } from '../server/http/route.ts';
import { VersionList, VersionParams, VersionView } from './author-schema.ts';
import { presentArticle } from './present.ts';
import { saveTranslation } from './save.ts';
import { ArticleView, TranslationParams } from './schema.ts';
import { difference, versionAt, versionsOf, type Version } from './versions.ts';

const read = { policy: 'articles.read' } as const;
const tags = ['articles'];

/** What a text was before, what has changed since, and back to it. */
export function versionRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const one = '/api/v1/articles/:id/translations/:locale/versions/:version';
  app.get(
    '/api/v1/articles/:id/translations/:locale/versions',
    { config: read, schema: { tags, params: TranslationParams, response: { 200: VersionList } } },
    async ({ params }) => {
      const versions = await versionsOf(context, params.id, params.locale);
      return { items: versions.map((version) => ({ ...present(version), title: version.words.title })) };
    },
  );
  app.get(
    one,
    { config: read, schema: { tags, params: VersionParams, response: { 200: VersionView } } },
    async ({ params: { id, locale, version: number } }) => {
      const [version, [latest]] = await Promise.all([
        versionAt(context, id, locale, number),
        versionsOf(context, id, locale),
      ]);
      const { words } = version;
      return { ...present(version), words, difference: difference(words, latest?.words ?? words) };
    },
  );
  app.post(
    `${one}/restoration`,
    { config: { policy: 'articles.write' }, schema: { tags, params: VersionParams, response: { 200: ArticleView } } },
    async (request) => {
      const { id, locale, version } = request.params;
      const { words } = await versionAt(context, id, locale, version);
      return presentArticle(await saveTranslation(context, id, locale, words, { by: agentId(request) }));
    },
  );
}

const present = ({ version, at, by }: Version) => ({ version, at: at.toISOString(), by: by ?? null });
