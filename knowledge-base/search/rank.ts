import type { Postings } from './postings.ts';
import { BODY, LEAST_COVERAGE, type ResolvedWord } from './relevance.ts';

/** A text that was found, with its score and the share of the question that it holds. */
export interface Ranked {
  doc: number;
  score: number;
  share: number;
}

/** The `limit` best texts for the words and all their terms (with what each weighs), best first. */
export function rank(
  postings: Postings,
  words: readonly ResolvedWord[],
  qualities: ReadonlyMap<string, number>,
  strongOnly: (term: string) => boolean,
  limit: number,
): Ranked[] {
  const capacity = postings.capacity;
  const scores = new Float64Array(capacity);
  const terms = new Uint16Array(capacity);
  const last = new Int32Array(capacity).fill(-1);
  const best = words.map(() => new Float32Array(capacity));
  let at = 0;
  for (const [term, quality] of qualities) {
    const means = words.flatMap(({ matches }, word) => {
      const own = matches.get(term);
      return own === undefined ? [] : [{ own, of: best[word] as Float32Array }];
    });
    const current = at++;
    postings.visit(term, strongOnly(term), (doc, score, strong) => {
      scores[doc] = (scores[doc] as number) + score * quality;
      if (last[doc] !== current) terms[doc] = (terms[doc] as number) + 1;
      last[doc] = current;
      for (const { own, of } of means) of[doc] = Math.max(of[doc] as number, strong ? own : own * BODY);
    });
  }
  return bestOf(scores, terms, best, limit);
}

/** Of those that hold enough of the question. */
function bestOf(scores: Float64Array, terms: Uint16Array, best: Float32Array[], limit: number): Ranked[] {
  const top: Ranked[] = [];
  for (let doc = 0; doc < scores.length; doc += 1) {
    if (scores[doc] === 0) continue;
    const share = best.reduce((sum, of) => sum + (of[doc] as number), 0) / best.length;
    if (share < LEAST_COVERAGE) continue;
    const score = (scores[doc] as number) * (terms[doc] as number) * share * share;
    if (top.length === limit && score <= (top.at(-1)?.score ?? 0)) continue;
    const place = top.findIndex((other) => other.score < score);
    top.splice(place < 0 ? top.length : place, 0, { doc, score, share });
    if (top.length > limit) top.pop();
  }
  return top;
}
