import type { Language } from '../server/tickets/envelopes.ts';
import type { ArticleDoc, FileOf, Translation, Words } from './model.ts';
import { slugOf } from './slug.ts';
import { majorOf, sourceOf, statesOf, versionOf } from './states.ts';

/** What may be left out is made from the rest. */
export function wordsFrom(text: Partial<Words> & Pick<Words, 'title' | 'body'>): Words {
  const { slug = slugOf(text.title), title, summary = '', keywords = [], body } = text;
  return { slug, title, summary, keywords, body };
}

interface Writing {
  now: Date;
  by?: string | undefined;
  file?: FileOf | undefined;
  /** A slip: translations of this text are not outdated by it. */
  minor?: boolean;
}

/**
 * The article with another text in one language: counted on, its former address leading to the new one. A text that
 * says the same stays the version it is. What somebody has written is no sample any more.
 */
export function withText(article: ArticleDoc, locale: Language, words: Words, writing: Writing): ArticleDoc {
  const before = article.translations.find((one) => one.locale === locale);
  const translation = next(article, locale, words, writing);
  const others = article.translations.filter((one) => one.locale !== locale);
  const moved = before && before.slug !== words.slug ? [{ locale, slug: before.slug }] : [];
  const redirects = [...(article.redirects ?? []), ...moved].filter(
    (one, at, all) =>
      !(one.locale === locale && one.slug === words.slug) &&
      all.findIndex((other) => other.locale === one.locale && other.slug === one.slug) === at,
  );
  return {
    ...article,
    sample: false,
    translations: [...others, translation].sort((a, b) => a.locale.localeCompare(b.locale)),
    ...(redirects.length > 0 || article.redirects ? { redirects } : {}),
  };
}

/** The article with another source language; what was up to date with the former one is so with this one. */
export function withSource(article: ArticleDoc, source: Language): ArticleDoc {
  const states = statesOf(article);
  const translations = article.translations.map(({ major: _major, basedOn: _basedOn, ...text }) => {
    const based = states[text.locale] === 'outdated' ? 0 : 1;
    return { ...text, ...(text.locale === source ? { major: 1 } : { basedOn: based }) };
  });
  return { ...article, source, translations };
}

function next(article: ArticleDoc, locale: Language, words: Words, { now, by, file, minor }: Writing): Translation {
  const before = article.translations.find((one) => one.locale === locale);
  const source = article.translations.length === 0 ? locale : sourceOf(article);
  const same = before !== undefined && says(before) === says(words);
  const version = same ? versionOf(before) : versionOf(before) + 1;
  const ownMajor = same || (minor && before) ? majorOf(before) : version;
  const basedOn = majorOf(article.translations.find((one) => one.locale === source));
  return {
    locale,
    ...words,
    version,
    ...(locale === source ? { major: ownMajor } : { basedOn }),
    ...(by ? { by } : {}),
    ...(file ? { file } : before?.file ? { file: before.file } : {}),
    updatedAt: same ? before.updatedAt : now,
  };
}

const says = ({ slug, title, summary, keywords, body }: Words): string =>
  JSON.stringify([slug, title, summary, keywords, body]);
