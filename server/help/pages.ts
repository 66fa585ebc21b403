import type { FastifyReply, FastifyRequest } from 'fastify';
import { readCategories } from '../../knowledge-base/content.ts';
import { publishedByIds, publishedBySlug, publishedCards, translationFor } from '../../knowledge-base/find.ts';
import { renderMarkdown } from '../../knowledge-base/markdown.ts';
import type { ArticleDoc, Translation } from '../../knowledge-base/model.ts';
import { articlePath } from '../../knowledge-base/present.ts';
import type { Context } from '../context.ts';
import { fill, helpTexts, languageNames } from '../messages/help.ts';
import { plural } from '../messages/plural.ts';
import { LANGUAGES, type Language } from '../tickets/envelopes.ts';
import { mostHelpful, rememberMiss } from './feedback.ts';
import { sendPage, type PageHead } from './render.ts';
import { articleLink, baseUrl, categoryPath, siteOf, topicLink, topicOf } from './site.ts';
import type { ArticleLink } from './schema.ts';

type Ask = FastifyRequest;
type Answer = FastifyReply;
const POPULAR = 6;
const RELATED = 4;
const RESULTS = 20;

/** Search, topics with their articles, popular answers. */
export async function homePage(context: Context, ask: Ask, answer: Answer, locale: Language): Promise<FastifyReply> {
  const [categories, articles] = await Promise.all([readCategories(), publishedCards(context)]);
  const best = await mostHelpful(context, locale, POPULAR);
  const rank = (id: string): number => (best.includes(id) ? best.indexOf(id) : best.length);
  const popular = [...articles]
    .sort((a, b) => rank(String(a._id)) - rank(String(b._id)) || a.order - b.order)
    .slice(0, POPULAR)
    .flatMap((article) => articleLink(article, locale));
  const topics = categories
    .map((category) => topicOf(category, articles, locale))
    .filter((topic) => topic.articles.length > 0);
  const { site } = helpTexts[locale];
  const head = { ...translated(context, ask, locale, homePath), title: site.name, description: site.description };
  return await sendPage(ask, answer, 'home', { site: siteOf(locale, homePath), topics, popular }, head);
}

export const homePath = (locale: Language): string => `/help/${locale}/`;

/** One topic with all its articles. */
export async function categoryPage(
  context: Context,
  ask: Ask,
  answer: Answer,
  locale: Language,
  key: string,
): Promise<FastifyReply> {
  const categories = await readCategories();
  const category = categories.find((one) => one.key === key);
  if (!category) return await missingPage(ask, answer, locale);
  const topic = topicOf(category, await publishedCards(context, key), locale);
  const pathIn = (other: Language): string => categoryPath(other, key);
  const others = categories.filter((other) => other.key !== key).map((other) => topicLink(other, locale));
  const title = `${topic.label} · ${helpTexts[locale].site.name}`;
  const head = { ...translated(context, ask, locale, pathIn), title, description: topic.description };
  return await sendPage(ask, answer, 'category', { site: siteOf(locale, pathIn), topic, others }, head);
}

/** An article; in another language with a notice where it is not translated. A foreign slug leads to the right one. */
export async function articlePage(
  context: Context,
  ask: Ask,
  answer: Answer,
  locale: Language,
  slug: string,
): Promise<FastifyReply> {
  const article = await publishedBySlug(context, locale, slug);
  const text = article && translationFor(article.translations, locale);
  if (!article || !text) return await missingPage(ask, answer, locale);
  if (text.slug !== slug) return await answer.redirect(articlePath(locale, text.slug), 301);
  const categories = await readCategories();
  const category = categories.find((one) => one.key === article.category);
  const texts = helpTexts[locale];
  const { html, headings } = renderMarkdown(text.body, locale);
  const own = text.locale === locale;
  return await sendPage(
    ask,
    answer,
    'article',
    {
      site: siteOf(locale, (other) => articlePath(other, slugIn(article, other, text))),
      crumbs: category ? [topicLink(category, locale)] : [],
      title: text.title,
      summary: text.summary,
      html,
      headings,
      updated: fill(texts.article.updated, { date: dateIn(locale, text.updatedAt) }),
      lang: text.locale,
      fallback: own ? '' : fill(texts.article.fallback, { language: languageNames[text.locale] }),
      related: await related(context, article, text, locale),
      helpful: `${articlePath(locale, text.slug)}/helpful`,
      thanked: (ask.query as { thanks?: string }).thanks === 'yes',
      request: `/help/${locale}/request?article=${encodeURIComponent(text.slug)}`,
    },
    articleHead(context, ask, locale, article, text),
  );
}

const slugIn = (article: ArticleDoc, locale: Language, otherwise: Translation): string =>
  (translationFor(article.translations, locale) ?? otherwise).slug;

const dateIn = (locale: Language, date: Date): string =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'long', timeZone: 'UTC' }).format(date);

/** Alternates only for real translations: they must be reciprocal, and a fallback is not a translation. */
function articleHead(context: Context, ask: Ask, locale: Language, article: ArticleDoc, text: Translation): PageHead {
  const base = baseUrl(context, ask);
  const canonical = `${base}${articlePath(text.locale, text.slug)}`;
  const alternates = article.translations.map((t) => ({
    locale: t.locale,
    href: `${base}${articlePath(t.locale, t.slug)}`,
  }));
  return {
    title: `${text.title} · ${helpTexts[locale].site.name}`,
    description: text.summary,
    canonical,
    ...(text.locale === locale ? { alternates: withDefault(alternates) } : {}),
    noindex: article.sample,
    data: {
      '@context': 'https://schema.org',
      '@type': 'TechArticle',
      headline: text.title,
      description: text.summary,
      inLanguage: text.locale,
      dateModified: text.updatedAt.toISOString(),
      mainEntityOfPage: canonical,
    },
  };
}

async function related(
  context: Context,
  article: ArticleDoc,
  text: Translation,
  locale: Language,
): Promise<ArticleLink[]> {
  const [hits, neighbours] = await Promise.all([
    context.search.query(`${text.title} `, { locale: text.locale, limit: RELATED + 1 }),
    publishedCards(context, article.category, RELATED + 1),
  ]);
  const near = await publishedByIds(
    context,
    hits.map((hit) => hit.article),
  );
  const cards = new Map([...near, ...neighbours].map((card) => [String(card._id), card]));
  cards.delete(String(article._id));
  return [...cards.values()].slice(0, RELATED).flatMap((card) => articleLink(card, locale));
}

/** The results of a search as a page. */
export async function searchPage(
  context: Context,
  ask: Ask,
  answer: Answer,
  locale: Language,
  q: string,
): Promise<FastifyReply> {
  const asked = q.trim();
  const hits = asked ? await context.search.query(`${asked} `, { locale, limit: RESULTS }) : [];
  if (asked && hits.length === 0) await rememberMiss(context, locale, asked);
  const ids = hits.map((hit) => hit.article);
  const [categories, cards] = await Promise.all([readCategories(), publishedByIds(context, ids)]);
  const topicOfHit = (id: string): string => {
    const key = cards.find((card) => String(card._id) === id)?.category;
    return categories.find((category) => category.key === key)?.title[locale] ?? '';
  };
  const texts = helpTexts[locale].search;
  const found = fill(plural(locale, hits.length, texts.count), { q: asked });
  const heading = !asked ? texts.empty : hits.length > 0 ? found : fill(texts.none, { q: asked });
  const pathIn = (other: Language): string => `/help/${other}/search${asked ? `?q=${encodeURIComponent(asked)}` : ''}`;
  const props = {
    site: siteOf(locale, pathIn),
    q: asked,
    heading,
    hits: hits.map((hit) => ({
      href: articlePath(hit.locale, hit.slug),
      title: hit.title,
      topic: topicOfHit(hit.article),
      excerpt: hit.excerpt,
    })),
    topics: categories.map((category) => topicLink(category, locale)),
  };
  const head = { title: `${heading} · ${helpTexts[locale].site.name}`, description: texts.title, noindex: true };
  return await sendPage(ask, answer, 'search', props, head);
}

/** 404, in the page's language, with the search and the topics. */
export async function missingPage(ask: Ask, answer: Answer, locale: Language): Promise<FastifyReply> {
  return await messagePage(ask, answer, locale, 404, helpTexts[locale].missing);
}

export async function messagePage(
  ask: Ask,
  answer: Answer,
  locale: Language,
  status: number,
  { title, text }: { title: string; text: string },
): Promise<FastifyReply> {
  const categories = await readCategories();
  const topics = categories.map((category) => topicLink(category, locale));
  const head = { title: `${title} · ${helpTexts[locale].site.name}`, description: text, noindex: true };
  return await sendPage(ask, answer, 'message', { site: siteOf(locale, homePath), title, text, topics }, head, {
    status,
  });
}

/** Canonical address and alternates of a page that exists in every language. */
function translated(
  context: Context,
  ask: Ask,
  locale: Language,
  pathIn: (locale: Language) => string,
): Pick<PageHead, 'canonical' | 'alternates'> {
  const base = baseUrl(context, ask);
  const alternates = LANGUAGES.map((other) => ({ locale: other, href: `${base}${pathIn(other)}` }));
  return { canonical: `${base}${pathIn(locale)}`, alternates: withDefault(alternates) };
}

/** English is what those get whose language we don't have. */
function withDefault(alternates: { locale: string; href: string }[]): { locale: string; href: string }[] {
  const english = alternates.find(({ locale }) => locale === 'en');
  return english ? [...alternates, { locale: 'x-default', href: english.href }] : alternates;
}
