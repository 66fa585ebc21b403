import { diffLines, diffWords } from 'diff';
import { Types } from 'mongoose';
import type { Context } from '../server/context.ts';
import { fail } from '../server/errors.ts';
import type { Language } from '../server/tickets/envelopes.ts';
import { loadArticle } from './find.ts';
import { ArticleVersions, type ArticleDoc, type ArticleVersionDoc, type Translation, type Words } from './model.ts';
import { versionOf } from './states.ts';

type Store = Pick<Context, 'db'>;

/**
 * Keeps the present text of a language among its versions, before another one comes in its place. Idempotent: a save
 * that is overtaken or dies afterwards has kept what still is.
 */
export async function keepVersion(context: Store, article: ArticleDoc, locale: Language): Promise<void> {
  const text = article.translations.find((one) => one.locale === locale);
  if (!text) return;
  const { version, words, by, at } = asVersion(text);
  await ArticleVersions(context).updateOne(
    { article: article._id, locale, version },
    { $setOnInsert: { words, at, ...(by ? { by } : {}) } },
    { upsert: true },
  );
}

/** One text of a language, the present one or one that was. */
export type Version = Pick<ArticleVersionDoc, 'version' | 'words' | 'by' | 'at'>;

/** The versions of a language, newest first; the first is the present text. Fails not-found. */
export async function versionsOf(context: Store, id: string, locale: Language): Promise<Version[]> {
  const article = await loadArticle(context, id);
  const present = article.translations.find((one) => one.locale === locale) ?? fail('not-found');
  const before = await ArticleVersions(context)
    .find({ article: new Types.ObjectId(id), locale, version: { $lt: versionOf(present) } })
    .sort({ version: -1 })
    .limit(200)
    .lean<ArticleVersionDoc[]>();
  return [asVersion(present), ...before];
}

/** One of them by its number. Fails not-found. */
export async function versionAt(context: Store, id: string, locale: Language, number: number): Promise<Version> {
  const present = (await loadArticle(context, id)).translations.find((one) => one.locale === locale);
  if (present && versionOf(present) === number) return asVersion(present);
  const found = await ArticleVersions(context)
    .findOne({ article: new Types.ObjectId(id), locale, version: number })
    .lean<ArticleVersionDoc>();
  return found ?? fail('not-found');
}

function asVersion(text: Translation): Version {
  const { slug, title, summary, keywords, body, by, updatedAt } = text;
  const words = { slug, title, summary, keywords, body };
  return { version: versionOf(text), words, at: updatedAt, ...(by ? { by } : {}) };
}

/** A piece of a text: in both, only in the later, only in the earlier. */
export interface Piece {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** What has become of a text: title and summary by words, the body by lines. */
export function difference(from: Words, to: Words): { title: Piece[]; summary: Piece[]; body: Piece[] } {
  return {
    title: diffWords(from.title, to.title).map(piece),
    summary: diffWords(from.summary, to.summary).map(piece),
    body: diffLines(from.body, to.body).map(piece),
  };
}

const piece = ({ added, removed, value }: { added: boolean; removed: boolean; value: string }): Piece => ({
  kind: added ? 'added' : removed ? 'removed' : 'same',
  text: value,
});
