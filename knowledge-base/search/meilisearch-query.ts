import type { MultiSearchQuery, SearchResponse } from 'meilisearch';
import type { Language } from '../../server/tickets/envelopes.ts';
import type { QueryWord } from './analyse.ts';
import { FIELDS, presentHit } from './shelf.ts';
import type { SearchHit } from './engine.ts';
import { fieldTerms, type Stored } from './meilisearch-index.ts';
import { coverage, LEAST_COVERAGE, LEAST_SCORE, resolveWords, strength, type ResolvedWord } from './relevance.ts';
import type { Synonyms } from './synonyms.ts';
import { Vocabulary } from './vocabulary.ts';

/** Hits looked at for one that is shown: some fall through the same sieve that the embedded engine uses. */
const MORE_HITS = 3;
const LEAST_HITS = 12;
/** Words that are asked for one by one as well, and others that a misspelt one may have meant. */
const MOST_WORDS = 8;
const MOST_NEAR = 2;
const RETRIEVED = ['id', 'article', 'slug', 'locale', 'title', 'summary', 'category', 'keywords', 'body'];

/**
 * What Meilisearch is asked in one request: all words, and each word alone. Alone because it drops words from the most
 * frequent one on, never the rarest: the article that holds all others would not be found.
 */
export function questionsOf(
  words: readonly QueryWord[],
  synonyms: Synonyms,
  indexUid: string,
  limit: number,
): MultiSearchQuery[] {
  const single = words
    .slice(0, MOST_WORDS)
    .flatMap((word) => [asked([word]), asked([{ ...word, open: false }]), ...meant(word, synonyms)]);
  return [...new Set([asked(words), ...single])].map((q) => ({
    indexUid,
    q,
    limit: Math.max(LEAST_HITS, limit * MORE_HITS),
    matchingStrategy: 'frequency',
    attributesToRetrieve: RETRIEVED,
    showRankingScore: true,
  }));
}

/** The query as Meilisearch gets it: the first stem of each word, the last one as typed while it is being typed. */
function asked(words: readonly QueryWord[]): string {
  return words.map((word) => (word.open ? word.folded : (word.terms[0] ?? word.folded))).join(' ');
}

/** Synonyms of what a misspelt word may have meant: Meilisearch has synonyms only of words as they stand. */
function meant(word: QueryWord, synonyms: Synonyms): string[] {
  if (synonyms.of(word.terms).size > 0) return [];
  const near = [...synonyms.near(word)].sort(([, a], [, b]) => b - a);
  return near.slice(0, MOST_NEAR).map(([term]) => term);
}

/** The answers as one, best first, through the embedded engine's sieve: enough of the query must stand in a text. */
export function answerFrom(
  answers: readonly SearchResponse<Stored>[],
  words: readonly QueryWord[],
  synonyms: Synonyms,
  locale: Language,
): SearchHit[] {
  const candidates = candidatesOf(answers);
  const vocabulary = new Vocabulary();
  for (const { fields } of candidates) vocabulary.add(new Set(fields.keys()));
  const resolved = resolveWords(words, vocabulary, synonyms);
  const rarity = (term: string): number => Math.log(1 + candidates.length / (vocabulary.frequency(term) || 1));
  const hits = candidates.flatMap((candidate) => sieve(candidate, resolved, rarity)).sort((a, b) => b.score - a.score);
  const floor = (hits[0]?.score ?? 0) * LEAST_SCORE;
  return hits.filter(({ score, locale: of }) => score >= floor && of === locale);
}

interface Candidate {
  document: Stored;
  /** Term → the fields that hold it. */
  fields: ReadonlyMap<string, string[]>;
  /** Mean of its ranking scores over all answers, 0 where it was none. */
  rank: number;
}

function candidatesOf(answers: readonly SearchResponse<Stored>[]): Candidate[] {
  const ranks = new Map<string, { document: Stored; sum: number }>();
  for (const hit of answers.flatMap(({ hits }) => hits)) {
    const known = ranks.get(hit.id) ?? { document: hit, sum: 0 };
    ranks.set(hit.id, { document: known.document, sum: known.sum + (hit._rankingScore ?? 0) });
  }
  return [...ranks.values()].map(({ document, sum }) => ({
    document,
    fields: fieldsOf(document),
    rank: sum / answers.length,
  }));
}

function fieldsOf(document: Stored): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  for (const field of FIELDS)
    for (const term of new Set(fieldTerms(document, field))) fields.set(term, [...(fields.get(term) ?? []), field]);
  return fields;
}

function sieve(
  { document, fields, rank }: Candidate,
  words: readonly ResolvedWord[],
  rarity: (term: string) => number,
): SearchHit[] {
  const fieldsOf = (term: string): string[] | undefined => fields.get(term);
  const share = coverage(words, fieldsOf);
  if (share < LEAST_COVERAGE) return [];
  const terms = new Set(words.flatMap(({ matches }) => [...matches.keys()]));
  return [presentHit(document, (1 + rank) * strength(words, fieldsOf, rarity) * share * share, share, terms)];
}
