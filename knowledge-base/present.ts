import type { Language } from '../server/tickets/envelopes.ts';
import { translationFor, type ArticleCard } from './find.ts';
import type { ArticleDoc } from './model.ts';
import { sourceOf, statesOf, versionOf } from './states.ts';
import type { ArticleSummary, ArticleView } from './schema.ts';

/** The path of an article's page on the help site. */
export function articlePath(locale: Language, slug: string): string {
  return `/help/${locale}/${slug}`;
}

export function presentArticle(article: ArticleDoc): ArticleView {
  const { key, category, order, sample, status, redirects = [] } = article;
  const states = statesOf(article);
  return {
    id: String(article._id),
    key,
    category,
    order,
    sample,
    status,
    ...dates(article),
    source: sourceOf(article),
    redirects,
    translations: article.translations.map((translation) => {
      const { locale, slug, title, summary, keywords, body, updatedAt } = translation;
      const state = states[locale] === 'outdated' ? ('outdated' as const) : ('current' as const);
      const version = versionOf(translation);
      return { locale, slug, title, summary, keywords, body, version, state, updatedAt: updatedAt.toISOString() };
    }),
    createdAt: article.createdAt.toISOString(),
    updatedAt: article.updatedAt.toISOString(),
  };
}

const dates = ({ publishAt, reviewBy }: Pick<ArticleDoc, 'publishAt' | 'reviewBy'>) => ({
  publishAt: publishAt?.toISOString() ?? null,
  reviewBy: reviewBy?.toISOString() ?? null,
});

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
      states: statesOf(article),
      source: sourceOf(article),
      ...dates(article),
      slug: translation.slug,
      title: translation.title,
      summary: translation.summary,
      url: articlePath(translation.locale, translation.slug),
      updatedAt: article.updatedAt.toISOString(),
    },
  ];
}
