import { Types } from 'mongoose';
import { Articles, type ArticleDoc } from '../../knowledge-base/model.ts';
import { buildApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { articlesOf } from './kb-articles.ts';
import { locate } from './work.ts';

/** `node test/bench/kb-seed.ts DATA_DIR N`: N published articles of the corpus through the store, all indexes there. */
const BATCH = 500;
const FIRST = Date.UTC(2026, 0, 1);
const [dataDir = '', n = '1000'] = process.argv.slice(2);
const app = await buildApp(readConfig({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' }));
const { corpus } = await locate();
let batch: ArticleDoc[] = [];
let count = 0;
const flush = async (): Promise<void> => {
  await Articles(app.context).collection.insertMany(batch as never);
  batch = [];
};
for (const words of articlesOf(corpus, Number(n))) {
  count += 1;
  const at = new Date(FIRST + count);
  const translations = [{ ...words, locale: 'en' as const, slug: `article-${count}`, version: 1, updatedAt: at }];
  batch.push({
    ...{ _id: new Types.ObjectId(), v: 1, key: `article-${count}`, category: 'general', order: count, sample: false },
    ...{ status: 'published', source: 'en', translations, revision: 1, createdAt: at, updatedAt: at },
  });
  if (batch.length === BATCH) await flush();
}
if (batch.length > 0) await flush();
await app.close();
