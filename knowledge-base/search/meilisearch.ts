import { Meilisearch, type EnqueuedTaskPromise, type Settings } from 'meilisearch';
import { LANGUAGES, type Language } from '../../server/tickets/envelopes.ts';
import { bodyTermsOf, queryWords, termsOf, type QueryWord } from './analyse.ts';
import { fieldText, presentHit } from './embedded.ts';
import type { SearchDocument, SearchEngine, SearchHit, SearchOptions } from './engine.ts';
import { wordsOf } from '../../server/words/fold.ts';
import { coverage, LEAST_COVERAGE, resolveWords } from './relevance.ts';
import { Vocabulary } from './vocabulary.ts';

/** Milliseconds a customer waits at most before the embedded engine answers instead. */
const QUERY_TIMEOUT = 1500;
const WRITE_TIMEOUT = 15_000;
const TASK_TIMEOUT = 120_000;
const BATCH = 500;
/** Hits looked at for one that is shown: some fall through the same sieve that the embedded engine uses. */
const MORE_HITS = 3;

/** ISO 639-3, as `localizedAttributes` wants them. */
const ISO3: Record<Language, 'eng' | 'spa' | 'ron' | 'pol' | 'rus'> = {
  en: 'eng',
  es: 'spa',
  ro: 'ron',
  pl: 'pol',
  ru: 'rus',
};
const FIELDS = ['title', 'keywords', 'summary', 'body'] as const;

/** As it lies in Meilisearch: beside the document its words as our analysis makes them, which are what is searched. */
interface Stored extends SearchDocument {
  titleTerms: string;
  keywordsTerms: string;
  summaryTerms: string;
  bodyTerms: string;
}

/**
 * Meilisearch behind the port, one index for each locale. It has no stemmer, so it is given words as our analysis
 * stems them; typos, prefixes and ranking are its own. https://www.meilisearch.com/docs/reference/api
 */
export class MeilisearchEngine implements SearchEngine {
  readonly name = 'meilisearch';
  readonly #queries: Meilisearch;
  readonly #writes: Meilisearch;
  readonly #prefix: string;
  readonly #ensured = new Set<Language>();

  /** `prefix` begins the names of the indexes, so that several desks can share one Meilisearch. */
  constructor(config: { url: string; key: string | undefined }, prefix = 'ombud-articles') {
    const shared = { host: config.url, ...(config.key ? { apiKey: config.key } : {}) };
    this.#queries = new Meilisearch({ ...shared, timeout: QUERY_TIMEOUT });
    this.#writes = new Meilisearch({ ...shared, timeout: WRITE_TIMEOUT });
    this.#prefix = prefix;
  }

  /** Resolves when they can be found. Rejects when Meilisearch is away or a task failed. */
  async index(documents: SearchDocument[]): Promise<void> {
    for (const locale of LANGUAGES) {
      const own = documents.filter((document) => document.locale === locale);
      if (own.length === 0) continue;
      if (!this.#ensured.has(locale)) await this.#ensure(this.#name(locale), locale);
      this.#ensured.add(locale);
      await this.#add(this.#name(locale), own);
    }
  }

  /** Resolves when they are gone. */
  async remove(ids: string[]): Promise<void> {
    for (const locale of LANGUAGES) {
      const own = ids.filter((id) => id.endsWith(`-${locale}`));
      if (own.length === 0) continue;
      if (!this.#ensured.has(locale)) await this.#ensure(this.#name(locale), locale);
      this.#ensured.add(locale);
      await ended(this.#writes.index(this.#name(locale)).deleteDocuments(own));
    }
  }

  /** Fills new indexes with exactly these and swaps them in: whatever was there before is gone, and no query fails. */
  async rebuild(documents: SearchDocument[]): Promise<void> {
    for (const locale of LANGUAGES) {
      const name = this.#name(locale);
      const next = `${name}-next`;
      await ended(this.#writes.deleteIndex(next), 'index_not_found');
      await this.#ensure(name, locale);
      await this.#ensure(next, locale);
      await this.#add(
        next,
        documents.filter((document) => document.locale === locale),
      );
      await ended(this.#writes.swapIndexes([{ indexes: [name, next], rename: false }]));
      await ended(this.#writes.deleteIndex(next));
      this.#ensured.add(locale);
    }
  }

  async query(text: string, { locale, limit }: SearchOptions): Promise<SearchHit[]> {
    const words = queryWords(text, locale);
    if (words.length === 0) return [];
    const answer = await this.#queries.index<Stored>(this.#name(locale)).search<Stored>(asked(words), {
      limit: limit * MORE_HITS,
      matchingStrategy: 'frequency',
      attributesToRetrieve: ['id', 'article', 'slug', 'locale', 'title', 'summary', 'category', 'keywords', 'body'],
      showRankingScore: true,
    });
    return answer.hits
      .flatMap((hit) => sieve(hit, hit._rankingScore ?? 0, words))
      .sort((a, b) => b.score - a.score)
      .slice(0, limit);
  }

  async ready(): Promise<boolean> {
    return this.#queries.isHealthy();
  }

  #name(locale: Language): string {
    return `${this.#prefix}-${locale}`;
  }

  async #ensure(name: string, locale: Language): Promise<void> {
    await ended(this.#writes.createIndex(name, { primaryKey: 'id' }), 'index_already_exists');
    await ended(this.#writes.index(name).updateSettings(settings(locale)));
  }

  async #add(name: string, documents: SearchDocument[]): Promise<void> {
    for (let from = 0; from < documents.length; from += BATCH)
      await ended(this.#writes.index<Stored>(name).addDocuments(documents.slice(from, from + BATCH).map(stored)));
  }
}

function settings(locale: Language): Settings {
  return {
    searchableAttributes: FIELDS.map((field) => `${field}Terms`),
    filterableAttributes: ['category'],
    localizedAttributes: [{ attributePatterns: ['*'], locales: [ISO3[locale]] }],
    typoTolerance: { enabled: true, minWordSizeForTypos: { oneTypo: 5, twoTypos: 8 } },
  };
}

/** Follows a task to its end; an error of the given code is as good as success. */
async function ended(task: EnqueuedTaskPromise, fine?: string): Promise<void> {
  const { status, error } = await task.waitTask({ timeout: TASK_TIMEOUT, interval: 20 });
  if (status !== 'succeeded' && error?.code !== fine)
    throw new Error(`Meilisearch: task ${status}: ${error?.message ?? 'no reason given'}`);
}

function stored(document: SearchDocument): Stored {
  const terms = (field: (typeof FIELDS)[number]): string =>
    wordsOf(fieldText(document, field))
      .flatMap(({ text }) => (field === 'body' ? bodyTermsOf : termsOf)(text, document.locale))
      .join(' ');
  return {
    ...document,
    titleTerms: terms('title'),
    keywordsTerms: terms('keywords'),
    summaryTerms: terms('summary'),
    bodyTerms: terms('body'),
  };
}

/** The query as Meilisearch gets it: the first stem of each word, the last one as typed while it is being typed. */
function asked(words: readonly QueryWord[]): string {
  return words.map((word) => (word.open ? word.folded : (word.terms[0] ?? word.folded))).join(' ');
}

/** The same sieve as the embedded engine's: enough of the query must stand in the text, typos allowed for. */
function sieve(document: SearchDocument, rank: number, words: readonly QueryWord[]): SearchHit[] {
  const fields = new Map<string, string[]>();
  for (const field of FIELDS)
    for (const { text } of wordsOf(fieldText(document, field)))
      for (const term of termsOf(text, document.locale)) {
        const known = fields.get(term);
        if (!known) fields.set(term, [field]);
        else if (!known.includes(field)) known.push(field);
      }
  const vocabulary = new Vocabulary();
  vocabulary.add(new Set(fields.keys()));
  const resolved = resolveWords(words, vocabulary, document.locale);
  const share = coverage(resolved, (term) => fields.get(term));
  if (share < LEAST_COVERAGE) return [];
  const terms = new Set(resolved.flatMap(({ matches }) => [...matches.keys()]));
  return [presentHit(document, rank * share, share, terms)];
}
