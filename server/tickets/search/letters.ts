import { fold } from '../../words/fold.ts';

/** Where letters with marks live: Latin, Greek, Cyrillic, their supplements, ligatures. */
const RANGES = [
  [0x30, 0x52f],
  [0x1e00, 0x1fff],
  [0x2070, 0x209f],
  [0xfb00, 0xfb06],
] as const;

/** Characters that are one letter when they are folded, and those that are several and begin with it (`ß`, `æ`). */
interface Like {
  one: string;
  several: string;
}

let all: Map<string, Like> | undefined;

/** A regular expression's source for what words begin with that begin, folded, with one of these. */
export function beginningLike(words: readonly string[]): string {
  const starts = new Set(words.map((word) => [...word].slice(0, 2).join('')));
  const ways = [...starts].map(startLike).join('|');
  // What stands before is looked at last: few places get that far.
  return `(?:${ways})(?<![\\p{L}\\p{N}\\p{M}](?:${ways}))`;
}

function startLike(start: string): string {
  const [first = '', second] = start;
  const { one, several } = like(first);
  if (second === undefined) return `[${one}${several}]`;
  const next = like(second);
  return `[${one}]\\p{M}*[${next.one}${next.several}]${several ? `|[${several}]` : ''}`;
}

function like(letter: string): Like {
  all ??= collect();
  return all.get(letter) ?? { one: letter + letter.toUpperCase(), several: '' };
}

function collect(): Map<string, Like> {
  const found = new Map<string, Like>();
  for (const [first, last] of RANGES)
    for (let code = first; code <= last; code++) {
      const character = String.fromCharCode(code);
      const [letter, ...more] = fold(character);
      if (!letter || !/[\p{L}\p{N}]/u.test(character)) continue;
      const known = found.get(letter) ?? { one: '', several: '' };
      known[more.length > 0 ? 'several' : 'one'] += character;
      found.set(letter, known);
    }
  return found;
}
