import { Types } from 'mongoose';
import type { Context } from '../server/context.ts';
import { fail } from '../server/errors.ts';
import type { Language } from '../server/tickets/envelopes.ts';
import { isDuplicate } from '../server/vault/sealed.ts';
import type { ArticleBody } from './author-schema.ts';
import { ensureCategory, GENERAL } from './categories.ts';
import { loadArticle } from './find.ts';
import { Articles, type ArticleDoc, type ArticleStatus, type FileOf } from './model.ts';
import { indexArticle } from './publish.ts';
import type { CreateArticle, TranslationBody } from './schema.ts';
import { slugOf } from './slug.ts';
import { versionOf } from './states.ts';
import { keepVersion } from './versions.ts';
import { withSource, withText, wordsFrom } from './write.ts';

const ATTEMPTS = 5;

/** Who writes, and from which file; both may be unknown. */
export interface Origin {
  by?: string | undefined;
  file?: FileOf | undefined;
}

/** A new article as a draft with its first translation. Fails already-exists when key or slug are taken. */
export async function createArticle(context: Context, input: CreateArticle, origin: Origin = {}): Promise<ArticleDoc> {
  const now = context.clock.now();
  const { key, category = GENERAL, order, locale, ...text } = input;
  const words = wordsFrom(text);
  const empty: ArticleDoc = {
    _id: new Types.ObjectId(),
    v: 1,
    key: key ?? words.slug,
    category,
    order: order ?? 0,
    sample: false,
    status: 'draft',
    source: locale,
    translations: [],
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
  const article = withText(empty, locale, words, { ...origin, now });
  await ensureCategory(context, category);
  return await addArticle(context, article);
}

/** Stores an article that is there wholly. Fails already-exists when key or slug are taken. */
export async function addArticle(context: Context, article: ArticleDoc): Promise<ArticleDoc> {
  await unlessTaken(Articles(context).collection.insertOne(article as never));
  await changed(context, article);
  return article;
}

/**
 * Writes the text of one locale, new or instead of what is there, which is kept among the versions. Fails not-found,
 * already-exists (slug), conflict when `lastVersion` is not the present one any more.
 */
export function saveTranslation(
  context: Context,
  id: string,
  locale: Language,
  input: TranslationBody,
  origin: Origin = {},
): Promise<ArticleDoc> {
  const { minor = false, lastVersion, ...text } = input;
  return change(context, id, async (article, now) => {
    const before = article.translations.find((one) => one.locale === locale);
    if (lastVersion !== undefined && lastVersion !== versionOf(before))
      fail('conflict', 'Somebody else has written this text meanwhile.', { version: versionOf(before) });
    await keepVersion(context, article, locale);
    const words = wordsFrom({ ...text, slug: text.slug ?? before?.slug ?? slugOf(text.title) });
    return withText(article, locale, words, { ...origin, now, minor });
  });
}

/** Takes one language out; its versions stay. Fails not-found, and unprocessable for the only one. */
export function removeTranslation(context: Context, id: string, locale: Language): Promise<ArticleDoc> {
  return change(context, id, async (article) => {
    const left = article.translations.filter((one) => one.locale !== locale);
    if (left.length === article.translations.length) fail('not-found');
    if (left.length === 0) fail('unprocessable', 'An article has at least one language: remove it as a whole.');
    await keepVersion(context, article, locale);
    return { ...article, translations: left };
  });
}

/** Category, place, source language, date of review; what is not named stays. Fails not-found, already-exists. */
export async function changeArticle(context: Context, id: string, body: ArticleBody): Promise<ArticleDoc> {
  const { reviewBy, source, ...fields } = body;
  if (fields.category) await ensureCategory(context, fields.category);
  return await change(context, id, (article) => {
    if (source && !article.translations.some(({ locale }) => locale === source))
      fail('unprocessable', 'There is no text in this language.');
    const { reviewBy: before, ...rest } = article;
    const review = reviewBy === undefined ? before : reviewBy === null ? undefined : new Date(reviewBy);
    const whole = { ...rest, ...fields, sample: false, ...(review ? { reviewBy: review } : {}) };
    return source ? withSource(whole, source) : whole;
  });
}

/** Publishes (for everybody or for agents) or takes back to draft; found or gone when this resolves. */
export function setPublication(context: Context, id: string, status: ArticleStatus): Promise<ArticleDoc> {
  return change(context, id, ({ publishAt: _at, publishAs: _as, ...article }) => ({ ...article, status }));
}

/** Publishes later; until then it stays what it is. */
export function planPublication(context: Context, id: string, at: Date, as: ArticleStatus): Promise<ArticleDoc> {
  return change(context, id, (article) => ({ ...article, publishAt: at, publishAs: as }));
}

/** Reads, changes and writes unless somebody else wrote meanwhile; then again. */
export async function change(
  context: Context,
  id: string,
  next: (article: ArticleDoc, now: Date) => ArticleDoc | Promise<ArticleDoc>,
): Promise<ArticleDoc> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const article = await loadArticle(context, id);
    const now = context.clock.now();
    const written: ArticleDoc = { ...(await next(article, now)), revision: article.revision + 1, updatedAt: now };
    const { _id } = article;
    const { matchedCount } = await unlessTaken(
      Articles(context).collection.replaceOne({ _id, revision: article.revision } as never, written as never),
    );
    if (matchedCount === 0) continue;
    await changed(context, written);
    return written;
  }
  return fail('conflict');
}

async function unlessTaken<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    return isDuplicate(error)
      ? fail('already-exists', 'This key or address is taken.')
      : Promise.reject(error as Error);
  }
}

async function changed(context: Context, article: ArticleDoc): Promise<void> {
  const id = String(article._id);
  await indexArticle(context, id);
  await context.events.emit('article.changed', { article: id });
}
