import type { AnyBulkWriteOperation } from 'mongodb';
import type { Context } from '../server/context.ts';
import { Counters } from '../server/counter.ts';
import { readArticleFiles, type ArticleFile } from './content.ts';
import { Articles, type ArticleDoc } from './model.ts';
import { searchDocuments } from './publish.ts';

/** The mark that the samples were loaded once. */
const LOADED = 'sample-articles';

type Parts = Pick<Context, 'db' | 'clock' | 'search'>;

/**
 * Loads the sample knowledge base at the first start: published, marked as sample, and indexed. Articles that are
 * there already, by key, stay as they are; once loaded they are not loaded again, so that what was removed stays
 * removed. Returns how many were added.
 */
export async function loadSampleArticles(context: Parts): Promise<number> {
  if (await Counters(context).findById(LOADED).lean()) return 0;
  const files = await readArticleFiles();
  const keys = [...new Set(files.map((file) => file.key))];
  const there = await Articles(context)
    .find({ key: { $in: keys } }, { key: 1 })
    .lean();
  const known = new Set(there.map((article) => article.key));
  const missing = keys.filter((key) => !known.has(key));
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
  if (writes.length > 0) await Articles(context).collection.bulkWrite(writes as never, { ordered: false });
  await Counters(context).updateOne({ _id: LOADED }, { $set: { value: 1 } }, { upsert: true });
  await indexKeys(context, missing);
  return writes.length;
}

/** Takes the sample articles out of store and index. Returns how many there were. */
export async function removeSamples(context: Parts): Promise<number> {
  const samples = await Articles(context).find({ sample: true }, { 'translations.locale': 1 }).lean<ArticleDoc[]>();
  const { deletedCount } = await Articles(context).deleteMany({ sample: true });
  const ids = samples.flatMap(({ _id, translations }) => translations.map(({ locale }) => `${String(_id)}-${locale}`));
  if (ids.length > 0) await context.search.remove(ids);
  return deletedCount;
}

async function indexKeys(context: Parts, keys: string[]): Promise<void> {
  const added = await Articles(context)
    .find({ key: { $in: keys } })
    .lean<ArticleDoc[]>();
  await context.search.index(added.filter(({ status }) => status === 'published').flatMap(searchDocuments));
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
