import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { publishedBySlug } from '../../knowledge-base/find.ts';
import { articlePath } from '../../knowledge-base/present.ts';
import type { Context } from '../context.ts';
import { Failure } from '../errors.ts';
import { closed, oneOf } from '../http/shapes.ts';
import { limiter } from '../http/limit.ts';
import { typed } from '../http/route.ts';
import { sendProblem } from '../http/problem.ts';
import { helpTexts } from '../messages/help.ts';
import { LANGUAGES, type Language } from '../tickets/envelopes.ts';
import { NO_SHOP } from '../settings/shop.ts';
import { countVote } from './feedback.ts';
import { callbackRoutes } from './callback/routes.ts';
import { byPageRoutes } from './by-page/routes.ts';
import { gapRoutes } from './gap-routes.ts';
import { articlePage } from './article-page.ts';
import { ownRoutes } from './own/routes.ts';
import { allPage, categoryPage, homePage, messagePage, missingPage } from './pages.ts';
import { requestRoutes } from './request-routes.ts';
import { CategoryParams, LocaleParams, SlugParams } from './schema.ts';
import { searchPage } from './search-page.ts';
import { baseUrl, homePath, preferredLanguage, readShop } from './site.ts';
import { sitemap } from './sitemap.ts';
import { usefulnessRoutes } from './usefulness/routes.ts';

const DAY_MS = 86_400_000;
/** Pages may be linked to with parameters of others (campaigns, say); they are ignored. */
const open = { additionalProperties: true };
const Query = Type.Object({}, open);
const SearchText = Type.Object({ q: Type.Optional(Type.String({ maxLength: 600 })) }, open);
const Vote = Type.Object({ answer: oneOf('yes', 'no') }, closed);

/** The self-help site: every page is complete HTML and works without scripts. */
export async function helpRoutes(app: FastifyInstance, context: Context): Promise<void> {
  await app.register((site, _options, done) => {
    site.addHook('onRequest', readShop(context));
    site.addHook('preHandler', offeredOnly);
    site.setErrorHandler(async (error: FastifyError, ask, answer) => errorPage(context, error, ask, answer));
    pageRoutes(site, context);
    voteRoute(site, context);
    requestRoutes(site, context);
    callbackRoutes(site, context);
    void ownRoutes(site, context);
    robotRoutes(site, context);
    gapRoutes(site, context);
    byPageRoutes(site, context);
    usefulnessRoutes(site, context);
    done();
  });
}

function pageRoutes(app: FastifyInstance, context: Context): void {
  const config = { policy: 'public' } as const;
  app.get('/help', { config }, async (_ask, answer) => answer.redirect('/help/', 301));
  app.get('/help/', { config }, async (ask, answer) => {
    const locale = preferredLanguage(ask.headers['accept-language'], ask.shop.languages);
    return await answer
      .headers({ vary: 'accept-language', 'cache-control': 'no-cache' })
      .redirect(homePath(locale), 302);
  });
  app.get('/help/*', { config }, async (ask, answer) => missingPage(context, ask, answer, localeOf(ask)));
  const pages = typed(app);
  pages.get('/help/:locale', { config, schema: { params: LocaleParams } }, async (ask, answer) =>
    answer.redirect(homePath(ask.params.locale), 301),
  );
  const lasting = { ...config, lasting: [] };
  pages.get(
    '/help/:locale/',
    { config: lasting, schema: { params: LocaleParams, querystring: Query } },
    async (ask, answer) => homePage(context, ask, answer, ask.params.locale),
  );
  pages.get(
    '/help/:locale/c/',
    { config: lasting, schema: { params: LocaleParams, querystring: Query } },
    async (ask, answer) => allPage(context, ask, answer, ask.params.locale),
  );
  pages.get(
    '/help/:locale/c/:category',
    { config: lasting, schema: { params: CategoryParams, querystring: Query } },
    async (ask, answer) => categoryPage(context, ask, answer, ask.params.locale, ask.params.category),
  );
  pages.get(
    '/help/:locale/search',
    { config: { ...config, lasting: ['q'] }, schema: { params: LocaleParams, querystring: SearchText } },
    async (ask, answer) => searchPage(context, ask, answer, ask.params.locale, ask.query.q ?? ''),
  );
  pages.get(
    '/help/:locale/:slug',
    { config: { ...config, lasting: ['thanks'] }, schema: { params: SlugParams, querystring: Query } },
    async (ask, answer) => articlePage(context, ask, answer, ask.params.locale, ask.params.slug),
  );
}

/** "Was this helpful?": one answer a day counts from one address for one article; everybody is thanked. */
function voteRoute(app: FastifyInstance, context: Context): void {
  const first = limiter(context.clock, 1, DAY_MS);
  typed(app).post(
    '/help/:locale/:slug/helpful',
    { config: { policy: 'public' }, schema: { params: SlugParams, body: Vote } },
    async (ask, answer) => {
      const { locale, slug } = ask.params;
      const article = await publishedBySlug(context, locale, slug);
      if (!article) return await missingPage(context, ask, answer, locale);
      if (first(`${ask.ip} ${String(article._id)}`)) await countVote(context, article._id, locale, ask.body.answer);
      return await answer.redirect(`${articlePath(locale, slug)}?thanks=yes#helpful`, 303);
    },
  );
}

function robotRoutes(app: FastifyInstance, context: Context): void {
  const config = { policy: 'public' } as const;
  app.get('/help/sitemap.xml', { config: { ...config, lasting: [] } }, async (ask, answer) =>
    answer
      .type('application/xml; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .send(await sitemap(context, baseUrl(context, ask), ask.shop.languages)),
  );
  app.get('/robots.txt', { config }, async (ask, answer) =>
    answer
      .type('text/plain; charset=utf-8')
      .send(
        `User-agent: *\nDisallow: /inbox/\nDisallow: /api/\n\nSitemap: ${baseUrl(context, ask)}/help/sitemap.xml\n`,
      ),
  );
}

/** People get a page, programs a problem. A wrong address is a 404 like any other. */
async function errorPage(
  context: Context,
  error: FastifyError,
  ask: FastifyRequest,
  answer: FastifyReply,
): Promise<FastifyReply> {
  if (ask.url.startsWith('/api/')) throw error;
  // What failed before the page's own reading.
  ask.shop ??= NO_SHOP;
  const locale = localeOf(ask);
  const status = error instanceof Failure ? error.status : (error.statusCode ?? 500);
  if (status >= 500) ask.log.error({ err: error }, 'a page failed');
  if (error.validation && ask.method === 'GET') return await missingPage(context, ask, answer, locale);
  if (error instanceof Failure && error.code === 'not-ready') return sendProblem(answer, error);
  return await messagePage(context, ask, answer, locale, status, helpTexts[locale].broken);
}

/** A page in a language that the shop does not offer leads to the same one in the first that it does. */
async function offeredOnly(ask: FastifyRequest, answer: FastifyReply): Promise<void> {
  const [, locale, rest = '/'] = /^\/help\/(en|es|ro|pl|ru)(\/.*)?$/.exec(ask.url) ?? [];
  if (!locale || ask.method !== 'GET' || ask.shop.languages.includes(locale as Language)) return;
  await answer.redirect(`/help/${ask.shop.languages[0]}${rest}`, 302);
}

function localeOf(ask: FastifyRequest): Language {
  const part = /^\/help\/(\w\w)(?:\/|\?|$)/.exec(ask.url)?.[1];
  const known = LANGUAGES.find((locale) => locale === part);
  return known ?? preferredLanguage(ask.headers['accept-language'], ask.shop.languages);
}
