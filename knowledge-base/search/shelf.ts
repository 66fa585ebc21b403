import type { Language } from '../../server/tickets/envelopes.ts';
import { wordsOf } from '../../server/words/fold.ts';
import { bodyTermsOf, hintOf, queryWords, termsOf } from './analyse.ts';
import type { SearchDocument, SearchHit } from './engine.ts';
import { excerpt } from './excerpt.ts';
import { countOnce, Postings, type Counts } from './postings.ts';
import { rank, type Ranked } from './rank.ts';
import { LEAST_SCORE, resolveWords, type ResolvedWord } from './relevance.ts';
import { Synonyms } from './synonyms.ts';
import { Vocabulary } from './vocabulary.ts';

export const FIELDS = ['title', 'keywords', 'summary', 'body'] as const;
export type Field = (typeof FIELDS)[number];
/** What a stop word of the question weighs beside a word that carries meaning. */
const HINT = 0.15;
const MOST_HINTS = 24;
/** In an index this large, a word that more than this share of the texts hold is sought in the strong fields only. */
const LARGE = 1000;
const COMMON_SHARE = 0.04;

/** The articles of one locale. */
export class Shelf {
  readonly synonyms: Synonyms;
  readonly #locale: Language;
  readonly #numbers = new Map<string, number>();
  /** By number; undefined where one was removed. */
  readonly #documents: (SearchDocument | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #vocabulary = new Vocabulary();
  readonly #postings = new Postings();

  constructor(locale: Language) {
    this.#locale = locale;
    this.synonyms = new Synonyms(locale);
  }

  put(document: SearchDocument): void {
    this.remove(document.id);
    const number = this.#free.pop() ?? this.#documents.length;
    this.#numbers.set(document.id, number);
    this.#documents[number] = document;
    const { counts, lengths } = this.#read(document);
    this.#postings.add(number, counts, lengths);
    this.#vocabulary.add(counts.keys());
  }

  remove(id: string): void {
    const number = this.#numbers.get(id);
    const document = number === undefined ? undefined : this.#documents[number];
    if (number === undefined || !document) return;
    const { counts } = this.#read(document);
    this.#postings.remove(number, counts);
    this.#vocabulary.remove(counts.keys());
    this.#numbers.delete(id);
    this.#documents[number] = undefined;
    this.#free.push(number);
  }

  documents(): SearchDocument[] {
    return this.#documents.flatMap((document) => document ?? []);
  }

  query(text: string, limit: number): SearchHit[] {
    const words = resolveWords(queryWords(text, this.#locale), this.#vocabulary, this.synonyms);
    const qualities = new Map(words.flatMap(({ matches }) => [...matches]));
    if (qualities.size === 0) return [];
    const terms = new Set(qualities.keys());
    for (const { text: word } of wordsOf(text).slice(0, MOST_HINTS)) {
      const hint = hintOf(word, this.#locale);
      if (hint && this.#vocabulary.frequency(hint) > 0) qualities.set(hint, HINT);
    }
    const ranked = this.#rank(words, qualities, limit);
    const floor = (ranked[0]?.score ?? 0) * LEAST_SCORE;
    return ranked
      .filter(({ score }) => score >= floor)
      .flatMap(({ doc, score, share }) => {
        const document = this.#documents[doc];
        return document ? [presentHit(document, score, share, terms)] : [];
      });
  }

  /** The best texts. Words that stand in very many bodies are left out there: they cost most and tell least. */
  #rank(words: readonly ResolvedWord[], qualities: ReadonlyMap<string, number>, limit: number): Ranked[] {
    const size = this.#numbers.size;
    const most = size > LARGE ? size * COMMON_SHARE : Infinity;
    const isCommon = (term: string): boolean => this.#vocabulary.frequency(term) > most;
    const ranked = rank(this.#postings, words, qualities, isCommon, limit);
    return ranked.length > 0 || ![...qualities.keys()].some(isCommon)
      ? ranked
      : rank(this.#postings, words, qualities, () => false, limit);
  }

  /** How often each term stands in each field, and how many different words each has. */
  #read(document: SearchDocument): { counts: Counts; lengths: number[] } {
    const counts = new Map<string, number>();
    const lengths = FIELDS.map((field, at) => {
      const seen = new Set<string>();
      for (const { text } of wordsOf(fieldText(document, field))) {
        seen.add(text);
        for (const term of this.#terms(text, field)) countOnce(counts, term, at);
      }
      return seen.size;
    });
    return { counts, lengths };
  }

  #terms(word: string, field: Field): readonly string[] {
    if (field === 'body') return bodyTermsOf(word, this.#locale);
    const hint = field === 'summary' ? undefined : hintOf(word, this.#locale);
    return hint ? [...termsOf(word, this.#locale), hint] : termsOf(word, this.#locale);
  }
}

/** What a document says in one field, as text. */
export function fieldText(document: SearchDocument, field: Field): string {
  const value = document[field];
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
