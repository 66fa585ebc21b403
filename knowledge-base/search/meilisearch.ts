import { randomBytes } from 'node:crypto';
import { Meilisearch, type EnqueuedTaskPromise } from 'meilisearch';
import { LANGUAGES, type Language } from '../../server/tickets/envelopes.ts';
import { queryWords } from './analyse.ts';
import type { SearchDocument, SearchEngine, SearchHit, SearchOptions } from './engine.ts';
import type { SynonymsOfAll } from './fallback.ts';
import { indexSettings, stored, synonymSettings, type Stored } from './meilisearch-index.ts';
import { answerFrom, questionsOf } from './meilisearch-query.ts';
import { Synonyms, type SynonymGroup } from './synonyms.ts';

/** Milliseconds a customer waits at most before the embedded engine answers instead. */
const QUERY_TIMEOUT = 1500;
const WRITE_TIMEOUT = 15_000;
const TASK_TIMEOUT = 120_000;
const BATCH = 500;
/** What a rebuild that was cut off has left is removed by the next one after so long. */
const LEFT_OVER_MS = 3_600_000;
const MOST_INDEXES = 1000;

/**
 * Meilisearch behind the port, one index for each locale. It has no stemmer, so it is given words as our analysis
 * stems them; typos, prefixes, synonyms and ranking are its own. https://www.meilisearch.com/docs/reference/api
 */
export class MeilisearchEngine implements SearchEngine {
  readonly name = 'meilisearch';
  readonly #queries: Meilisearch;
  readonly #writes: Meilisearch;
  readonly #prefix: string;
  readonly #ensured = new Set<Language>();
  readonly #synonyms = new Map(LANGUAGES.map((locale) => [locale, new Synonyms(locale)]));

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
      if (own.length > 0) await this.#add(await this.#open(locale), own);
    }
  }

  /** Resolves when they are gone. */
  async remove(ids: string[]): Promise<void> {
    for (const locale of LANGUAGES) {
      const own = ids.filter((id) => id.endsWith(`-${locale}`));
      if (own.length > 0) await ended(this.#writes.index(await this.#open(locale)).deleteDocuments(own));
    }
  }

  /** Resolves when they hold. */
  async synonyms(locale: Language, groups: readonly SynonymGroup[]): Promise<void> {
    const own = this.#of(locale);
    own.set(groups);
    const name = await this.#open(locale);
    await ended(this.#writes.index(name).updateSettings(synonymSettings(own)));
  }

  /** Fills new indexes with exactly these and swaps them in at once: what was there is gone, and no query fails. */
  async fill(documents: SearchDocument[], synonyms: SynonymsOfAll): Promise<void> {
    for (const [locale, groups] of synonyms) this.#of(locale).set(groups);
    await this.#removeLeftOvers();
    const mark = randomBytes(4).toString('hex');
    const pairs: [string, string][] = LANGUAGES.map((locale) => [this.#name(locale), this.#next(locale, mark)]);
    try {
      await allOf(
        LANGUAGES.map(async (locale) => {
          await this.#create(this.#name(locale));
          await this.#ensure(this.#next(locale, mark), locale);
          const own = documents.filter((document) => document.locale === locale);
          await this.#add(this.#next(locale, mark), own);
        }),
      );
      await ended(this.#writes.swapIndexes(pairs.map((indexes) => ({ indexes, rename: false }))));
      for (const locale of LANGUAGES) this.#ensured.add(locale);
    } finally {
      // What stays because Meilisearch went away meanwhile is a left-over.
      await Promise.allSettled(pairs.map(([, next]) => ended(this.#writes.deleteIndex(next))));
    }
  }

  async query(text: string, { locale, limit }: SearchOptions): Promise<SearchHit[]> {
    const words = queryWords(text, locale);
    if (words.length === 0) return [];
    const synonyms = this.#of(locale);
    const questions = questionsOf(words, synonyms, this.#name(locale), limit);
    const { results } = await this.#queries.multiSearch<{ queries: typeof questions }, Stored>({ queries: questions });
    return answerFrom(results, words, synonyms, locale).slice(0, limit);
  }

  async ready(): Promise<boolean> {
    return this.#queries.isHealthy();
  }

  #of(locale: Language): Synonyms {
    const synonyms = this.#synonyms.get(locale);
    if (!synonyms) throw new Error(`no index for locale ${locale}`);
    return synonyms;
  }

  #name(locale: Language): string {
    return `${this.#prefix}-${locale}`;
  }

  #next(locale: Language, mark: string): string {
    return `${this.#name(locale)}-next-${mark}`;
  }

  async #open(locale: Language): Promise<string> {
    const name = this.#name(locale);
    if (!this.#ensured.has(locale)) await this.#ensure(name, locale);
    this.#ensured.add(locale);
    return name;
  }

  async #ensure(name: string, locale: Language): Promise<void> {
    await this.#create(name);
    await ended(this.#writes.index(name).updateSettings(indexSettings(locale, this.#of(locale))));
  }

  async #create(name: string): Promise<void> {
    await ended(this.#writes.createIndex(name, { primaryKey: 'id' }), 'index_already_exists');
  }

  async #add(name: string, documents: SearchDocument[]): Promise<void> {
    for (let from = 0; from < documents.length; from += BATCH)
      await ended(this.#writes.index<Stored>(name).addDocuments(documents.slice(from, from + BATCH).map(stored)));
  }

  async #removeLeftOvers(): Promise<void> {
    const { results } = await this.#writes.getRawIndexes({ limit: MOST_INDEXES });
    const before = Date.now() - LEFT_OVER_MS;
    const ours = LANGUAGES.map((locale) => this.#next(locale, ''));
    for (const { uid, createdAt } of results)
      if (ours.some((start) => uid.startsWith(start)) && Date.parse(createdAt) < before)
        await ended(this.#writes.deleteIndex(uid), 'index_not_found');
  }
}

/** Rejects as the first one that does, when none is under way any more: nothing makes an index after its removal. */
async function allOf(work: Promise<void>[]): Promise<void> {
  await Promise.allSettled(work);
  await Promise.all(work);
}

/** Follows a task to its end; an error of the given code is as good as success. */
async function ended(task: EnqueuedTaskPromise, fine?: string): Promise<void> {
  const { status, error } = await task.waitTask({ timeout: TASK_TIMEOUT, interval: 20 });
  if (status !== 'succeeded' && error?.code !== fine)
    throw new Error(`Meilisearch: task ${status}: ${error?.message ?? 'no reason given'}`);
}
