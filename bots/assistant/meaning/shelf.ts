import type { SearchDocument, SearchEngine } from '../../../knowledge-base/search/engine.ts';
import type { Language } from '../../../server/tickets/envelopes.ts';
import type { Softmax } from '../recognition/softmax.ts';
import { subjectsOf, type Subjects } from './subjects.ts';
import type { Shelved } from './weigh.ts';

/** What was read is kept as long as the article stands as it was. */
const read = new WeakMap<SearchDocument, Subjects>();
/** Languages whose articles are being read. */
const reading = new Set<Language>();

/** So many articles a question waits for; of more, those are read beside it, and found by their words until then. */
const AT_ONCE = 100;
/** Articles read in one go before others get the event loop: some milliseconds. */
const BATCH = 4;

/** The published articles of a language with what they speak of. */
export async function shelfOf(
  search: Pick<SearchEngine, 'documents'>,
  locale: Language,
  model: Softmax,
): Promise<Shelved[]> {
  const articles = search.documents?.(locale) ?? [];
  const unread = articles.filter((article) => !read.has(article));
  if (unread.length <= AT_ONCE) await readThem(unread, model);
  else readBeside(unread, locale, model);
  return articles.map((article) => ({ article, subjects: read.get(article) }));
}

function readBeside(unread: readonly SearchDocument[], locale: Language, model: Softmax): void {
  if (reading.has(locale)) return;
  reading.add(locale);
  void readThem(unread, model).finally(() => reading.delete(locale));
}

async function readThem(unread: readonly SearchDocument[], model: Softmax): Promise<void> {
  for (let from = 0; from < unread.length; from += BATCH) {
    for (const article of unread.slice(from, from + BATCH))
      if (!read.has(article)) read.set(article, subjectsOf(model, article));
    if (from + BATCH < unread.length) await new Promise(setImmediate);
  }
}
