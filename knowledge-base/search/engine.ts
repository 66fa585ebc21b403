import type { Language } from '../../server/tickets/envelopes.ts';

/** One translation of a published article, as search engines take it. `id` is `<article hex id>-<locale>`. */
export interface SearchDocument {
  id: string;
  article: string;
  slug: string;
  locale: Language;
  title: string;
  summary: string;
  category: string;
  keywords: string[];
  /** Plain text of the body. */
  body: string;
}

export interface SearchHit {
  id: string;
  article: string;
  slug: string;
  locale: Language;
  title: string;
  /** HTML-escaped text around the hit with `<mark>`. */
  excerpt: string;
  /** Relevance, comparable within one answer only. */
  score: number;
  /** Share of the query's meaningful words that this article holds, 0 to 1; comparable between answers. */
  coverage: number;
}

export interface SearchOptions {
  locale: Language;
  limit: number;
}

/** The search engine port: embedded (MiniSearch) and Meilisearch. */
export interface SearchEngine {
  readonly name: 'embedded' | 'meilisearch';
  index(documents: SearchDocument[]): Promise<void>;
  remove(ids: string[]): Promise<void>;
  query(text: string, options: SearchOptions): Promise<SearchHit[]>;
  ready(): Promise<boolean>;
}
