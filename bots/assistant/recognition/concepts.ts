import { readFileSync } from 'node:fs';
import { fold } from '../../../server/words/fold.ts';

/** Words and beginnings of words (`leak*`) that mean the same to a shop, in all languages together. */
interface Lexicon {
  /** First word → what may follow it (none for a single word) and the concept. */
  words: Map<string, Entry[]>;
  /** The same by the beginning of the first word. */
  beginnings: Map<string, Entry[]>;
}
interface Entry {
  rest: string[];
  concept: string;
}

const SHORTEST_BEGINNING = 2;
const LONGEST_BEGINNING = 14;

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

function conceptsAt({ words, beginnings }: Lexicon, text: readonly string[], at: number): Set<string> {
  const word = text[at] ?? '';
  const entries = [...(words.get(word) ?? [])];
  for (let size = SHORTEST_BEGINNING; size <= Math.min(word.length, LONGEST_BEGINNING); size++)
    entries.push(...(beginnings.get(word.slice(0, size)) ?? []));
  return new Set(entries.filter(({ rest }) => follows(rest, text, at + 1)).map(({ concept }) => concept));
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
      const [table, key] = first.endsWith('*') ? [read.beginnings, first.slice(0, -1)] : [read.words, first];
      table.set(key, [...(table.get(key) ?? []), { rest, concept }]);
    }
  }
  return read;
}
