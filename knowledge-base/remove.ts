import type { Context } from '../server/context.ts';
import { loadArticle } from './find.ts';
import { Articles, RemovedArticles } from './model.ts';
import { indexArticle } from './publish.ts';

/** Removes an article wholly but for its versions; found by nobody when this resolves. Fails not-found. */
export async function removeArticle(context: Context, id: string): Promise<void> {
  const { _id } = await loadArticle(context, id);
  // The mark first: whoever indexes finishes what a crash leaves.
  await RemovedArticles(context).updateOne({ _id }, { $set: { at: context.clock.now() } }, { upsert: true });
  await Articles(context).deleteOne({ _id });
  await indexArticle(context, id);
  await context.events.emit('article.changed', { article: id });
}
