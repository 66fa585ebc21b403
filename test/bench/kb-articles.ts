import type { Corpus } from './work.ts';

/** An article made of what people write in one language. */
export interface BenchArticle {
  title: string;
  summary: string;
  keywords: string[];
  body: string;
}

const BODY_WORDS = 300;

/** n articles in English out of the corpus: the same every time. */
export function* articlesOf(corpus: Corpus, n: number): Generator<BenchArticle> {
  let ticket = 0;
  const next = (): { subject: string; text: string } => {
    for (;;) {
      const { customer, subject, messages } = corpus.ticket(ticket++);
      if (customer.lang === 'en') return { subject, text: messages.map(({ text }) => text).join(' ') };
    }
  };
  for (let made = 0; made < n; made += 1) {
    const { subject, text } = next();
    const words = text.split(/\s+/);
    const body = Array.from({ length: BODY_WORDS }, (_, at) => words[at % words.length]).join(' ');
    yield { title: subject, summary: words.slice(0, 20).join(' '), keywords: words.slice(20, 24), body };
  }
}

/** What is asked, by kind: words of the articles themselves, as people type them. */
export function questionsOf(corpus: Corpus, n: number): Record<string, string[]> {
  const every = Math.max(1, Math.floor(n / 60));
  const sample = [...articlesOf(corpus, n)].filter((_, at) => at % every === 0);
  const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word.length > 4);
  const at = (text: string, index: number): string => wordsOf(text)[index % Math.max(1, wordsOf(text).length)] ?? 'order';
  const swapped = (word: string): string => `${word.slice(0, 2)}${word[3]}${word[2]}${word.slice(4)}`;
  return {
    'two words': sample.map(({ title }) => `${at(title, 0)} ${at(title, 1)}`),
    'two misspelt words': sample.map(({ title }) => `${swapped(at(title, 0))} ${swapped(at(title, 1))} `),
    'beginnings, while typing': sample.map(({ title }) => at(title, 0).slice(0, 3)),
    'a question of twelve words': sample.map(({ body }, k) => wordsOf(body).slice(k % 50, (k % 50) + 12).join(' ')),
    'words that nothing has': sample.map((_, k) => `qwzx${k}vbn zzgr${k}mpf`),
  };
}
