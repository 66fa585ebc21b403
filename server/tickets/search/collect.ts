import type { Language } from '../envelopes.ts';
import { scopeOf, type Part } from './content.ts';
import type { Hash, Hasher, Scope } from './hashes.ts';
import { addWords, phoneKey, phonesOf } from './words.ts';

const AT_ONCE = 300;

/** Gathers the words of a ticket's parts, each once. */
export class Collector {
  readonly #words: Record<Scope, Set<string>> = { '': new Set(), from: new Set(), file: new Set() };
  readonly #phones = new Set<string>();

  add(part: Part): void {
    if (part.text === '') return;
    addWords(part.text, this.#words['']);
    const scope = scopeOf(part);
    if (scope) addWords(part.text, this.#words[scope]);
    for (const { text } of phonesOf(part.text)) this.#phones.add(phoneKey(text));
  }

  /** Their hashes in a ticket of that language, some hundred at a time; some may repeat. */
  *hashes(hasher: Hasher, language: Language | null): Generator<Hash[]> {
    let some: Hash[] = [];
    for (const scope of ['', 'from', 'file'] as const) {
      const hashesOf = hasher.inText(language, scope);
      for (const word of this.#words[scope]) {
        for (const hash of hashesOf(word)) some.push(hash);
        if (some.length < AT_ONCE) continue;
        yield some;
        some = [];
      }
    }
    for (const key of this.#phones) some.push(hasher.phone(key));
    yield some;
  }
}
