import type { Context } from '../server/context.ts';
import { fail } from '../server/errors.ts';
import { fillVariables } from '../server/messages/variables.ts';
import { shopFacts } from '../server/settings/shop.ts';
import { shopValues } from '../server/messages/shop-values.ts';
import type { Language } from '../server/tickets/envelopes.ts';
import { Articles, type ArticleDoc, type Translation } from './model.ts';

type Store = Pick<Context, 'db'>;

/** An article by its hex id; fails not-found. */
export async function loadArticle(context: Store, id: string): Promise<ArticleDoc> {
  return (await Articles(context).findById(id).lean<ArticleDoc>()) ?? fail('not-found');
}

/** The same with the shop's facts in place of their variables, as people read it. */
export async function spokenArticle(context: Store, id: string): Promise<ArticleDoc> {
  return spoken(await loadArticle(context, id), shopValues(await shopFacts(context)));
}

/** An article with the shop's facts in place of their variables; one that nobody has said says nothing. */
export function spoken<T extends { translations: readonly Partial<Translation>[] }>(
  article: T,
  values: Record<string, string>,
): T {
  const filled = (text: string): string => spokenText(text, values);
  const translations = article.translations.map((one) => ({
    ...one,
    ...(one.title?.includes('{{') ? { title: filled(one.title) } : {}),
    ...(one.summary?.includes('{{') ? { summary: filled(one.summary) } : {}),
    ...(one.body?.includes('{{') ? { body: filled(one.body) } : {}),
  }));
  return { ...article, translations };
}

/** A text with the shop's facts in place of their variables. */
export const spokenText = (text: string, values: Record<string, string>): string =>
  fillVariables(text, values).replace(/\{\{\s*shop\.\w+\s*\}\}/gi, '');

async function spokenCards(context: Store, cards: ArticleCard[]): Promise<ArticleCard[]> {
  const values = shopValues(await shopFacts(context));
  return cards.map((card) => spoken(card, values));
}

/** The published article with this slug in this locale, else in any other; undefined when there is none. */
export async function publishedBySlug(context: Store, locale: Language, slug: string): Promise<ArticleDoc | undefined> {
  const published = (filter: object): Promise<ArticleDoc[]> =>
    Articles(context)
      .find({ ...filter, status: 'published' })
      .lean<ArticleDoc[]>();
  const best = (found: ArticleDoc[], slugs: (article: ArticleDoc) => { locale: Language; slug: string }[]) =>
    found.find((article) => slugs(article).some((one) => one.slug === slug && one.locale === locale)) ?? found[0];
  const present = best(await published({ 'translations.slug': slug }), ({ translations }) => translations);
  // A former address leads to the present one, unless another article has it now.
  return present ?? best(await published({ 'redirects.slug': slug }), ({ redirects = [] }) => redirects);
}

/** An article as lists show it: without bodies. */
export type ArticleCard = Omit<ArticleDoc, 'translations'> & { translations: Omit<Translation, 'body'>[] };

/** The published articles, without bodies, by category and order; of one category where given. */
export async function publishedCards(context: Store, category?: string, limit = 1000): Promise<ArticleCard[]> {
  const found = await Articles(context)
    .find({ status: 'published', ...(category ? { category } : {}) }, { 'translations.body': 0 })
    .sort({ category: 1, order: 1, _id: 1 })
    .limit(limit)
    .lean<ArticleCard[]>();
  return await spokenCards(context, found);
}

/** Published articles by their hex ids, in that order, without bodies. */
export async function publishedByIds(context: Store, ids: readonly string[]): Promise<ArticleCard[]> {
  const found = await Articles(context)
    .find({ _id: { $in: ids }, status: 'published' }, { 'translations.body': 0 })
    .lean<ArticleCard[]>();
  const cards = await spokenCards(context, found);
  return ids.flatMap((id) => cards.filter((article) => String(article._id) === id));
}

/** The translation to show in a locale: its own, else English, else the first there is. */
export function translationFor<T extends { locale: Language }>(
  translations: readonly T[],
  locale: Language,
): T | undefined {
  return (
    translations.find((t) => t.locale === locale) ?? translations.find((t) => t.locale === 'en') ?? translations[0]
  );
}
