import type { Query, Way } from './query.ts';
import { MOST_BEGINNING } from './words.ts';

/** How a ticket has a word: not, as the beginning of one, as a whole. */
export type Has = 0 | 1 | 2;

/**
 * 0: not found. Else the tier, plus CHECK where only the text can tell: 1 has all words as a whole, 2 some as
 * beginnings, 3 some as what may be a beginning of more than six letters.
 */
export type Verdict = number;
export const CHECK = 4;
export const tierOf = (verdict: Verdict): number => verdict & 3;

/** Judges tickets by their hashes. `has` tells by the place of a term in `query.terms`. */
export function judgeOf(query: Query): (has: (term: number) => Has) => Verdict {
  const places = new Map(query.terms.map((term, i) => [term, i]));
  const clauses = query.clauses.map((ways) =>
    ways.map((way) => ({ terms: way.map((term) => places.get(term) ?? 0), stands: mustStand(way), long: isLong(way) })),
  );
  return (has) => {
    let tier = 1;
    let check = 0;
    for (const ways of clauses) {
      let best = 4;
      let sure = false;
      for (const way of ways) {
        let least = 2;
        for (let i = 0; i < way.terms.length && least > 0; i++) least = Math.min(least, has(way.terms[i]!));
        const its = least === 0 ? 4 : least === 2 ? 1 : way.long ? 3 : 2;
        if (its > best || its === 4) continue;
        const certain = !way.stands && its < 3;
        sure = its < best ? certain : sure || certain;
        best = its;
      }
      if (best === 4) return 0;
      tier = Math.max(tier, best);
      if (!sure) check = CHECK;
    }
    return tier | check;
  };
}

/** Hashes say neither how a word was written nor what it stood beside. */
const mustStand = (way: Way): boolean => way.length > 1 || way.some(({ exact }) => exact);
/** Beginnings are kept up to six letters. What must be looked at anyway needs no tier of its own. */
const isLong = (way: Way): boolean => !mustStand(way) && way.some(({ folded }) => folded.length > MOST_BEGINNING);
