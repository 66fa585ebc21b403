import type { FastifyRequest } from 'fastify';
import { translationFor, type ArticleCard } from '../../knowledge-base/find.ts';
import { articlePath } from '../../knowledge-base/present.ts';
import { categoryDescription, categoryTitle } from '../../knowledge-base/categories.ts';
import type { CategoryDoc } from '../../knowledge-base/model.ts';
import type { Context } from '../context.ts';
import { inTime } from '../http/in-time.ts';
import { helpTexts, languageNames } from '../messages/help.ts';
import { plural } from '../messages/plural.ts';
import { LANGUAGES, type Language } from '../tickets/envelopes.ts';
import { logoPath, shopFacts, themePath, NO_SHOP } from '../settings/shop.ts';
import type { ShopFacts } from '../settings/shop-model.ts';
import type { PageHead } from './render.ts';
import type { ArticleLink, Link, Site, Topic } from './schema.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Read once for every page of the help site. */
    shop: ShopFacts;
  }
}

/** How long the facts are waited for. */
const PATIENCE_MS = 3000;

/** Before each page: what is said of the shop; the last that was known when the store is away. */
export function readShop(context: Context): (ask: FastifyRequest) => Promise<void> {
  let known = NO_SHOP;
  return async (ask) => {
    known = (await inTime(shopFacts(context), PATIENCE_MS)) ?? known;
    ask.shop = known;
  };
}

/** What every page has: whose site it is, texts, and the way to the same page in the other languages. */
export function siteOf({ shop }: FastifyRequest, locale: Language, pathIn: (locale: Language) => string): Site {
  const { name, address, email, phone, website } = shop;
  return {
    locale,
    name: siteName(shop, locale),
    shop: { name, address, email, phone, website, logo: logoPath(shop) },
    theme: themePath(shop),
    texts: helpTexts[locale],
    languages: shop.languages.map((other) => ({
      locale: other,
      label: languageNames[other],
      href: pathIn(other),
      current: other === locale,
    })),
  };
}

/** What the site is called: the shop's, where it has a name. */
export function siteName({ name }: Pick<ShopFacts, 'name'>, locale: Language): string {
  return [name, helpTexts[locale].site.name].filter(Boolean).join(' · ');
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
export function topicOf(category: CategoryDoc, articles: readonly ArticleCard[], locale: Language): Topic {
  const own = articles.filter((article) => article.category === category._id);
  return {
    ...topicLink(category, locale),
    description: categoryDescription(category, locale),
    count: plural(locale, own.length, helpTexts[locale].home.articles),
    articles: own.flatMap((article) => articleLink(article, locale)),
  };
}

export function topicLink(category: CategoryDoc, locale: Language): Link & { key: string } {
  return { key: category._id, href: categoryPath(locale, category._id), label: categoryTitle(category, locale) };
}

/** Of all articles. */
export const allPath = (locale: Language): string => `/help/${locale}/c/`;

export function categoryPath(locale: Language, category: string): string {
  return `/help/${locale}/c/${category}`;
}

/** The offered language that a browser likes best (RFC 9110, Accept-Language); else English, else the first. */
export function preferredLanguage(header: string | undefined, offered: readonly Language[] = LANGUAGES): Language {
  const wishes = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part, place) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find(Boolean);
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality), place };
    });
  wishes.sort((a, b) => b.quality - a.quality || a.place - b.place);
  const best = wishes.find(({ language, quality }) => quality > 0 && offered.includes(language as Language));
  const fallback = offered.includes('en') ? 'en' : (offered[0] ?? 'en');
  return (best?.language as Language | undefined) ?? fallback;
}

/** The beginning of every way to a page. */
export const homeLink = (locale: Language): Link => ({ href: homePath(locale), label: helpTexts[locale].site.home });

export const homePath = (locale: Language): string => `/help/${locale}/`;

/** Canonical address and alternates of a page that exists in every language. */
export function translated(
  context: Pick<Context, 'config'>,
  request: FastifyRequest,
  locale: Language,
  pathIn: (locale: Language) => string,
): Pick<PageHead, 'canonical' | 'alternates'> {
  const base = baseUrl(context, request);
  const alternates = request.shop.languages.map((other) => ({ locale: other, href: `${base}${pathIn(other)}` }));
  return { canonical: `${base}${pathIn(locale)}`, alternates: withDefault(alternates) };
}

/** English is what those get whose language we don't have, else the first there is. */
export function withDefault(alternates: { locale: string; href: string }[]): { locale: string; href: string }[] {
  const fallback = alternates.find(({ locale }) => locale === 'en') ?? alternates[0];
  return fallback ? [...alternates, { locale: 'x-default', href: fallback.href }] : alternates;
}
