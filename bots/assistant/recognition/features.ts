import { conceptsOf } from './concepts.ts';
import { fold, wordsOf } from '../../../server/words/fold.ts';

/** Weights of these hashed features are what a model is; both must be a power of two. */
export const INTENT_SLOTS = 1 << 15;
export const LANGUAGE_SLOTS = 1 << 13;

/** Longer messages say what they want at the beginning or nowhere. */
const MAX_WORDS = 80;

/**
 * What a message's intent is read from, as slots of a hash table without repetition: folded words, pairs of words,
 * beginnings of words (they stand for stems in all five languages alike) and runs of three to five letters, so that
 * a typo leaves most of a word standing. Digits count as one kind of sign: order numbers all look the same.
 */
export function intentFeatures(text: string): Uint32Array {
  const words = wordsOf(fold(text))
    .slice(0, MAX_WORDS)
    .map((word) => word.text.replace(/\d/g, '0').replace(/0{3,}/g, '000'));
  const slots = new Set<number>();
  const add = (feature: string) => slots.add(hash(feature) & (INTENT_SLOTS - 1));
  words.forEach((word, at) => {
    add(`w ${word}`);
    add(`p ${words[at - 1] ?? '^'} ${word}`);
    if (at > 0) add(`q ${beginning(words[at - 1] ?? '')} ${beginning(word)}`);
    for (let size = 3; size <= 5; size++) for (const run of runs(`<${word}>`, size)) add(`r ${run}`);
    if (word.length > 4) add(`b ${beginning(word)}`);
  });
  if (words.length > 0) add(`p ${words.at(-1)} $`);
  addConcepts(words, add);
  add(`n ${Math.min(words.length, 4)}`);
  if (text.includes('?')) add('?');
  if (/!{2,}/.test(text)) add('!!');
  return Uint32Array.from(slots);
}

/** What is named, in which order, and whether anything is named at all; the commas and apostrophes do not matter. */
function addConcepts(words: readonly string[], add: (feature: string) => void): void {
  const found = conceptsOf(words.map((word) => word.replace(/['’]/g, '')));
  const distinct = [...new Set(found)];
  for (const concept of distinct) for (const copy of [1, 2, 3]) add(`c${copy} ${concept}`);
  distinct.forEach((one, at) => distinct.slice(at + 1).forEach((other) => add(`d ${[one, other].sort().join(' ')}`)));
  found.forEach((concept, at) => add(`e ${found[at - 1] ?? '^'} ${concept}`));
  for (const copy of [1, 2, 3]) add(`o${copy} ${Math.min(distinct.length, 3)}`);
}

/** What a language is recognised by: whole words and runs of one to four letters, as written and without diacritics. */
export function languageFeatures(text: string): Uint32Array {
  const slots = new Set<number>();
  const add = (feature: string) => slots.add(hash(feature) & (LANGUAGE_SLOTS - 1));
  for (const { text: written } of wordsOf(text.toLowerCase().normalize('NFC')).slice(0, MAX_WORDS)) {
    if (/\d/.test(written)) continue;
    const folded = fold(written);
    for (const word of folded === written ? [folded] : [folded, written]) {
      add(`w ${word}`);
      for (let size = 1; size <= 4; size++) for (const run of runs(`<${word}>`, size)) add(run);
    }
  }
  return Uint32Array.from(slots);
}

const beginning = (word: string) => word.slice(0, 5);

function* runs(word: string, size: number): Generator<string> {
  for (let at = 0; at + size <= word.length; at++) yield word.slice(at, at + size);
}

/** FNV-1a over UTF-16 units, with a final mix because only the low bits are used. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
