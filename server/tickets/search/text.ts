import type { Language } from '../envelopes.ts';
import { fold } from '../../words/fold.ts';
import { scopeOf, type Part } from './content.ts';
import { beginningLike } from './letters.ts';
import type { Query, Term, Way } from './query.ts';
import { remembered } from './remembered.ts';
import { joinedOf, nextWord, phoneKey, phonesOf, unitAt, wholesOf } from './words.ts';

export interface Span {
  from: number;
  to: number;
}

/** What of a query a text fulfils, and where. */
export interface Found {
  /** Places of the clauses in the query. */
  clauses: Set<number>;
  /** In the order of the text. */
  spans: Span[];
}

type Reader = (part: Part) => Found;

const readers = new WeakMap<Query, Map<Language | null, Reader>>();

/** Looks for a query in plain texts of one language, as the hashes would. */
export function textReader(query: Query, language: Language | null): Reader {
  const ofQuery = readers.get(query) ?? new Map<Language | null, Reader>();
  readers.set(query, ofQuery);
  const reader = ofQuery.get(language) ?? createReader(query, language);
  ofQuery.set(language, reader);
  return reader;
}

function createReader(query: Query, language: Language | null): Reader {
  const matches = wordMatcher(language);
  const beginnings = new Map(query.terms.map((term) => [term, beginningOf(term, language)]));
  return (part) => {
    const found: Found = { clauses: new Set(), spans: [] };
    query.clauses.forEach((ways, i) => {
      for (const way of ways) {
        const spans = spansOf(part, way, beginnings, matches);
        if (spans.length > 0) found.clauses.add(i);
        found.spans.push(...spans);
      }
    });
    found.spans.sort((a, b) => a.from - b.from || b.to - a.to);
    return found;
  };
}

/** What a word that a term means may begin with: most words of a text need not be looked at. */
function beginningOf({ folded, stems }: Term, language: Language | null): RegExp {
  return new RegExp(beginningLike([folded, ...(stems.get(language ?? '-') ?? [])]), 'gu');
}

type Matches = (term: Term, word: string) => boolean;

function spansOf(part: Part, way: Way, beginnings: ReadonlyMap<Term, RegExp>, matches: Matches): Span[] {
  const [first, ...others] = way;
  if (!first || (first.scope !== '' && first.scope !== scopeOf(part))) return [];
  const { text } = part;
  if (first.phone) return phoneSpans(text, first.phone);
  const spans: Span[] = [];
  for (const { index: from } of text.matchAll(beginnings.get(first) ?? /(?!)/u)) {
    let to = endOf(text, from, first, matches);
    for (const term of others) {
      const next = to === undefined ? undefined : nextWord(text, to);
      to = next && endOf(text, next.at, term, matches);
    }
    if (to !== undefined) spans.push({ from, to });
  }
  return spans;
}

function phoneSpans(text: string, key: string): Span[] {
  return phonesOf(text)
    .filter((phone) => phoneKey(phone.text) === key)
    .map(({ at, text: { length } }) => ({ from: at, to: at + length }));
}

/** Where the word that begins there ends, or the compound of which it is the first one, if a term means it. */
function endOf(text: string, at: number, term: Term, matches: Matches): number | undefined {
  const word = nextWord(text, at);
  if (!word || word.at !== at) return undefined;
  if (matches(term, word.text)) return at + word.text.length;
  const unit = unitAt(text, at);
  const joined = joinedOf(unit);
  return joined && matches(term, joined) ? at + unit.length : undefined;
}

function wordMatcher(language: Language | null): Matches {
  const known = new Map<Term, Map<string, boolean>>();
  return (term, word) => {
    const words = known.get(term) ?? new Map<string, boolean>();
    known.set(term, words);
    let matches = words.get(word);
    if (matches === undefined) words.set(word, (matches = means(term, word, language)));
    return matches;
  };
}

function means(term: Term, word: string, language: Language | null): boolean {
  const lower = word.toLowerCase().normalize('NFC');
  const folded = fold(lower);
  if (folded === term.folded) return true;
  if (term.beginning !== undefined && folded.startsWith(term.folded)) return true;
  if (term.exact) return false;
  const stems = term.stems.get(language ?? '-') ?? [];
  // Stemming takes long, and leaves the beginning of a word alone.
  const start = folded.slice(0, 2);
  if (!term.folded.startsWith(start) && !stems.some((stem) => stem.startsWith(start))) return false;
  return wholesIn(language)(lower).some((stem) => stems.includes(stem));
}

const REMEMBERED = 2_000;
const wholes = new Map<Language | null, (word: string) => string[]>();

function wholesIn(language: Language | null): (word: string) => string[] {
  const known = wholes.get(language) ?? remembered(REMEMBERED, (word) => wholesOf(word, language));
  wholes.set(language, known);
  return known;
}
