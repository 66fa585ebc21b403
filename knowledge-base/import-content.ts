import type { AnyBulkWriteOperation } from 'mongodb';
import type { Context } from '../server/context.ts';
import { readArticleFiles, type ArticleFile } from './content.ts';
import { Articles, type ArticleDoc } from './model.ts';

type Parts = Pick<Context, 'db' | 'clock' | 'search'>;

/**
 * Loads the sample knowledge base, published and marked as sample; articles that are there already, by key, stay as
 * they are. Returns how many were added. Call it before the search index is built.
 */
export async function loadSampleArticles(context: Parts): Promise<number> {
  const files = await readArticleFiles();
  const keys = [...new Set(files.map((file) => file.key))];
  const there = await Articles(context)
    .find({ key: { $in: keys } }, { key: 1 })
    .lean();
  const known = new Set(there.map((article) => article.key));
  const missing = keys.filter((key) => !known.has(key));
  if (missing.length === 0) return 0;
  const documents = missing.map((key) =>
    sampleArticle(
      context,
      files.filter((file) => file.key === key),
    ),
  );
  // One by one upserts: two processes may start at once.
  const writes: AnyBulkWriteOperation<ArticleDoc>[] = documents.map((document) => ({
    updateOne: { filter: { key: document.key }, update: { $setOnInsert: document }, upsert: true },
  }));
  const { upsertedCount } = await Articles(context).collection.bulkWrite(writes as never, { ordered: false });
  return upsertedCount;
}

/** Takes the sample articles out of store and index. Returns how many there were. */
export async function removeSamples(context: Parts): Promise<number> {
  const samples = await Articles(context).find({ sample: true }, { 'translations.locale': 1 }).lean<ArticleDoc[]>();
  const { deletedCount } = await Articles(context).deleteMany({ sample: true });
  const ids = samples.flatMap(({ _id, translations }) => translations.map(({ locale }) => `${String(_id)}-${locale}`));
  if (ids.length > 0) await context.search.remove(ids);
  return deletedCount;
}

function sampleArticle(context: Parts, files: readonly ArticleFile[]): Omit<ArticleDoc, '_id'> {
  const [first] = files;
  if (!first) throw new Error('an article without a file');
  const now = context.clock.now();
  return {
    v: 1,
    key: first.key,
    category: first.category,
    order: first.order,
    sample: true,
    status: 'published',
    translations: files.map(({ locale, slug, title, summary, keywords, body }) => ({
      locale,
      slug,
      title,
      summary,
      keywords,
      body,
      updatedAt: now,
    })),
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
}
