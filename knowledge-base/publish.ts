import type { Context } from '../server/context.ts';
import { startLoop } from '../server/loop.ts';
import { shopFacts } from '../server/settings/shop.ts';
import { shopValues } from '../server/messages/shop-values.ts';
import { spoken } from './find.ts';
import { plainText } from './markdown.ts';
import { Articles, RemovedArticles, type ArticleDoc } from './model.ts';
import type { SearchDocument } from './search/engine.ts';
import { followSynonyms } from './synonyms.ts';
import { LANGUAGES } from '../server/tickets/envelopes.ts';

/** How often changes by other processes are looked for. */
const EVERY_MS = 1000;
/** Two writers' clocks may differ by so much. */
const SKEW_MS = 2000;
/** Each so many rounds it is compared which articles there are at all. */
const FULL_ROUND = 60;
const PAGE = 200;
/** How long what was removed is looked for; then the full round has been. */
const REMOVED_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

/** The articles that are in the index, with the time (ms) of what was indexed. */
type Indexed = Map<string, number>;

/**
 * Builds the search index from the store, and keeps it current with what other processes write; resolves when it is
 * built. What this process writes is indexed at once (`indexArticle`).
 */
export async function startIndexing(context: Context): Promise<{ stop(): Promise<void> }> {
  const indexed: Indexed = new Map();
  let since = new Date(0);
  let round = 0;
  const followed = followSynonyms(context);
  const run = async (): Promise<void> => {
    await followed();
    since = await indexSince(context, since, indexed);
    await forgetRemoved(context, indexed);
    round += 1;
    if (round % FULL_ROUND === 0) await forgetDeleted(context, indexed);
  };
  await run();
  void context.search.whole?.();
  return startLoop(context, { name: 'article-index', everyMs: EVERY_MS, lease: false, run });
}

/** Hands every published article to the search engine once. Returns how many articles there are. */
export async function indexEverything(context: Context): Promise<number> {
  const indexed: Indexed = new Map();
  await followSynonyms(context)();
  await indexSince(context, new Date(0), indexed);
  return indexed.size;
}

/** Brings the index up to date with one article: found when published, gone when not or deleted. */
export async function indexArticle(context: Pick<Context, 'db' | 'search' | 'events'>, id: string): Promise<void> {
  const article = await Articles(context).findById(id).lean<ArticleDoc>();
  await indexAll(context, article ? [article] : [], article ? [] : [id]);
}

/** Takes the articles changed since then, a page at a time. Returns the time of the last one. */
async function indexSince(context: Context, since: Date, indexed: Indexed): Promise<Date> {
  let last = since;
  let page: ArticleDoc[] = [];
  const take = async (): Promise<void> => {
    const changed = page.filter(({ _id, updatedAt }) => indexed.get(String(_id)) !== updatedAt.getTime());
    page = [];
    await indexAll(context, changed, []);
    for (const { _id, updatedAt } of changed) indexed.set(String(_id), updatedAt.getTime());
  };
  // One walk along the index: pages that each look for their beginning cost the square of it.
  const changes = Articles(context)
    .find({ updatedAt: { $gt: since } })
    .sort({ updatedAt: 1, _id: 1 })
    .lean<ArticleDoc[]>()
    .cursor({ batchSize: PAGE }) as AsyncIterable<ArticleDoc>;
  for await (const article of changes) {
    last = article.updatedAt;
    page.push(article);
    if (page.length === PAGE) await take();
  }
  await take();
  // A little back: two writers' clocks may differ. What was indexed as it is now is not indexed again.
  return last > since ? new Date(Math.max(since.getTime(), last.getTime() - SKEW_MS)) : since;
}

async function indexAll(
  context: Pick<Context, 'db' | 'search' | 'events'>,
  articles: ArticleDoc[],
  gone: string[],
): Promise<void> {
  const published = articles.filter((article) => article.status === 'published');
  const values = published.length > 0 ? shopValues(await shopFacts(context)) : {};
  const documents = published.flatMap((article) => searchDocuments(spoken(article, values)));
  const kept = new Set(documents.map((document) => document.id));
  const ids = [...articles.map((article) => String(article._id)), ...gone];
  const stale = ids.flatMap((id) => LANGUAGES.map((locale) => `${id}-${locale}`)).filter((id) => !kept.has(id));
  const hidden = ids.filter((id) => !published.some(({ _id }) => String(_id) === id));
  if (hidden.length > 0) await context.events.emit('articles.hidden', { articles: hidden });
  if (stale.length > 0) await context.search.remove(stale);
  if (documents.length > 0) await context.search.index(documents);
}

/** Finishes what was marked as removed: an article that a crash left goes, and so does what is indexed of it. */
async function forgetRemoved(context: Context, indexed: Indexed): Promise<void> {
  const after = new Date(context.clock.now().getTime() - REMOVED_MS);
  const marks = await RemovedArticles(context)
    .find({ at: { $gt: after } }, { _id: 1 })
    .lean();
  const gone = marks.filter(({ _id }) => indexed.has(String(_id)));
  if (gone.length === 0) return;
  await Articles(context).deleteMany({ _id: { $in: gone.map(({ _id }) => _id) } });
  const ids = gone.map(({ _id }) => String(_id));
  await indexAll(context, [], ids);
  for (const id of ids) indexed.delete(id);
}

async function forgetDeleted(context: Context, indexed: Indexed): Promise<void> {
  const there = new Set<string>();
  for await (const { _id } of Articles(context).find({}, { _id: 1 }).lean().cursor()) there.add(String(_id));
  const gone = [...indexed.keys()].filter((id) => !there.has(id));
  await indexAll(context, [], gone);
  for (const id of gone) indexed.delete(id);
  const before = new Date(context.clock.now().getTime() - DAY_MS);
  await RemovedArticles(context).deleteMany({ at: { $lt: before } });
}

/** An article as search engines take it, one document for each translation. */
export function searchDocuments(article: ArticleDoc): SearchDocument[] {
  const id = String(article._id);
  return article.translations.map((translation) => ({
    id: `${id}-${translation.locale}`,
    article: id,
    slug: translation.slug,
    locale: translation.locale,
    title: translation.title,
    summary: translation.summary,
    category: article.category,
    keywords: translation.keywords,
    body: plainText(translation.body),
  }));
}
