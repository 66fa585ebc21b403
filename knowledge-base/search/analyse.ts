import type { Language } from '../../server/tickets/envelopes.ts';
import { fold, joined, partsOf, wordsOf } from '../../server/words/fold.ts';
import { stems } from '../../server/words/stem.ts';
import { isStopWord } from './stop-words.ts';

/** One word of a query that carries meaning. */
export interface QueryWord {
  /** Folded, compounds as one word. */
  folded: string;
  /** Index terms that stand for it: its stems first, then itself as written and, of a compound, the parts. */
  terms: string[];
  /** True when it may be the beginning of a word (the last one, while it is typed). */
  open: boolean;
}

/** Bounded: an index build meets the same words again and again, and stemming is most of its cost. */
const CACHE_LIMIT = 100_000;
const cache = new Map<string, readonly string[]>();

/** The index terms of one word of a text: stems, the folded word itself, and the parts of a compound. None for stop words. */
export function termsOf(word: string, locale: Language): readonly string[] {
  const key = `${locale}${word}`;
  const known = cache.get(key);
  if (known) return known;
  const terms = analyseWord(word, locale);
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(key, terms);
  return terms;
}

function analyseWord(word: string, locale: Language): string[] {
  const lower = word.toLowerCase();
  const whole = joined(lower);
  if (isStopWord(fold(lower), locale) || isStopWord(fold(whole), locale)) return [];
  const parts = partsOf(lower).filter((part) => part.length > 2 && !isStopWord(fold(part), locale));
  const terms = [whole, ...parts].flatMap((part) => [...stems(part, locale), fold(part)]);
  return [...new Set(terms)].filter((term) => term.length > 1 || /\d/.test(term));
}

/**
 * The terms a word of a body is found by: only its stems (the first terms), which halves the index. What is typed in
 * full is stemmed as well, and the beginning of a word begins its stem.
 */
export function bodyTermsOf(word: string, locale: Language): readonly string[] {
  const key = `${locale} ${word}`;
  const known = cache.get(key);
  if (known) return known;
  const folded = fold(joined(word));
  const terms = termsOf(word, locale);
  const stemsOnly = terms.length > 1 ? terms.filter((term) => term !== folded) : terms;
  cache.set(key, stemsOnly);
  return stemsOnly;
}

/**
 * A stop word as a term of its own, which only titles and keywords have: `where is my parcel` and `my parcel is
 * broken` mean the same by their meaning words, and what asks the question tips the scales.
 */
export function hintOf(word: string, locale: Language): string | undefined {
  const folded = fold(word);
  return isStopWord(folded, locale) ? `=${folded}` : undefined;
}

/** Words at most taken from a query; a customer's whole mail may stand in the box. */
const MAX_WORDS = 24;
const MAX_CHARACTERS = 600;

/**
 * The words of a query that carry meaning, without repetition. When there are only stop words, the last one counts
 * as the beginning of a word: `can` may become `cancel`.
 */
export function queryWords(text: string, locale: Language): QueryWord[] {
  const written = wordsOf(text.slice(0, MAX_CHARACTERS));
  const typing = !/[\s?!.,;:]$/u.test(text);
  const found = new Map<string, QueryWord>();
  written.forEach(({ text: word }, index) => {
    const terms = [...termsOf(word, locale)];
    const folded = fold(joined(word));
    const known = found.get(terms[0] ?? '');
    const open = typing && index === written.length - 1 && folded.length > 1;
    if (known) known.open ||= open;
    else if (terms[0] && found.size < MAX_WORDS) found.set(terms[0], { folded, terms, open });
  });
  const last = written.at(-1);
  if (found.size > 0 || !last || !typing || last.text.length < 3) return [...found.values()];
  return [{ folded: fold(joined(last.text)), terms: [], open: true }];
}
