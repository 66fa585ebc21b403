import { readFileSync } from 'node:fs';
import { LANGUAGES, type Language } from '../../../server/tickets/envelopes.ts';
import { fold } from '../../../server/words/fold.ts';

/** Words and beginnings of words (`leak*`) that mean the same to a shop. */
interface Lexicon {
  /** First word → what may follow it (none for a single word) and the concept. */
  words: Map<string, Entry[]>;
  /** Beginnings of the first word by their own first two letters, the shortest first. */
  beginnings: Map<string, (Entry & { first: string })[]>;
}
interface Entry {
  rest: string[];
  concept: string;
}

const SHORTEST_BEGINNING = 2;

let lexicon: Lexicon | undefined;
let meanings: ReadonlyMap<Language, Lexicon> | undefined;

/** The text of the file that names the concepts: `concept<TAB>language<TAB>words` a line. */
export function conceptsFile(): string {
  return readFileSync(new URL('../training/concepts.tsv', import.meta.url), 'utf8');
}

/** The same of what questions are about, which is finer: what is meant, and by which words people say it. */
export function meaningsFile(): string {
  return readFileSync(new URL('../training/meanings.tsv', import.meta.url), 'utf8');
}

/** Concepts in the order in which a text names them; takes folded words. */
export function conceptsOf(words: readonly string[]): string[] {
  lexicon ??= readLexicon(conceptsFile());
  return namedIn(lexicon, words);
}

/** What a question or an article in one language speaks of, in its order; takes folded words. */
export function meaningsOf(words: readonly string[], language: Language): string[] {
  meanings ??= readMeanings(meaningsFile());
  const own = meanings.get(language);
  return own ? namedIn(own, words) : [];
}

function namedIn(known: Lexicon, words: readonly string[]): string[] {
  const found: string[] = [];
  for (let at = 0; at < words.length; at++) for (const concept of conceptsAt(known, words, at)) found.push(concept);
  return found;
}

function conceptsAt({ words, beginnings }: Lexicon, text: readonly string[], at: number): string[] {
  const word = text[at] ?? '';
  const found: string[] = [];
  const take = ({ rest, concept }: Entry) => {
    if (!found.includes(concept) && follows(rest, text, at + 1)) found.push(concept);
  };
  words.get(word)?.forEach(take);
  for (const entry of beginnings.get(word.slice(0, SHORTEST_BEGINNING)) ?? [])
    if (word.startsWith(entry.first)) take(entry);
  return found;
}

function follows(rest: readonly string[], text: readonly string[], from: number): boolean {
  return rest.every((part, index) => {
    const word = text[from + index] ?? '';
    return part.endsWith('*') ? word.startsWith(part.slice(0, -1)) : word === part;
  });
}

/** By language: `come` is English, and Spanish for somebody who eats. */
function readMeanings(file: string): ReadonlyMap<Language, Lexicon> {
  const lines = file.split('\n');
  return new Map(
    LANGUAGES.map((language) => [
      language,
      readLexicon(lines.filter((line) => line.split('\t')[1] === language).join('\n')),
    ]),
  );
}

function readLexicon(file: string): Lexicon {
  const read: Lexicon = { words: new Map(), beginnings: new Map() };
  for (const line of file.split('\n').filter(Boolean)) {
    const [concept = '', , patterns = ''] = line.split('\t');
    for (const pattern of fold(patterns).split(', ')) {
      const [first = '', ...rest] = pattern.trim().split(' ');
      if (first.endsWith('*'))
        put(read.beginnings, first.slice(0, SHORTEST_BEGINNING), { first: first.slice(0, -1), rest, concept });
      else put(read.words, first, { rest, concept });
    }
  }
  for (const entries of read.beginnings.values()) entries.sort((a, b) => a.first.length - b.first.length);
  return read;
}

function put<T>(table: Map<string, T[]>, key: string, entry: T): void {
  table.set(key, [...(table.get(key) ?? []), entry]);
}
