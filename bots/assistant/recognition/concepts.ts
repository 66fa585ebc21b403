import { readFileSync } from 'node:fs';
import { fold } from '../../../server/words/fold.ts';

/** Words and beginnings of words (`leak*`) that mean the same to a shop, in all languages together. */
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

/** The text of the file that names the concepts: `concept<TAB>language<TAB>words` a line. */
export function conceptsFile(): string {
  return readFileSync(new URL('../training/concepts.tsv', import.meta.url), 'utf8');
}

/** Concepts in the order in which a text names them; takes folded words. */
export function conceptsOf(words: readonly string[]): string[] {
  lexicon ??= readLexicon(conceptsFile());
  const found: string[] = [];
  for (let at = 0; at < words.length; at++) for (const concept of conceptsAt(lexicon, words, at)) found.push(concept);
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
