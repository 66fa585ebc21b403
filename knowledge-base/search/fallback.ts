import type { Language } from '../../server/tickets/envelopes.ts';
import type { EmbeddedSearch } from './embedded.ts';
import type { SearchDocument, SearchEngine, SearchHit, SearchOptions } from './engine.ts';
import type { SynonymGroup } from './synonyms.ts';

/** What is needed of a logger. */
export interface SearchLog {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
}

export type SynonymsOfAll = ReadonlyMap<Language, readonly SynonymGroup[]>;

/** The engine outside: the port, and how it is filled with everything at once. */
export interface OuterEngine extends SearchEngine {
  fill(documents: SearchDocument[], synonyms: SynonymsOfAll): Promise<void>;
}

/** Milliseconds until the outer engine is tried again after it failed. */
const RETRY_AFTER = 5000;

type Write = (outer: OuterEngine) => Promise<void>;

/**
 * Queries go to the outer engine while it is up and has every write, else to the embedded one, within the same
 * request. The embedded one always has everything at once, so nobody waits for the tasks of the other one; when that
 * one comes back it is rebuilt from here before it is asked again.
 */
export class FallbackSearch implements SearchEngine {
  readonly #outer: OuterEngine;
  readonly #inner: EmbeddedSearch;
  readonly #log: SearchLog;
  readonly #now: () => number;
  readonly #synonyms = new Map<Language, readonly SynonymGroup[]>();
  /** away: what is written is made good by a rebuild. filling: it is rebuilt. up: complete but for `#pending`. */
  #state: 'away' | 'filling' | 'up' = 'away';
  #retryAt = 0;
  /** False until everything that is published was handed over: half of it must not take the place of a whole index. */
  #whole = false;
  /** Writes that the outer engine has not ended yet, in their order. */
  #pending: Write[] = [];
  #work: Promise<void> | undefined;

  constructor(outer: OuterEngine, inner: EmbeddedSearch, log: SearchLog, now: () => number = Date.now) {
    this.#outer = outer;
    this.#inner = inner;
    this.#log = log;
    this.#now = now;
  }

  /** The engine that answers now. */
  get name(): 'embedded' | 'meilisearch' {
    return this.#state === 'up' && this.#pending.length === 0 ? 'meilisearch' : 'embedded';
  }

  async index(documents: SearchDocument[]): Promise<void> {
    await this.#inner.index(documents);
    this.#write((outer) => outer.index(documents));
  }

  async remove(ids: string[]): Promise<void> {
    await this.#inner.remove(ids);
    this.#write((outer) => outer.remove(ids));
  }

  async synonyms(locale: Language, groups: readonly SynonymGroup[]): Promise<void> {
    this.#synonyms.set(locale, groups);
    await this.#inner.synonyms(locale, groups);
    this.#write((outer) => outer.synonyms(locale, groups));
  }

  async query(text: string, options: SearchOptions): Promise<SearchHit[]> {
    if (this.name === 'meilisearch') {
      try {
        return await this.#outer.query(text, options);
      } catch (error) {
        this.#away(error);
      }
    }
    this.#recover();
    return this.#inner.query(text, options);
  }

  documents(locale: Language): readonly SearchDocument[] {
    return this.#inner.documents(locale);
  }

  /** Always: the embedded engine answers when the other one doesn't. Tries to get the other one back. */
  ready(): Promise<boolean> {
    this.#recover();
    return Promise.resolve(true);
  }

  /** Resolves when the outer engine has everything as well, or has failed. */
  async whole(): Promise<void> {
    this.#whole = true;
    this.#recover();
    await this.settled();
  }

  /** Fills the outer engine anew while the embedded one answers; rejects when that fails. */
  async rebuild(): Promise<void> {
    await this.settled();
    this.#state = 'away';
    this.#retryAt = 0;
    await this.whole();
    if (this.#state === 'away') throw new Error('Meilisearch could not be filled.');
  }

  /** Resolves when what is under way in the outer engine has ended. */
  async settled(): Promise<void> {
    while (this.#work) await this.#work;
  }

  /** A write that fails or comes while the outer engine is away is made good by the rebuild. */
  #write(write: Write): void {
    this.#recover();
    if (this.#state === 'away') return;
    this.#pending.push(write);
    this.#work ??= this.#begin(() => this.#drain());
  }

  #recover(): void {
    if (this.#state !== 'away' || !this.#whole || this.#work || this.#now() < this.#retryAt) return;
    this.#state = 'filling';
    this.#work = this.#begin(() => this.#rebuild());
  }

  /** A failure of the outer engine is nobody's but its own. */
  #begin(work: () => Promise<void>): Promise<void> {
    return work()
      .catch((error: unknown) => this.#away(error))
      .finally(() => {
        this.#work = this.#pending.length > 0 ? this.#begin(() => this.#drain()) : undefined;
      });
  }

  async #rebuild(): Promise<void> {
    const documents = this.#inner.documents();
    if (!(await this.#outer.ready())) throw new Error('not healthy');
    await this.#outer.fill(documents, this.#synonyms);
    // What was written meanwhile.
    await this.#drain();
    this.#state = 'up';
    this.#log.info({ engine: 'meilisearch' }, 'Meilisearch is complete and answers');
  }

  async #drain(): Promise<void> {
    for (let next = this.#pending[0]; next; next = this.#pending[0]) {
      await next(this.#outer);
      this.#pending.shift();
    }
  }

  #away(error: unknown): void {
    if (this.#state !== 'away') this.#log.warn({ err: error }, 'Meilisearch is away, the embedded search answers');
    this.#state = 'away';
    this.#pending = [];
    this.#retryAt = this.#now() + RETRY_AFTER;
  }
}
