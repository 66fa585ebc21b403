import { LANGUAGES, type Language } from '../../server/tickets/envelopes.ts';
import type { SearchDocument, SearchEngine, SearchHit, SearchOptions } from './engine.ts';
import { Shelf } from './shelf.ts';
import type { SynonymGroup } from './synonyms.ts';

/** Documents indexed in one go before others get the event loop. */
const BATCH = 20;

/** The search engine in the process, one index per locale. Knows the documents, so it can hand them on. */
export class EmbeddedSearch implements SearchEngine {
  readonly name = 'embedded';
  readonly #shelves = new Map<Language, Shelf>(LANGUAGES.map((locale) => [locale, new Shelf(locale)]));

  async index(documents: SearchDocument[]): Promise<void> {
    for (let from = 0; from < documents.length; from += BATCH) {
      for (const document of documents.slice(from, from + BATCH)) this.#shelf(document.locale).put(document);
      if (from + BATCH < documents.length) await new Promise(setImmediate);
    }
  }

  remove(ids: string[]): Promise<void> {
    for (const shelf of this.#shelves.values()) for (const id of ids) shelf.remove(id);
    return Promise.resolve();
  }

  query(text: string, options: SearchOptions): Promise<SearchHit[]> {
    return Promise.resolve(this.#shelf(options.locale).query(text, options.limit));
  }

  synonyms(locale: Language, groups: readonly SynonymGroup[]): Promise<void> {
    return Promise.resolve(this.#shelf(locale).synonyms.set(groups));
  }

  ready(): Promise<boolean> {
    return Promise.resolve(true);
  }

  /** Everything that is indexed, of one language or of all, to fill another engine from. */
  documents(locale?: Language): SearchDocument[] {
    if (locale) return this.#shelf(locale).documents();
    return [...this.#shelves.values()].flatMap((shelf) => shelf.documents());
  }

  #shelf(locale: Language): Shelf {
    const shelf = this.#shelves.get(locale);
    if (!shelf) throw new Error(`no index for locale ${locale}`);
    return shelf;
  }
}
