import { LANGUAGES, type Language } from '../server/tickets/envelopes.ts';
import type { ArticleDoc, Translation } from './model.ts';

/** What texts from before they were counted are, and are based on. */
const FIRST = 1;

export type TranslationState = 'current' | 'outdated' | 'missing';
type Texts = { source?: Language; translations: readonly Omit<Translation, 'body'>[] };

/** The language that the others are translated from; of articles that do not say it English, else the first. */
export function sourceOf({ source, translations }: Texts): Language {
  const has = (locale: Language): boolean => translations.some((one) => one.locale === locale);
  if (source && has(source)) return source;
  return has('en') ? 'en' : (translations[0]?.locale ?? 'en');
}

/** How each language stands to the source: outdated when that was changed since, in more than a slip. */
export function statesOf(article: Texts): Record<Language, TranslationState> {
  const source = sourceOf(article);
  const major = majorOf(article.translations.find(({ locale }) => locale === source));
  const state = (locale: Language): TranslationState => {
    const own = article.translations.find((one) => one.locale === locale);
    if (!own) return 'missing';
    return locale === source || (own.basedOn ?? FIRST) >= major ? 'current' : 'outdated';
  };
  return Object.fromEntries(LANGUAGES.map((locale) => [locale, state(locale)])) as Record<Language, TranslationState>;
}

export const majorOf = (translation: Omit<Translation, 'body'> | undefined): number =>
  translation?.major ?? (translation ? FIRST : 0);

/** Number of the present text; articles from before they were counted have their first. */
export const versionOf = (translation: Pick<ArticleDoc['translations'][number], 'version'> | undefined): number =>
  translation ? (translation.version ?? 1) : 0;
