import SearchableMap from 'minisearch/SearchableMap';
import type { QueryWord } from './analyse.ts';

/** How well a term of the index stands for a word of the query, 0 to 1. */
export type Matches = Map<string, number>;

const STEM = 1;
const EXACT_TOO = 0.4;
const SWAPPED = 0.8;
const PREFIX = 0.8;
/** A beginning counts less when the word is complete and known: `достав` is a word, but means доставка too. */
const LONGER = 0.5;
/** Letters that a word must have to stand for a longer one that begins so. */
const LEAST_SHORTER = 5;
const SHORTER_SHARE = 0.45;
const FUZZY = 0.8;
const SYNONYM = 0.75;
/** Terms at most that one beginning or one typo stands for; the commonest and nearest ones win. */
const MAX_PREFIX = 24;
const MAX_FUZZY = 8;

/** What is needed of the synonyms of a language. */
export interface SynonymsOf {
  of(terms: readonly string[]): Iterable<string>;
  near(word: QueryWord): Matches;
}

/** All terms of an index with the number of texts that have them; finds which ones a query word means. */
export class Vocabulary {
  readonly #terms = new SearchableMap<number>();

  add(terms: Iterable<string>): void {
    for (const term of terms) this.#terms.set(term, (this.#terms.get(term) ?? 0) + 1);
  }

  remove(terms: Iterable<string>): void {
    for (const term of terms) {
      const left = (this.#terms.get(term) ?? 1) - 1;
      if (left > 0) this.#terms.set(term, left);
      else this.#terms.delete(term);
    }
  }

  /** How many texts have this term. */
  frequency(term: string): number {
    return this.#terms.get(term) ?? 0;
  }

  /**
   * The terms that stand for a query word; typos are looked for only when no term is the word itself, and typos of
   * synonyms only when nothing else stands for it.
   */
  resolve(word: QueryWord, synonyms?: SynonymsOf): Matches {
    const matches: Matches = new Map();
    for (const term of word.terms) if (this.#terms.has(term)) matches.set(term, matches.size === 0 ? STEM : EXACT_TOO);
    if (/\d/.test(word.folded)) return matches;
    const known = matches.size > 0;
    this.#addBeginnings(word, matches, known && !word.open ? LONGER : PREFIX);
    if (!known && matches.size === 0) this.#addSwapped(word, matches);
    if (!known && matches.size === 0) this.#addTypos(word, matches, 1);
    // A word that only one text has may be a typo that its author foresaw: the others mean the right word.
    if (known && word.terms.every((term) => this.frequency(term) < 2)) this.#addTypos(word, matches, 0.5);
    const same = synonyms?.of(word.terms) ?? [];
    for (const term of same) if (this.#terms.has(term)) add(matches, term, SYNONYM);
    if (matches.size === 0) this.#addShorter(word, matches);
    if (matches.size > 0 || !synonyms) return matches;
    for (const [term, near] of synonyms.near(word)) if (this.#terms.has(term)) add(matches, term, SYNONYM * near);
    return matches;
  }

  /** Words that begin so. Complete words get it too, from five letters on: compounds, and stems that missed. */
  #addBeginnings(word: QueryWord, matches: Matches, quality: number): void {
    if (word.folded.length < (word.open ? 2 : 5)) return;
    const longer = [...this.#terms.atPrefix(word.folded).entries()].sort((a, b) => b[1] - a[1]).slice(0, MAX_PREFIX);
    for (const [term] of longer) add(matches, term, quality * (0.6 + (0.4 * word.folded.length) / term.length));
  }

  /** Words that this one begins with: inflections that no rule takes off (`ремонтируемых`, ремонт). The longest only. */
  #addShorter(word: QueryWord, matches: Matches): void {
    for (let length = word.folded.length - 1; length >= LEAST_SHORTER; length -= 1) {
      const term = word.folded.slice(0, length);
      if (length < word.folded.length * SHORTER_SHARE) return;
      if (!this.#terms.has(term)) continue;
      return add(matches, term, PREFIX * (0.6 + (0.4 * length) / word.folded.length));
    }
  }

  /** Two neighbouring letters exchanged: the commonest slip, but two edits for Levenshtein. */
  #addSwapped(word: QueryWord, matches: Matches): void {
    for (const term of [word.folded, ...word.terms])
      for (let i = 0; i + 1 < term.length; i += 1) {
        const swapped = `${term.slice(0, i)}${term[i + 1]}${term[i]}${term.slice(i + 2)}`;
        if (term.length > 3 && this.#terms.has(swapped)) add(matches, swapped, SWAPPED);
      }
  }

  #addTypos(word: QueryWord, matches: Matches, weight: number): void {
    const candidates = [...new Set([word.folded, ...word.terms])].flatMap((term) => {
      const most = typosAllowed(term);
      if (most === 0) return [];
      return [...this.#terms.fuzzyGet(term, most)]
        .filter(([found, [, distance]]) => plausible(term, found, distance))
        .map(([found, [frequency, distance]]) => ({ found, frequency, cost: distance / term.length }));
    });
    candidates.sort((a, b) => a.cost - b.cost || b.frequency - a.frequency);
    for (const { found, cost } of candidates.slice(0, MAX_FUZZY)) add(matches, found, weight * FUZZY * (1 - cost));
  }
}

function add(matches: Matches, term: string, quality: number): void {
  matches.set(term, Math.max(quality, matches.get(term) ?? 0));
}

function typosAllowed(term: string): number {
  if (term.length < 4) return 0;
  return term.length < 8 ? 1 : 2;
}

/**
 * People rarely miss the first letter; two slips in one word need a first letter and a length that agree. A word of
 * four letters is near too many others, unless it lacks one.
 */
function plausible(term: string, found: string, distance: number): boolean {
  if (found.length < 4) return false;
  if (term.length === 4) return found.length === 5 && term[0] === found[0];
  return distance < 2 || (term[0] === found[0] && Math.abs(term.length - found.length) < 2);
}
