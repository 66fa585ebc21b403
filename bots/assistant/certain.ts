import { queryWords } from '../../knowledge-base/search/analyse.ts';
import type { SearchHit } from '../../knowledge-base/search/engine.ts';
import type { Language } from '../../server/tickets/envelopes.ts';
import { recogniseIntent } from './intent.ts';

/**
 * Weights of a logistic regression over training/answers.tsv and the out-of-scope messages of the training files: the
 * share of the question's words that the best article holds, how many these are, and how close the second one
 * comes.
 */
const WEIGHTS = { none: -5.76, share: 3.14, words: 2.32, rivalScore: -2.51, rivalShare: 1.12 };
/** Hardly a word of the question is left over: as few as they are, it is what the article is about. */
const ALL = 0.9;
const CERTAINTY_OF_ALL = 0.9;
/** A message that is so certainly about something else is no question to the articles. */
const ELSEWHERE = 0.85;

/** How certain the first hit answers the question, 0 to 1. */
export function certaintyOf(hits: readonly SearchHit[], question: string, language: Language): number {
  const [best, rival] = hits;
  if (!best || isElsewhere(question)) return 0;
  const words = queryWords(question, language).length;
  const score =
    WEIGHTS.none +
    WEIGHTS.share * best.coverage +
    WEIGHTS.words * best.coverage * words +
    (rival ? WEIGHTS.rivalScore * (rival.score / best.score) + WEIGHTS.rivalShare * rival.coverage : 0);
  const certainty = 1 / (1 + Math.exp(-score));
  return best.coverage >= ALL ? Math.max(certainty, CERTAINTY_OF_ALL) : certainty;
}

function isElsewhere(question: string): boolean {
  const { label, certainty } = recogniseIntent(question);
  return label === 'other' && certainty >= ELSEWHERE;
}
