import { readFileSync } from 'node:fs';
import { LANGUAGES, type Language } from '../../server/tickets/envelopes.ts';
import { joined } from '../../server/words/fold.ts';
import { stems } from '../../server/words/stem.ts';
import type { QueryWord } from './analyse.ts';
import { Vocabulary, type Matches } from './vocabulary.ts';

/** Words of one language that a shop's customers say for the same. */
export type SynonymGroup = readonly string[];

/** Shorter words are too near to too many others. */
const LEAST_NEAR = 4;

/** The synonyms of one language, compared by their stems. */
export class Synonyms {
  readonly #locale: Language;
  /** Stem → the stems of each group that it stands in. */
  #groups = new Map<string, ReadonlySet<string>[]>();
  #vocabulary = new Vocabulary();

  constructor(locale: Language, groups: Iterable<SynonymGroup> = shippedGroups(locale).values()) {
    this.#locale = locale;
    this.set(groups);
  }

  /** From now on these and no others. */
  set(groups: Iterable<SynonymGroup>): void {
    this.#groups = new Map();
    this.#vocabulary = new Vocabulary();
    for (const words of groups) {
      const group = new Set(words.flatMap((word) => stems(joined(word.toLowerCase()), this.#locale)));
      for (const stem of group) this.#groups.set(stem, [...(this.#groups.get(stem) ?? []), group]);
    }
    for (const stem of this.#groups.keys()) this.#vocabulary.add(new Set([stem]));
  }

  /** The stems of words that mean about the same as one of these folded stems; without these themselves. */
  of(terms: readonly string[]): Set<string> {
    const found = new Set(terms.flatMap((term) => this.#groups.get(term) ?? []).flatMap((group) => [...group]));
    for (const term of terms) found.delete(term);
    return found;
  }

  /** The same for a word that is misspelt or only begun, with how near it is to one of the group, 0 to 1. */
  near(word: QueryWord): Matches {
    const found: Matches = new Map();
    if (word.folded.length < LEAST_NEAR) return found;
    for (const [meant, quality] of this.#vocabulary.resolve(word))
      for (const term of this.of([meant])) found.set(term, Math.max(quality, found.get(term) ?? 0));
    return found;
  }

  /** Each stem with those that stand for it, as engines outside take them. */
  entries(): [stem: string, others: string[]][] {
    return [...this.#groups.keys()].map((stem) => [stem, [...this.of([stem])]]);
  }
}

let shipped: Map<Language, Map<string, SynonymGroup>> | undefined;

/** The groups that a language comes with, by the name of what they mean. */
export function shippedGroups(locale: Language): ReadonlyMap<string, SynonymGroup> {
  shipped ??= readGroups(readFileSync(new URL('./synonyms.txt', import.meta.url), 'utf8'));
  return shipped.get(locale) ?? new Map<string, SynonymGroup>();
}

function readGroups(text: string): Map<Language, Map<string, SynonymGroup>> {
  const read = new Map(LANGUAGES.map((locale) => [locale, new Map<string, SynonymGroup>()]));
  for (const line of text.split('\n').filter((one) => one && !one.startsWith('#'))) {
    const [name = '', locale = '', words = ''] = line.split('\t');
    read.get(locale as Language)?.set(name, [...new Set(words.split(' '))]);
  }
  return read;
}
