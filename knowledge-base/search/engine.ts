import type { Language } from '../../server/tickets/envelopes.ts';
import type { SynonymGroup } from './synonyms.ts';

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

/** The search engine port: embedded and Meilisearch. */
export interface SearchEngine {
  readonly name: 'embedded' | 'meilisearch';
  index(documents: SearchDocument[]): Promise<void>;
  remove(ids: string[]): Promise<void>;
  query(text: string, options: SearchOptions): Promise<SearchHit[]>;
  /** Words of a language that mean the same, in place of those before; until then the ones that Ombud comes with. */
  synonyms(locale: Language, groups: readonly SynonymGroup[]): Promise<void>;
  ready(): Promise<boolean>;
  /** Everything of a language that was handed over; the same objects until they are indexed anew. */
  documents?(locale: Language): readonly SearchDocument[];
  /** Everything that is published was handed over; resolves when each engine behind has it, or has failed. */
  whole?(): Promise<void>;
  /** Fills the engine outside anew from what was handed over, without a moment in which something is missing. */
  rebuild?(): Promise<void>;
}
