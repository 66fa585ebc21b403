import type { EmbeddedSearch } from './embedded.ts';
import type { SearchDocument, SearchEngine, SearchHit, SearchOptions } from './engine.ts';

/** What is needed of a logger. */
export interface SearchLog {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
}

/** The engine outside: the port, and a rebuild from everything. */
export interface OuterEngine extends SearchEngine {
  rebuild(documents: SearchDocument[]): Promise<void>;
}

/** Milliseconds until the outer engine is tried again after it failed. */
const RETRY_AFTER = 5000;

/**
 * Queries go to the outer engine while it is up and complete, else to the embedded one, within the same request. The
 * embedded one always has everything; when the outer one comes back it is rebuilt from there before it is asked again.
 */
export class FallbackSearch implements SearchEngine {
  readonly #outer: OuterEngine;
  readonly #inner: EmbeddedSearch;
  readonly #log: SearchLog;
  readonly #now: () => number;
  #up = false;
  #retryAt = 0;
  /** Writes to the outer engine, one after the other. */
  #writes: Promise<void> = Promise.resolve();
  #recovery: Promise<void> | undefined;

  constructor(outer: OuterEngine, inner: EmbeddedSearch, log: SearchLog, now: () => number = Date.now) {
    this.#outer = outer;
    this.#inner = inner;
    this.#log = log;
    this.#now = now;
  }

  /** The engine that answers now. */
  get name(): 'embedded' | 'meilisearch' {
    return this.#up ? 'meilisearch' : 'embedded';
  }

  async index(documents: SearchDocument[]): Promise<void> {
    await this.#inner.index(documents);
    await this.#write((outer) => outer.index(documents));
  }

  async remove(ids: string[]): Promise<void> {
    await this.#inner.remove(ids);
    await this.#write((outer) => outer.remove(ids));
  }

  async query(text: string, options: SearchOptions): Promise<SearchHit[]> {
    if (this.#up) {
      try {
        return await this.#outer.query(text, options);
      } catch (error) {
        this.#away(error);
      }
    }
    void this.#recover();
    return this.#inner.query(text, options);
  }

  /** Always: the embedded engine answers when the other one doesn't. Tries to get the other one back. */
  ready(): Promise<boolean> {
    void this.#recover();
    return Promise.resolve(true);
  }

  /** Resolves when a recovery that is under way has ended. */
  async settled(): Promise<void> {
    await this.#recovery;
    await this.#writes;
  }

  /** A write that fails or comes while the outer engine is away is made good by the rebuild. */
  #write(act: (outer: OuterEngine) => Promise<void>): Promise<void> {
    if (!this.#up) {
      this.#missed = true;
      void this.#recover();
      return Promise.resolve();
    }
    this.#writes = this.#writes.then(() => act(this.#outer)).catch((error: unknown) => this.#away(error));
    return this.#writes;
  }

  #missed = false;

  #away(error: unknown): void {
    if (this.#up) this.#log.warn({ err: error }, 'Meilisearch is away, the embedded search answers');
    this.#up = false;
    this.#retryAt = this.#now() + RETRY_AFTER;
  }

  #recover(): Promise<void> {
    if (this.#up || this.#now() < this.#retryAt) return Promise.resolve();
    this.#recovery ??= this.#rebuild().finally(() => (this.#recovery = undefined));
    return this.#recovery;
  }

  async #rebuild(): Promise<void> {
    try {
      if (!(await this.#outer.ready())) throw new Error('not healthy');
      do {
        this.#missed = false;
        await this.#outer.rebuild(this.#inner.documents());
      } while (this.#missed);
      this.#up = true;
      this.#log.info({ engine: 'meilisearch' }, 'Meilisearch is complete and answers');
    } catch (error) {
      this.#retryAt = this.#now() + RETRY_AFTER;
      this.#log.warn({ err: error }, 'Meilisearch is not ready, the embedded search answers');
    }
  }
}
