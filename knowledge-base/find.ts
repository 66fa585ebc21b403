import type { Context } from '../server/context.ts';
import { fail } from '../server/errors.ts';
import type { Language } from '../server/tickets/envelopes.ts';
import { Articles, type ArticleDoc, type Translation } from './model.ts';

type Store = Pick<Context, 'db'>;

/** An article by its hex id; fails not-found. */
export async function loadArticle(context: Store, id: string): Promise<ArticleDoc> {
  return (await Articles(context).findById(id).lean<ArticleDoc>()) ?? fail('not-found');
}

/** The published article with this slug in this locale, else in any other; undefined when there is none. */
export async function publishedBySlug(context: Store, locale: Language, slug: string): Promise<ArticleDoc | undefined> {
  const found = await Articles(context).find({ 'translations.slug': slug, status: 'published' }).lean<ArticleDoc[]>();
  const has = (article: ArticleDoc, inLocale?: Language): boolean =>
    article.translations.some((t) => t.slug === slug && (!inLocale || t.locale === inLocale));
  return found.find((article) => has(article, locale)) ?? found.find((article) => has(article));
}

/** An article as lists show it: without bodies. */
export type ArticleCard = Omit<ArticleDoc, 'translations'> & { translations: Omit<Translation, 'body'>[] };

/** The published articles, without bodies, by category and order; of one category where given. */
export function publishedCards(context: Store, category?: string, limit = 1000): Promise<ArticleCard[]> {
  return Articles(context)
    .find({ status: 'published', ...(category ? { category } : {}) }, { 'translations.body': 0 })
    .sort({ category: 1, order: 1, _id: 1 })
    .limit(limit)
    .lean<ArticleCard[]>();
}

/** Published articles by their hex ids, in that order, without bodies. */
export async function publishedByIds(context: Store, ids: readonly string[]): Promise<ArticleCard[]> {
  const found = await Articles(context)
    .find({ _id: { $in: ids }, status: 'published' }, { 'translations.body': 0 })
    .lean<ArticleCard[]>();
  return ids.flatMap((id) => found.filter((article) => String(article._id) === id));
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
