import { readArticleFiles, type ArticleFile } from '../../knowledge-base/content.ts';
import { plainText } from '../../knowledge-base/markdown.ts';
import type { SearchDocument } from '../../knowledge-base/search/engine.ts';
import type { Language } from '../../server/tickets/envelopes.ts';

/** The sample knowledge base as search engines take it; `article` is the key. */
export async function sampleDocuments(): Promise<SearchDocument[]> {
  return documentsOf(await readArticleFiles());
}

/** Article files as search engines take them; `article` is the key. */
export function documentsOf(files: ArticleFile[]): SearchDocument[] {
  return files.map(({ key, locale, slug, title, summary, category, keywords, body }) => ({
    id: `${key}-${locale}`,
    article: key,
    slug,
    locale,
    title,
    summary,
    category,
    keywords,
    body: plainText(body),
  }));
}

/** A document with only what the test says. */
export function searchDocument(id: string, locale: Language, fields: Partial<SearchDocument>): SearchDocument {
  const empty = { slug: id, title: '', summary: '', category: 'other', keywords: [], body: '' };
  return { ...empty, id: `${id}-${locale}`, article: id, locale, ...fields };
}
