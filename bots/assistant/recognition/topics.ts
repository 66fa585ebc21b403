import { readFileSync } from 'node:fs';
import { bodyTermsOf } from '../../../knowledge-base/search/analyse.ts';
import { LANGUAGES, type Language } from '../../../server/tickets/envelopes.ts';
import { fold, wordsOf } from '../../../server/words/fold.ts';
import { meaningsOf } from './concepts.ts';
import { Slots } from './slots.ts';

/** A question as customers ask it, with what it is about. */
export interface Asked {
  topic: string;
  language: Language;
  text: string;
}

export const TOPIC_SLOTS = 1 << 15;
/** What a question is about stands in its first sentences. */
const MAX_WORDS = 60;

/** The text of the file of questions: `topic<TAB>language<TAB>question | question…` a line. */
export function topicsFile(): string {
  return readFileSync(new URL('../training/topics.tsv', import.meta.url), 'utf8');
}

/** All questions of the file. Throws on a line in an unknown language. */
export function readTopics(): Asked[] {
  return topicsFile()
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => {
      const [topic = '', locale, questions = ''] = line.split('\t');
      const language = LANGUAGES.find((one) => one === locale);
      if (!language || !questions) throw new Error(`training/topics.tsv: ${line}`);
      return questions.split(' | ').map((text) => ({ topic, language, text }));
    });
}

/** The topics in their order, without repetition. */
export function topicsIn(asked: readonly Asked[]): string[] {
  return [...new Set(asked.map(({ topic }) => topic))];
}

/**
 * What the topic of a question, or of a part of an article, is read from: what its words mean, each two of these
 * together, and its stems. Meanings are the same in all languages, so that each learns from the questions of all.
 */
export function topicFeatures(text: string, language: Language): Uint32Array {
  slots.clear();
  const words = wordsOf(text).slice(0, MAX_WORDS);
  const meant = [...new Set(meaningsIn(text, language))];
  for (const meaning of meant) for (const copy of ['m1 ', 'm2 ', 'm3 ']) slots.add(copy, meaning);
  meant.forEach((one, at) => meant.slice(at + 1).forEach((other) => slots.add('d ', [one, other].sort().join(' '))));
  for (const { text: word } of words) {
    const [stem] = bodyTermsOf(word.toLowerCase(), language);
    if (stem) slots.add('s ', language, ' ', stem);
  }
  return slots.all();
}

/** What a text speaks of, by the words of its beginning. */
export function meaningsIn(text: string, language: Language): string[] {
  const words = wordsOf(fold(text)).slice(0, MAX_WORDS);
  return meaningsOf(
    words.map((word) => word.text.replace(/['’]/g, '')),
    language,
  );
}

const slots = new Slots(TOPIC_SLOTS);
