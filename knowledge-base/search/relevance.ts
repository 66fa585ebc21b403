import type { QueryWord } from './analyse.ts';
import type { Synonyms } from './synonyms.ts';
import type { Matches, Vocabulary } from './vocabulary.ts';

/** A query word with the terms of the index that stand for it. */
export interface ResolvedWord {
  word: QueryWord;
  matches: Matches;
}

/** Which fields of a text hold a term. */
export type FieldsOf = (term: string) => readonly string[] | undefined;

/** How much a word counts in each field. */
export const BOOST: Record<string, number> = { title: 5, keywords: 4, summary: 2.5, body: 1 };

/** Where an article says what it is about; a word that only its body holds says less. */
const STRONG = new Set(['title', 'keywords', 'summary']);
export const BODY = 0.6;
/** One word of two, two of four… must be found, typos allowed for; else the answer is silence rather than noise. */
export const LEAST_COVERAGE = 0.34;
/** A hit this much weaker than the best one is noise. */
export const LEAST_SCORE = 0.12;

export function resolveWords(words: readonly QueryWord[], vocabulary: Vocabulary, synonyms: Synonyms): ResolvedWord[] {
  return words.map((word) => ({ word, matches: vocabulary.resolve(word, synonyms) }));
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

/** How strongly a text holds the words, each weighed by how rare it is among the texts (`weightOf`, of its terms). */
export function strength(
  words: readonly ResolvedWord[],
  fieldsOf: FieldsOf,
  weightOf: (term: string) => number,
): number {
  let sum = 0;
  for (const { matches } of words)
    for (const [term, quality] of matches)
      for (const field of fieldsOf(term) ?? []) sum += quality * weightOf(term) * (BOOST[field] ?? 0);
  return sum;
}
