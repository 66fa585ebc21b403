import { Types } from 'mongoose';
import type { Context } from '../server/context.ts';
import { fail } from '../server/errors.ts';
import type { Language } from '../server/tickets/envelopes.ts';
import { isDuplicate } from '../server/vault/sealed.ts';
import { loadArticle } from './find.ts';
import { Articles, type ArticleDoc, type ArticleStatus, type Translation } from './model.ts';
import { indexArticle } from './publish.ts';
import type { CreateArticle, TranslationBody } from './schema.ts';

const ATTEMPTS = 5;

/** A new article as a draft with its first translation. Fails already-exists when key or slug are taken. */
export async function createArticle(context: Context, input: CreateArticle): Promise<ArticleDoc> {
  const now = context.clock.now();
  const { key, category, order, locale, ...text } = input;
  const article: ArticleDoc = {
    _id: new Types.ObjectId(),
    v: 1,
    key: key ?? text.slug,
    category,
    order: order ?? 0,
    sample: false,
    status: 'draft',
    translations: [translation(locale, text, now)],
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
  await unlessTaken(Articles(context).collection.insertOne(article as never));
  await changed(context, article);
  return article;
}

/** Writes the text of one locale, new or instead of what is there. Fails not-found, already-exists (slug), conflict. */
export function saveTranslation(
  context: Context,
  id: string,
  locale: Language,
  input: TranslationBody,
): Promise<ArticleDoc> {
  return change(context, id, (article, now) => ({
    translations: [
      ...article.translations.filter((other) => other.locale !== locale),
      translation(locale, input, now),
    ].sort((a, b) => a.locale.localeCompare(b.locale)),
  }));
}

/** Publishes (for everybody or for agents) or takes back to draft; found or gone when this resolves. */
export function setPublication(context: Context, id: string, status: ArticleStatus): Promise<ArticleDoc> {
  return change(context, id, () => ({ status }));
}

function translation(locale: Language, input: TranslationBody, now: Date): Translation {
  const { slug, title, summary, keywords = [], body } = input;
  return { locale, slug, title, summary, keywords, body, updatedAt: now };
}

/** Reads, changes and writes unless somebody else wrote meanwhile; then again. */
async function change(
  context: Context,
  id: string,
  fields: (article: ArticleDoc, now: Date) => Partial<ArticleDoc>,
): Promise<ArticleDoc> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const article = await loadArticle(context, id);
    const now = context.clock.now();
    const next = { ...article, ...fields(article, now), revision: article.revision + 1, updatedAt: now };
    const { _id, ...rest } = next;
    const written = await unlessTaken(
      Articles(context).collection.updateOne({ _id, revision: article.revision } as never, { $set: rest }),
    );
    if (written.matchedCount === 0) continue;
    await changed(context, next);
    return next;
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
