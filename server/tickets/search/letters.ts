import { fold } from '../../words/fold.ts';

/** Where letters with marks live: Latin, Greek, Cyrillic, their supplements, ligatures. */
const RANGES = [
  [0x30, 0x52f],
  [0x1e00, 0x1fff],
  [0x2070, 0x209f],
  [0xfb00, 0xfb06],
] as const;

let all: Map<string, string> | undefined;

/** All characters that begin with this letter when they are folded: `l` → `lLłŁĺ…`. */
export function lettersLike(letter: string): string {
  all ??= collect();
  return all.get(letter) ?? letter + letter.toUpperCase();
}

function collect(): Map<string, string> {
  const found = new Map<string, string>();
  for (const [first, last] of RANGES)
    for (let code = first; code <= last; code++) {
      const character = String.fromCharCode(code);
      const [letter] = fold(character);
      if (letter && /[\p{L}\p{N}]/u.test(character)) found.set(letter, (found.get(letter) ?? '') + character);
    }
  return found;
}
