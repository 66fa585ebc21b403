import MiniSearch, { type SearchResult } from 'minisearch';
import { LANGUAGES, type Language } from '../../server/tickets/envelopes.ts';
import { bodyTermsOf, hintOf, queryWords, termsOf } from './analyse.ts';
import type { SearchDocument, SearchEngine, SearchHit, SearchOptions } from './engine.ts';
import { excerpt } from './excerpt.ts';
import { wordsOf } from '../../server/words/fold.ts';
import { BOOST, coverage, LEAST_COVERAGE, LEAST_SCORE, resolveWords } from './relevance.ts';
import { Synonyms, type SynonymGroup } from './synonyms.ts';
import { Vocabulary } from './vocabulary.ts';

const FIELDS = ['title', 'keywords', 'summary', 'body'] as const;
/** What a stop word of the question weighs beside a word that carries meaning. */
const HINT = 0.15;
const MOST_HINTS = 24;
/** Documents indexed in one go before others get the event loop. */
const BATCH = 20;

/** The search engine in the process, one MiniSearch index per locale. Knows the documents, so it can hand them on. */
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

  /** Everything that is indexed, to fill another engine from. */
  documents(): SearchDocument[] {
    return [...this.#shelves.values()].flatMap((shelf) => shelf.documents());
  }

  #shelf(locale: Language): Shelf {
    const shelf = this.#shelves.get(locale);
    if (!shelf) throw new Error(`no index for locale ${locale}`);
    return shelf;
  }
}

/** In an index this large, a word that more than this share of the texts hold is sought in the strong fields only. */
const LARGE = 1000;
const COMMON_SHARE = 0.04;

/** The articles of one locale. */
class Shelf {
  readonly #locale: Language;
  readonly #documents = new Map<string, SearchDocument>();
  readonly #vocabulary = new Vocabulary();
  readonly synonyms: Synonyms;
  readonly #index: MiniSearch<SearchDocument>;
  /** The terms of the document that is being added or removed. */
  #seen = new Set<string>();

  constructor(locale: Language) {
    this.#locale = locale;
    this.synonyms = new Synonyms(locale);
    this.#index = new MiniSearch<SearchDocument>({
      fields: [...FIELDS],
      extractField: (document, field) => fieldText(document, field),
      tokenize: (text) => wordsOf(text).map((word) => word.text),
      processTerm: (word, field) => this.#terms(word, field),
      searchOptions: { boost: BOOST, tokenize: (query) => query.split(' '), processTerm: (term) => term },
    });
  }

  put(document: SearchDocument): void {
    this.remove(document.id);
    this.#documents.set(document.id, document);
    this.#seen = new Set();
    this.#index.add(document);
    this.#vocabulary.add(this.#seen);
  }

  remove(id: string): void {
    const document = this.#documents.get(id);
    if (!document) return;
    this.#documents.delete(id);
    this.#seen = new Set();
    this.#index.remove(document);
    this.#vocabulary.remove(this.#seen);
  }

  documents(): SearchDocument[] {
    return [...this.#documents.values()];
  }

  query(text: string, limit: number): SearchHit[] {
    const words = resolveWords(queryWords(text, this.#locale), this.#vocabulary, this.synonyms);
    const qualities = new Map(words.flatMap(({ matches }) => [...matches]));
    if (qualities.size === 0) return [];
    for (const { text: word } of wordsOf(text).slice(0, MOST_HINTS)) {
      const hint = hintOf(word, this.#locale);
      if (hint && this.#vocabulary.frequency(hint) > 0) qualities.set(hint, HINT);
    }
    const ranked = this.#search(qualities)
      .map(({ id, score, match }) => {
        const share = coverage(words, (term) => match[term]);
        return { id: String(id), share, score: score * share * share, match };
      })
      .filter(({ share }) => share >= LEAST_COVERAGE)
      .sort((a, b) => b.score - a.score);
    const floor = (ranked[0]?.score ?? 0) * LEAST_SCORE;
    return ranked
      .slice(0, limit)
      .filter(({ score }) => score >= floor)
      .flatMap(({ id, share, score, match }) => {
        const document = this.#documents.get(id);
        return document ? [presentHit(document, score, share, new Set(Object.keys(match)))] : [];
      });
  }

  /** Words that stand in very many bodies are left out there: they cost most and tell least. */
  #search(qualities: ReadonlyMap<string, number>): SearchResult[] {
    const terms = [...qualities.keys()];
    const limit = this.#documents.size > LARGE ? this.#documents.size * COMMON_SHARE : Infinity;
    const common = terms.filter((term) => this.#vocabulary.frequency(term) > limit);
    const rare = terms.filter((term) => !common.includes(term));
    const boostTerm = (term: string): number => qualities.get(term) ?? 0;
    const strong = { queries: [common.join(' ')], fields: FIELDS.filter((field) => field !== 'body') };
    const found = this.#index.search({ queries: [...(rare.length ? [rare.join(' ')] : []), strong] }, { boostTerm });
    return found.length > 0 || common.length === 0 ? found : this.#index.search(common.join(' '), { boostTerm });
  }

  #terms(word: string, field: string | undefined): string[] {
    const terms = [...(field === 'body' ? bodyTermsOf(word, this.#locale) : termsOf(word, this.#locale))];
    const hint = field === 'title' || field === 'keywords' ? hintOf(word, this.#locale) : undefined;
    if (hint) terms.push(hint);
    for (const term of terms) this.#seen.add(term);
    return terms;
  }
}

/** What a document says in one field, as text. */
export function fieldText(document: SearchDocument, field: string): string {
  const value = document[field as keyof SearchDocument];
  return Array.isArray(value) ? value.join('\n') : value;
}

/** A hit as both engines answer it. */
export function presentHit(
  document: SearchDocument,
  score: number,
  share: number,
  terms: ReadonlySet<string>,
): SearchHit {
  const { id, article, slug, locale, title } = document;
  const text = excerpt([document.summary, document.body], terms, locale);
  return { id, article, slug, locale, title, excerpt: text, score, coverage: Math.min(1, share) };
}
