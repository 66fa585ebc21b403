import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Types } from 'mongoose';
import type { Context } from '../../server/context.ts';
import { Failure } from '../../server/errors.ts';
import { LANGUAGES, type Language } from '../../server/tickets/envelopes.ts';
import { ensureCategory } from '../categories.ts';
import { writeImage } from '../images.ts';
import { ArticleImages, Articles, type ArticleDoc } from '../model.ts';
import { addArticle, change } from '../save.ts';
import { keepVersion } from '../versions.ts';
import { withText } from '../write.ts';
import { readArticle, type ArticleFile } from './article-file.ts';
import { importCategories } from './categories-file.ts';
import { walk } from './walk.ts';

export interface Imported {
  files: number;
  /** Articles by what became of them. */
  added: number;
  changed: number;
  same: number;
  images: number;
  /** Paths that are neither articles nor pictures. */
  others: string[];
  /** What could not be taken, in words, by path or key. */
  problems: string[];
}

/**
 * Takes a folder of Markdown files and pictures into the knowledge base. What was taken before is passed over by its
 * hash, so that an import that was killed goes on where it stopped, and what was changed here since stays.
 */
export async function importFolder(context: Context, dir: string, locale: Language): Promise<Imported> {
  const folder = resolve(dir);
  const found = await walk(folder);
  const done: Imported = {
    files: found.articles.length,
    ...{ added: 0, changed: 0, same: 0, images: 0 },
    others: found.others,
    problems: [],
  };
  await importCategories(context, folder);
  // Pictures first: no article is ever shown without its own.
  for (const path of found.images)
    await noting(done, path, async () => {
      if (await takeImage(context, path, await readFile(join(folder, path)))) done.images += 1;
    });
  const files: ArticleFile[] = [];
  for (const path of found.articles)
    await noting(done, path, async () => {
      files.push(readArticle(await readFile(join(folder, path)), path, locale));
    });
  for (const [key, group] of Map.groupBy(files, (file) => file.key))
    await noting(done, key, async () => {
      done[await takeArticle(context, group)] += 1;
    });
  return done;
}

async function noting(done: Imported, about: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Failure) && !(error instanceof Error && error.constructor === Error) && !isEncoding(error))
      throw error;
    done.problems.push(`${about}: ${isEncoding(error) ? 'no UTF-8' : (error as Error).message}`);
  }
}

const isEncoding = (error: unknown): error is TypeError =>
  (error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';

/** True when it was not there as it is. */
async function takeImage(context: Context, path: string, bytes: Buffer): Promise<boolean> {
  const known = await ArticleImages(context).findById(path, { hash: 1 }).lean();
  if (known?.hash === createHash('sha256').update(bytes).digest('hex')) return false;
  await writeImage(context, path, bytes);
  return true;
}

async function takeArticle(context: Context, group: ArticleFile[]): Promise<'added' | 'changed' | 'same'> {
  const files = group.sort((a, b) => LANGUAGES.indexOf(a.locale) - LANGUAGES.indexOf(b.locale));
  const twice = files.find((file, at) => files.findIndex((other) => other.locale === file.locale) < at);
  if (twice) throw new Error(`${twice.file.path} is the second file of this article in ${twice.locale}`);
  const [first] = files;
  if (!first) return 'same';
  const { key } = first;
  const known = await Articles(context).findOne({ key }).lean<ArticleDoc>();
  // A sample that is imported is nobody's example any more: only what the files say stays.
  const left = known?.sample ? files : files.filter((file) => !isTaken(known, file));
  if (left.length === 0) return 'same';
  await ensureCategory(context, first.category, first.categoryTitle);
  const now = context.clock.now();
  if (!known) {
    await addArticle(context, filled(emptyArticle(key, now), files, now));
    return 'added';
  }
  await change(context, String(known._id), async (article) => {
    for (const { locale } of left) await keepVersion(context, article, locale);
    return filled(article.sample ? { ...article, translations: [], redirects: [] } : article, left, now);
  });
  return 'changed';
}

const isTaken = (article: ArticleDoc | null, { locale, file }: ArticleFile): boolean =>
  article?.translations.some(
    (one) => one.locale === locale && one.file?.hash === file.hash && one.file.path === file.path,
  ) ?? false;

function filled(empty: ArticleDoc, files: readonly ArticleFile[], now: Date): ArticleDoc {
  const [first] = files;
  if (!first) return empty;
  const { category, order, status, reviewBy } = first;
  const source = files.find((file) => file.source)?.source ?? empty.source ?? first.locale;
  const whole = { ...empty, category, order, status, source, ...(reviewBy ? { reviewBy } : {}) };
  // The source first: the others are as new as it is.
  const inOrder = [...files].sort((a, b) => Number(b.locale === source) - Number(a.locale === source));
  return inOrder.reduce<ArticleDoc>(
    (article, { locale, words, file }) =>
      withText(article, locale, words, { now, file: { ...file, as: { category, order, status } } }),
    whole,
  );
}

const emptyArticle = (key: string, now: Date): ArticleDoc => ({
  _id: new Types.ObjectId(),
  v: 1,
  key,
  category: '',
  order: 0,
  sample: false,
  status: 'draft',
  translations: [],
  revision: 1,
  createdAt: now,
  updatedAt: now,
});
