import type { FastifyReply, FastifyRequest } from 'fastify';
import { readCategories } from '../../knowledge-base/categories.ts';
import {
  publishedByIds,
  publishedBySlug,
  publishedCards,
  spoken,
  translationFor,
  type ArticleCard,
} from '../../knowledge-base/find.ts';
import { linkHeadings } from '../../knowledge-base/anchor.ts';
import { renderMarkdown } from '../../knowledge-base/markdown.ts';
import type { ArticleDoc, Translation } from '../../knowledge-base/model.ts';
import { articlePath } from '../../knowledge-base/present.ts';
import type { Context } from '../context.ts';
import { shopValues } from '../messages/shop-values.ts';
import { fill, helpTexts, languageNames } from '../messages/help.ts';
import type { Language } from '../tickets/envelopes.ts';
import { missingPage } from './pages.ts';
import { sendPage, type PageHead } from './render.ts';
import { publisher, trail } from './data.ts';
import type { Link } from './schema.ts';
import { articleLink, baseUrl, homeLink, siteName, siteOf, topicLink, withDefault } from './site.ts';

const RELATED = 4;

/** An article; in another language with a notice where it is not translated. A foreign slug leads to the right one. */
export async function articlePage(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  locale: Language,
  slug: string,
): Promise<FastifyReply> {
  const found = await publishedBySlug(context, locale, slug);
  const article = found && spoken(found, shopValues(ask.shop));
  const text = article && translationFor(article.translations, locale);
  if (!article || !text) return await missingPage(context, ask, answer, locale);
  if (text.slug !== slug) return await answer.redirect(articlePath(locale, text.slug), 301);
  const categories = await readCategories(context);
  const category = categories.find((one) => one._id === article.category);
  const crumbs = category ? [topicLink(category, locale)] : [];
  const texts = helpTexts[locale];
  const { html, headings } = renderMarkdown(text.body, locale, text.file?.path);
  const own = text.locale === locale;
  const near = await related(context, article, text);
  ask.shows = [article, ...near].map(({ _id }) => String(_id));
  return await sendPage(
    ask,
    answer,
    'article',
    {
      site: siteOf(ask, locale, (other) => articlePath(other, slugIn(article, other, text))),
      crumbs,
      title: text.title,
      summary: text.summary,
      html: linkHeadings(html, texts.article.section),
      headings,
      updated: fill(texts.article.updated, { date: dateIn(locale, text.updatedAt) }),
      lang: text.locale,
      fallback: own ? '' : fill(texts.article.fallback, { language: nameIn(locale, text.locale) }),
      related: near.flatMap((card) => articleLink(card, locale)),
      helpful: `${articlePath(locale, text.slug)}/helpful`,
      thanked: (ask.query as { thanks?: string }).thanks === 'yes',
      request: `/help/${locale}/request?article=${encodeURIComponent(text.slug)}`,
    },
    articleHead(context, ask, locale, article, text, [homeLink(locale), ...crumbs]),
  );
}

const slugIn = (article: ArticleDoc, locale: Language, otherwise: Translation): string =>
  (translationFor(article.translations, locale) ?? otherwise).slug;

/** `polaco` for Polish on a Spanish page. */
const nameIn = (locale: Language, language: Language): string =>
  new Intl.DisplayNames(locale, { type: 'language' }).of(language) ?? languageNames[language];

const dateIn = (locale: Language, date: Date): string =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'long', timeZone: 'UTC' }).format(date);

/** Alternates only for real translations: they must be reciprocal, and a fallback is not a translation. */
function articleHead(
  context: Context,
  ask: FastifyRequest,
  locale: Language,
  article: ArticleDoc,
  text: Translation,
  way: readonly Link[],
): PageHead {
  const base = baseUrl(context, ask);
  const canonical = `${base}${articlePath(text.locale, text.slug)}`;
  const offered = article.translations.filter((t) => ask.shop.languages.includes(t.locale));
  const alternates = offered.map((t) => ({
    locale: t.locale,
    href: `${base}${articlePath(t.locale, t.slug)}`,
  }));
  return {
    title: `${text.title} · ${siteName(ask.shop, locale)}`,
    description: text.summary,
    canonical,
    ...(text.locale === locale ? { alternates: withDefault(alternates) } : {}),
    noindex: article.sample,
    data: [
      {
        '@context': 'https://schema.org',
        '@type': 'TechArticle',
        headline: text.title,
        description: text.summary,
        inLanguage: text.locale,
        dateModified: text.updatedAt.toISOString(),
        mainEntityOfPage: canonical,
        ...publisher(ask.shop),
      },
      trail(base, [...way, { href: articlePath(text.locale, text.slug), label: text.title }]),
    ],
  };
}

async function related(context: Context, article: ArticleDoc, text: Translation): Promise<ArticleCard[]> {
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
  return [...cards.values()].slice(0, RELATED);
}
