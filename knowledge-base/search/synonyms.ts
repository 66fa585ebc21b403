import { readFileSync } from 'node:fs';
import type { Language } from '../../server/tickets/envelopes.ts';
import { stems } from '../../server/words/stem.ts';

/** Stem → the stems of all words that a shop's customers say for the same, by language. */
type Groups = Map<string, ReadonlySet<string>[]>;

let languages: Map<Language, Groups> | undefined;

/** The stems of words that mean about the same as one of these folded stems; without these themselves. */
export function synonymsOf(terms: readonly string[], locale: Language): Set<string> {
  languages ??= readGroups(readFileSync(new URL('./synonyms.txt', import.meta.url), 'utf8'));
  const groups = languages.get(locale);
  const found = new Set(terms.flatMap((term) => groups?.get(term) ?? []).flatMap((group) => [...group]));
  for (const term of terms) found.delete(term);
  return found;
}

function readGroups(text: string): Map<Language, Groups> {
  const read = new Map<Language, Groups>();
  for (const line of text.split('\n').filter((one) => one && !one.startsWith('#'))) {
    const [, locale = '', words = ''] = line.split('\t');
    const language = locale as Language;
    const group = new Set(words.split(' ').flatMap((word) => stems(word.toLowerCase(), language)));
    const groups = read.get(language) ?? new Map<string, ReadonlySet<string>[]>();
    read.set(language, groups);
    for (const stem of group) groups.set(stem, [...(groups.get(stem) ?? []), group]);
  }
  return read;
}
