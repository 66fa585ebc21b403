import type { Corpus } from './work.ts';

/** Tickets that are looked at to find words that come often and words that do not. */
const SAMPLE = 3000;
const OF_A_KIND = 20;

/** What is typed, by kind. `word in every ticket` is a part of everybody's address in the corpus. */
export type Queries = Record<string, string[]>;

/** Words, beginnings and names of the corpus, the same for the same corpus. */
export function queriesOf(corpus: Corpus, n: number): Queries {
  const counts = new Map<string, number>();
  const languages = new Map<string, string>();
  for (let i = 0; i < Math.min(n, SAMPLE); i++) {
    const { messages, subject, customer } = corpus.ticket(i);
    const words = new Set(`${subject} ${messages.map(({ text }) => text).join(' ')}`.match(/\p{L}{5,}/gu));
    for (const word of words) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
      languages.set(word, customer.lang);
    }
  }
  const byCount = [...counts].sort((a, b) => b[1] - a[1]).map(([word]) => word);
  const common = byCount.slice(0, OF_A_KIND);
  const rare = byCount.filter((word) => counts.get(word) === 1).slice(0, OF_A_KIND);
  const other = (word: string) => common.find((one) => languages.get(one) !== languages.get(word)) ?? word;
  const people = Array.from({ length: OF_A_KIND }, (_, i) => corpus.ticket(Math.floor((i * n) / OF_A_KIND)).customer);
  return {
    'rare word': rare,
    'word in every ticket': ['example', 'people'],
    'common word': common,
    'rare and common word': rare.map((word) => `${word} example`),
    'two common words that never meet': common.map((word) => `${word} ${other(word)}`),
    'name': people.map(({ name }) => name),
    'address': people.map(({ email }) => email),
    'beginning of three letters': common.map((word) => word.slice(0, 3)),
  };
}
