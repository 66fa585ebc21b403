import type { Language } from '../server/tickets/envelopes.ts';
import { translationFor, type ArticleCard } from './find.ts';
import type { ArticleDoc } from './model.ts';
import type { ArticleSummary, ArticleView } from './schema.ts';

/** The path of an article's page on the help site. */
export function articlePath(locale: Language, slug: string): string {
  return `/help/${locale}/${slug}`;
}

export function presentArticle(article: ArticleDoc): ArticleView {
  const { key, category, order, sample, status } = article;
  return {
    id: String(article._id),
    key,
    category,
    order,
    sample,
    status,
    translations: article.translations.map((translation) => ({
      ...translation,
      updatedAt: translation.updatedAt.toISOString(),
    })),
    createdAt: article.createdAt.toISOString(),
    updatedAt: article.updatedAt.toISOString(),
  };
}

/** An article in a list; its title in the locale, else in English, else in what there is. */
export function presentSummary(article: ArticleCard, locale: Language): ArticleSummary[] {
  const translation = translationFor(article.translations, locale);
  if (!translation) return [];
  const { key, category, sample, status } = article;
  return [
    {
      id: String(article._id),
      key,
      category,
      sample,
      status,
      locale: translation.locale,
      locales: article.translations.map((t) => t.locale),
      slug: translation.slug,
      title: translation.title,
      summary: translation.summary,
      url: articlePath(translation.locale, translation.slug),
      updatedAt: article.updatedAt.toISOString(),
    },
  ];
}
