import type { FastifyRequest } from 'fastify';
import { translationFor, type ArticleCard } from '../../knowledge-base/find.ts';
import { articlePath } from '../../knowledge-base/present.ts';
import type { Category } from '../../knowledge-base/content.ts';
import type { Context } from '../context.ts';
import { helpTexts, languageNames } from '../messages/help.ts';
import { plural } from '../messages/plural.ts';
import { LANGUAGES, type Language } from '../tickets/envelopes.ts';
import type { PageHead } from './render.ts';
import type { ArticleLink, Link, Site, Topic } from './schema.ts';

/** What every page has: texts and the way to the same page in the other languages. */
export function siteOf(locale: Language, pathIn: (locale: Language) => string): Site {
  return {
    locale,
    texts: helpTexts[locale],
    languages: LANGUAGES.map((other) => ({
      locale: other,
      label: languageNames[other],
      href: pathIn(other),
      current: other === locale,
    })),
  };
}

/** The address people use, without a slash at the end. */
export function baseUrl(context: Pick<Context, 'config'>, request: FastifyRequest): string {
  return context.config.publicUrl || `${request.protocol}://${request.host}`;
}

/** An article as a link in a list; nothing when it has no text at all. */
export function articleLink(article: ArticleCard, locale: Language): ArticleLink[] {
  const text = translationFor(article.translations, locale);
  if (!text) return [];
  const lang = text.locale === locale ? {} : { lang: text.locale };
  return [{ href: articlePath(locale, text.slug), title: text.title, summary: text.summary, ...lang }];
}

/** A category with its articles as the site shows it. */
export function topicOf(category: Category, articles: readonly ArticleCard[], locale: Language): Topic {
  const own = articles.filter((article) => article.category === category.key);
  return {
    ...topicLink(category, locale),
    description: category.description[locale],
    count: plural(locale, own.length, helpTexts[locale].home.articles),
    articles: own.flatMap((article) => articleLink(article, locale)),
  };
}

export function topicLink(category: Category, locale: Language): Link & { key: string } {
  return { key: category.key, href: categoryPath(locale, category.key), label: category.title[locale] };
}

export function categoryPath(locale: Language, category: string): string {
  return `/help/${locale}/c/${category}`;
}

/** The language of ours that a browser likes best (RFC 9110, Accept-Language); English when none. */
export function preferredLanguage(header: string | undefined): Language {
  const wishes = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part, place) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find(Boolean);
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality), place };
    });
  wishes.sort((a, b) => b.quality - a.quality || a.place - b.place);
  const best = wishes.find(({ language, quality }) => quality > 0 && LANGUAGES.includes(language as Language));
  return (best?.language as Language | undefined) ?? 'en';
}

export const homePath = (locale: Language): string => `/help/${locale}/`;

/** Canonical address and alternates of a page that exists in every language. */
export function translated(
  context: Pick<Context, 'config'>,
  request: FastifyRequest,
  locale: Language,
  pathIn: (locale: Language) => string,
): Pick<PageHead, 'canonical' | 'alternates'> {
  const base = baseUrl(context, request);
  const alternates = LANGUAGES.map((other) => ({ locale: other, href: `${base}${pathIn(other)}` }));
  return { canonical: `${base}${pathIn(locale)}`, alternates: withDefault(alternates) };
}

/** English is what those get whose language we don't have. */
export function withDefault(alternates: { locale: string; href: string }[]): { locale: string; href: string }[] {
  const english = alternates.find(({ locale }) => locale === 'en');
  return english ? [...alternates, { locale: 'x-default', href: english.href }] : alternates;
}
