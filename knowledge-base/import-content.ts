import type { AnyBulkWriteOperation } from 'mongodb';
import type { Context } from '../server/context.ts';
import { Counters, SAMPLES_REMOVED } from '../server/counter.ts';
import { readArticleFiles, readSampleCategories, type ArticleFile } from './content.ts';
import { Articles, Categories, RemovedArticles, type ArticleDoc } from './model.ts';
import { searchDocuments } from './publish.ts';

/** The mark that the samples were loaded once. */
const LOADED = 'sample-articles';
const CATEGORIES_LOADED = 'sample-categories';

type Parts = Pick<Context, 'db' | 'clock' | 'search'>;

/**
 * Loads the sample knowledge base at the first start: published, marked as sample, and indexed. Articles that are
 * there already, by key, stay as they are; once loaded they are not loaded again, so that what was removed stays
 * removed. Returns how many were added.
 */
export async function loadSampleArticles(context: Parts): Promise<number> {
  await loadSampleCategories(context);
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

/** Once, like the articles; a desk from before they were stored gets them while it has sample articles. */
async function loadSampleCategories(context: Parts): Promise<void> {
  if (await Counters(context).findById(CATEGORIES_LOADED).lean()) return;
  for (const { key, order, title, description } of await readSampleCategories())
    await Categories(context).updateOne(
      { _id: key },
      { $setOnInsert: { order, titles: title, descriptions: description, origin: 'sample' } },
      { upsert: true },
    );
  await Counters(context).updateOne({ _id: CATEGORIES_LOADED }, { $set: { value: 1 } }, { upsert: true });
}

/** Takes the sample articles, and categories that nothing else is in, out of store and index. Returns how many articles there were. */
export async function removeSamples(context: Parts): Promise<number> {
  const samples = await Articles(context).find({ sample: true }, { 'translations.locale': 1 }).lean<ArticleDoc[]>();
  const at = context.clock.now();
  // The marks first: other processes take out of their indexes what is marked, and finish what a crash leaves.
  const marks = samples.map(({ _id }) => ({ updateOne: { filter: { _id }, update: { $set: { at } }, upsert: true } }));
  if (marks.length > 0) await RemovedArticles(context).bulkWrite(marks);
  const { deletedCount } = await Articles(context).deleteMany({ sample: true });
  await Counters(context).updateOne({ _id: SAMPLES_REMOVED }, { $set: { value: 1 } }, { upsert: true });
  const used = await Articles(context).distinct('category');
  await Categories(context).deleteMany({ origin: { $in: ['sample', 'made'] }, _id: { $nin: used } });
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
