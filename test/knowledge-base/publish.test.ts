import { expect, test } from 'vitest';
import { loadSampleArticles } from '../../knowledge-base/import-content.ts';
import { Articles } from '../../knowledge-base/model.ts';
import { startIndexing } from '../../knowledge-base/publish.ts';
import type { SearchDocument } from '../../knowledge-base/search/engine.ts';
import { buildTestApp } from '../support/app.ts';

test(
  'what was indexed as it is now is not indexed again; what changed is, and alone',
  { timeout: 30_000 },
  async () => {
    const app = await buildTestApp();
    await loadSampleArticles(app.context);
    const indexed: string[] = [];
    const search = {
      ...app.context.search,
      index: (documents: SearchDocument[]) => Promise.resolve(void indexed.push(...documents.map((d) => d.article))),
      remove: () => Promise.resolve(),
    };
    const indexing = await startIndexing({ ...app.context, search });
    expect(new Set(indexed).size).toBe(16);
    indexed.length = 0;
    await new Promise((resolve) => setTimeout(resolve, 4_500)); // two looks for changes
    expect(indexed).toEqual([]);
    const article = await Articles(app.context)
      .findOneAndUpdate({}, { $set: { updatedAt: new Date() } })
      .orFail();
    await expect.poll(() => new Set(indexed), { timeout: 30_000 }).toEqual(new Set([String(article._id)]));
    await indexing.stop();
    await app.close();
  },
);
