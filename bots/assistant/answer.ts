import type { Context } from '../../server/context.ts';
import { LANGUAGES, type Language } from '../../server/tickets/envelopes.ts';
import { spokenArticle, translationFor } from '../../knowledge-base/find.ts';
import { articlePath } from '../../knowledge-base/present.ts';
import type { SearchDocument } from '../../knowledge-base/search/engine.ts';
import type { Draft, Drafter } from './drafts/drafter.ts';
import { findMeant, type Found } from './meaning/find.ts';
import { passageOf, passagesOf } from './passage.ts';

export interface Answer {
  /** Hex id. */
  article: string;
  slug: string;
  locale: Language;
  title: string;
  /** The passage of the article that answers, as plain text. */
  passage: string;
  /** Address of the whole article. */
  url: string;
  /** What a language model has made of it, checked; absent when there is none. */
  draft?: Draft;
}

/** Below this certainty an article is about something else: silent rather than wrong. */
const SURE = 0.45;
/** A single sentence out of a longer message has to fit better, since the rest is left aside. */
const SURE_OF_SENTENCE = 0.8;
const MAX_SENTENCES = 4;
/** Parts of the article that a draft is made from; most articles have fewer. */
const PASSAGES = 6;

/** The answer of the knowledge base to a question, or undefined when it has none that is sure enough. */
export async function findAnswer(
  context: Pick<Context, 'search' | 'db' | 'config'>,
  question: string,
  language: Language,
  drafter?: Drafter,
): Promise<Answer | undefined> {
  const found =
    (await chooseArticle(context, question, language)) ?? (await chooseElsewhere(context, question, language));
  if (!found) return undefined;
  const article = await spokenArticle(context, found.hit.article);
  const translation = translationFor(article.translations, found.hit.locale);
  if (!translation || article.status !== 'published') return undefined;
  // What is translated cannot be checked word by word.
  const passages = translation.locale === language ? passagesOf(translation, found.asked, PASSAGES) : [];
  const draft = await drafter?.({ question: found.asked, language, passages });
  return {
    article: found.hit.article,
    slug: translation.slug,
    locale: translation.locale,
    title: translation.title,
    passage: passageOf(translation, found.asked),
    url: context.config.publicUrl + articlePath(translation.locale, translation.slug),
    ...(draft ? { draft } : {}),
  };
}

/** An article that exists in other languages only, where it fits what is meant very well. */
async function chooseElsewhere(
  context: Pick<Context, 'search' | 'db'>,
  question: string,
  language: Language,
): Promise<{ hit: SearchDocument; asked: string } | undefined> {
  for (const locale of LANGUAGES.filter((other) => other !== language)) {
    const found = await sureOf(context, question, language, locale, SURE_OF_SENTENCE);
    const article = found && (await spokenArticle(context, found.article.article));
    if (article && !article.translations.some((one) => one.locale === language))
      return { hit: found.article, asked: question };
  }
  return undefined;
}

/** The article that fits a question, with the part of the question that it fits; undefined rather than a wrong one. */
export async function chooseArticle(
  context: Pick<Context, 'search'>,
  question: string,
  language: Language,
): Promise<{ hit: SearchDocument; asked: string } | undefined> {
  const whole = await sureOf(context, question, language, language, SURE);
  const sentences = sentencesOf(question).slice(0, MAX_SENTENCES);
  const parts = sentences.length > 1 ? sentences : [];
  const found = await Promise.all(parts.map((s) => sureOf(context, s, language, language, SURE_OF_SENTENCE)));
  const ranked = [whole, ...found]
    .flatMap((one, at) => (one ? [{ ...one, asked: parts[at - 1] ?? question }] : []))
    .sort((a, b) => b.certainty - a.certainty);
  return ranked[0] && { hit: ranked[0].article, asked: ranked[0].asked };
}

async function sureOf(
  { search }: Pick<Context, 'search'>,
  text: string,
  language: Language,
  locale: Language,
  least: number,
): Promise<Found | undefined> {
  const found = await findMeant(search, text, language, locale);
  return found && found.certainty >= least ? found : undefined;
}

/** Sentences that ask come first; a sentence of one or two words says nothing by itself. */
function sentencesOf(text: string): string[] {
  const all = (text.match(/[^.?!\n]+[.?!]*/g) ?? []).map((s) => s.trim()).filter((s) => s.split(/\s+/).length > 2);
  return [...all.filter((s) => s.endsWith('?')), ...all.filter((s) => !s.endsWith('?'))];
}
