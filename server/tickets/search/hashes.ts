import type { Language } from '../envelopes.ts';
import type { Vault } from '../../vault/vault.ts';
import { fold } from '../../words/fold.ts';
import { remembered } from './remembered.ts';
import { beginningsOf, wholesOf } from './words.ts';

/**
 * A keyed hash of a word, a whole number of 40 bits: a bucket, then 31 bits within it. What begins with the same three
 * letters is in the same bucket, so that all that a typed word may mean is read at once.
 */
export type Hash = number;

export const BUCKETS = 512;
const IN_BUCKET = 2 ** 31;
export const bucketOf = (hash: Hash): number => Math.floor(hash / IN_BUCKET);
/** The place within its bucket, 31 bits. */
export const restOf = (hash: Hash): number => hash % IN_BUCKET;

/** Where a word stands: anywhere, or (besides) in the name or an address of who writes, or in the name of a file. */
export type Scope = '' | 'from' | 'file';

export interface Hasher {
  /** Tells all that lower-case words of a text in that language are found by: as a whole, and by their beginnings. */
  inText(language: Language | null, scope: Scope): (word: string) => readonly Hash[];
  /** As a whole, in a text of that language: of what `wholesOf` says of a word. */
  whole(stems: readonly string[], language: Language | null, scope: Scope): Hash[];
  /** A beginning, folded, of 3 to 6 letters. */
  beginning(folded: string, scope: Scope): Hash;
  /** See phoneKey. */
  phone(key: string): Hash;
}

const hashers = new WeakMap<Vault, Hasher>();

/** The hasher of a vault, with its memory of words. */
export function hasherOf({ vault }: { vault: Vault }): Hasher {
  const known = hashers.get(vault) ?? createHasher(vault);
  hashers.set(vault, known);
  return known;
}

/** Words, of each language; beginnings of words. */
const REMEMBERED = 6_000;

function createHasher(vault: Vault): Hasher {
  const bucket = remembered(REMEMBERED, (start) => vault.hashNumber('search bucket', start) % BUCKETS);
  const hash = (scope: Scope, kind: string, value: string): Hash =>
    bucket(`${scope}/${value.slice(0, 3)}`) * IN_BUCKET +
    (vault.hashNumber('search', `${scope}/${kind}/${value}`) >>> 1);
  const whole: Hasher['whole'] = (stems, language, scope) => stems.map((stem) => hash(scope, language ?? '-', stem));
  const beginnings = new Map<Scope, (folded: string) => Hash>();
  const beginning: Hasher['beginning'] = (folded, scope) =>
    made(beginnings, scope, () => remembered(2 * REMEMBERED, (start) => hash(scope, '^', start)))(folded);
  const texts = new Map<string, (word: string) => readonly Hash[]>();
  return {
    whole,
    beginning,
    inText: (language, scope) =>
      made(texts, `${scope}/${language ?? '-'}`, () =>
        remembered(REMEMBERED, (word) => [
          ...whole(wholesOf(word, language), language, scope),
          ...beginningsOf(fold(word)).map((start) => beginning(start, scope)),
        ]),
      ),
    phone: (key) => hash('', '#', key),
  };
}

function made<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
