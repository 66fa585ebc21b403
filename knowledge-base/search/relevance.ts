import type { Language } from '../../server/tickets/envelopes.ts';
import type { QueryWord } from './analyse.ts';
import { synonymsOf } from './synonyms.ts';
import type { Matches, Vocabulary } from './vocabulary.ts';

/** A query word with the terms of the index that stand for it. */
export interface ResolvedWord {
  word: QueryWord;
  matches: Matches;
}

/** Which fields of a text hold a term. */
export type FieldsOf = (term: string) => readonly string[] | undefined;

/** Where an article says what it is about; a word that only its body holds says less. */
const STRONG = new Set(['title', 'keywords', 'summary']);
const BODY = 0.6;
/** One word of two, two of four… must be found, typos allowed for; else the answer is silence rather than noise. */
export const LEAST_COVERAGE = 0.34;

export function resolveWords(words: readonly QueryWord[], vocabulary: Vocabulary, locale: Language): ResolvedWord[] {
  return words.map((word) => ({ word, matches: vocabulary.resolve(word, synonymsOf(word.terms, locale)) }));
}

/**
 * The share of the query's meaningful words that a text holds, 0 to 1. Words that no text holds count too: that is
 * how a question about something else finds nothing.
 */
export function coverage(words: readonly ResolvedWord[], fieldsOf: FieldsOf): number {
  if (words.length === 0) return 0;
  const found = words.reduce((sum, { matches }) => sum + bestMatch(matches, fieldsOf), 0);
  return found / words.length;
}

function bestMatch(matches: Matches, fieldsOf: FieldsOf): number {
  let best = 0;
  for (const [term, quality] of matches) {
    const fields = fieldsOf(term);
    if (fields) best = Math.max(best, quality * (fields.some((field) => STRONG.has(field)) ? 1 : BODY));
  }
  return best;
}
