import { conceptsOf } from './concepts.ts';
import { fold, wordsOf } from '../../../server/words/fold.ts';
import { Slots } from './slots.ts';

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
  intents.clear();
  words.forEach((word, at) => {
    const before = words[at - 1];
    intents.add('w ', word);
    intents.add('p ', before ?? '^', ' ', word);
    if (before !== undefined) intents.add('q ', beginning(before), ' ', beginning(word));
    const whole = `<${word}>`;
    for (let size = 3; size <= 5; size++) intents.addRuns('r ', whole, size);
    if (word.length > 4) intents.add('b ', beginning(word));
  });
  if (words.length > 0) intents.add('p ', words.at(-1) ?? '', ' $');
  addConcepts(words);
  intents.add(`n ${Math.min(words.length, 4)}`);
  if (text.includes('?')) intents.add('?');
  if (/!{2,}/.test(text)) intents.add('!!');
  return intents.all();
}

/** What is named, in which order, and whether anything is named at all; the commas and apostrophes do not matter. */
function addConcepts(words: readonly string[]): void {
  const found = conceptsOf(words.map((word) => word.replace(/['’]/g, '')));
  const distinct = [...new Set(found)];
  for (const concept of distinct) for (const copy of ['c1 ', 'c2 ', 'c3 ']) intents.add(copy, concept);
  distinct.forEach((one, at) =>
    distinct.slice(at + 1).forEach((other) => intents.add(`d ${[one, other].sort().join(' ')}`)),
  );
  found.forEach((concept, at) => intents.add('e ', found[at - 1] ?? '^', ' ', concept));
  for (const copy of [1, 2, 3]) intents.add(`o${copy} ${Math.min(distinct.length, 3)}`);
}

/** What a language is recognised by: whole words and runs of one to four letters, as written and without diacritics. */
export function languageFeatures(text: string): Uint32Array {
  languages.clear();
  for (const { text: written } of wordsOf(text.toLowerCase().normalize('NFC')).slice(0, MAX_WORDS)) {
    if (/\d/.test(written)) continue;
    const folded = fold(written);
    for (const word of folded === written ? [folded] : [folded, written]) {
      languages.add('w ', word);
      const whole = `<${word}>`;
      for (let size = 1; size <= 4; size++) languages.addRuns('', whole, size);
    }
  }
  return languages.all();
}

const beginning = (word: string) => word.slice(0, 5);

const intents = new Slots(INTENT_SLOTS);
const languages = new Slots(LANGUAGE_SLOTS);
