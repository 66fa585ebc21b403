import { LANGUAGES, type Language } from '../envelopes.ts';
import type { Vault } from '../../vault/vault.ts';
import { fold } from '../../words/fold.ts';
import { hasherOf, type Hash, type Scope } from './hashes.ts';
import {
  joinedOf,
  LEAST_BEGINNING,
  MOST_BEGINNING,
  phoneKey,
  phonesOf,
  unitsOf,
  wholesOf,
  wordsIn,
  type Unit,
} from './words.ts';

/** A word that was asked for, and what it is found by. */
export interface Term {
  folded: string;
  scope: Scope;
  /** True where only the word as it was written will do, be it for letters' case and marks. */
  exact: boolean;
  /** Hashes that it has as a whole, in whatever language. */
  whole: Hash[];
  /** What it is as a whole in a text of that language (`-`: not known). */
  stems: Map<Language | '-', string[]>;
  /** Its hash as a beginning; undefined where it counts as a whole only. */
  beginning: Hash | undefined;
  /** The key of a telephone number, see words.ts. */
  phone: string | undefined;
}

/** Fulfilled by a word, or (several) by words that stand together. */
export type Way = Term[];

/** Fulfilled in any of its ways. */
export type Clause = Way[];

/** Fulfilled when all of its clauses are. */
export interface Query {
  clauses: Clause[];
  /** All words of all ways, each once. */
  terms: Term[];
}

const QUOTED = /(?:(from|customer|file):)?["“„«]([^"“”„«»]+)["”“»]?/giu;
const SCOPED = /(?<!\S)(from|customer|file):(\S+)/giu;
const SCOPES: Record<string, Scope> = { from: 'from', customer: 'from', file: 'file' };

/**
 * What a text in the search box asks for: all of its words, in any order and each as a whole or as a beginning; quoted
 * words and compounds (`Wi-Fi`, an address, an order number) as they stand. `from:` and `file:` narrow a word to names
 * and addresses of who writes, and to names of files.
 */
export function parseQuery(context: { vault: Vault }, text: string): Query {
  const terms = new Map<string, Term>();
  const clauses = new Map<string, Clause>();
  const term = (word: string, more: Partial<Term> = {}): Term => {
    const made = makeTerm(context, word, more);
    const key = JSON.stringify([made.folded, made.scope, made.exact, made.beginning !== undefined, made.phone]);
    if (!terms.has(key)) terms.set(key, made);
    return terms.get(key) ?? made;
  };
  const add = (clause: Clause): void => {
    const key = clause.map((way) => way.map(({ folded, scope, exact }) => `${scope}/${exact}/${folded}`).join()).join();
    if (clause.some((way) => way.length > 0)) clauses.set(key, clause);
  };
  let rest = take(text, QUOTED, (name, words) => add(quoted(term, words, SCOPES[name] ?? '')));
  rest = take(rest, SCOPED, (name, words) =>
    unitsOf(words).forEach((unit) => add(plain(term, unit.text, SCOPES[name]))),
  );
  for (const phone of phonesOf(rest).filter(isMeantAsPhone)) {
    const asWords = /^\d+$/.test(phone.text) ? plain(term, phone.text) : quoted(term, phone.text, '', true);
    add([[term(phone.text, { phone: phoneKey(phone.text) })], ...asWords]);
    rest = rest.slice(0, phone.at) + ' '.repeat(phone.text.length) + rest.slice(phone.at + phone.text.length);
  }
  for (const unit of unitsOf(rest)) add(plain(term, unit.text));
  return { clauses: [...clauses.values()], terms: [...terms.values()] };
}

/** Two numbers side by side are two words, unless they begin as telephone numbers do. */
const isMeantAsPhone = ({ text }: Unit): boolean => /^[+(0]/.test(text) || (text.match(/\d+/g) ?? []).length !== 2;

/** Takes out what a pattern of two groups finds. */
function take(text: string, pattern: RegExp, found: (name: string, words: string) => void): string {
  return text.replace(pattern, (_, name: string | undefined, words: string) => {
    found((name ?? '').toLowerCase(), words);
    return ' ';
  });
}

type MakeTerm = (word: string, more?: Partial<Term>) => Term;

/** A compound is found joined (`wifi`), or as words that stand together. */
function plain(term: MakeTerm, unit: string, scope: Scope = ''): Clause {
  const joined = joinedOf(unit);
  const words = wordsIn({ text: unit, at: 0 });
  if (words.length === 1) return [[term(unit, { scope })]];
  const whole = joined && joined.length > MOST_BEGINNING ? { beginning: undefined } : {};
  return [...(joined ? [[term(joined, { scope, ...whole })]] : []), ...quoted(term, unit, scope, true)];
}

/** Words as they stand; the last one may be a beginning where it is still `open`. */
function quoted(term: MakeTerm, text: string, scope: Scope, open = false): Clause {
  const words = unitsOf(text).flatMap(wordsIn);
  return [
    words.map(({ text: word }, i) =>
      term(word, { scope, exact: true, ...(open && i === words.length - 1 ? {} : { beginning: undefined }) }),
    ),
  ];
}

function makeTerm(context: { vault: Vault }, word: string, more: Partial<Term>): Term {
  const hasher = hasherOf(context);
  const scope = more.scope ?? '';
  const lower = word.toLowerCase().normalize('NFC');
  const folded = fold(lower);
  const stems = new Map([...LANGUAGES, null].map((language) => [language ?? '-', wholesOf(lower, language)] as const));
  const whole = more.phone
    ? [hasher.phone(more.phone)]
    : [...stems].flatMap(([language, some]) => hasher.whole(some, language === '-' ? null : language, scope));
  const mayBegin = folded.length >= LEAST_BEGINNING && !more.phone;
  return {
    folded,
    scope,
    exact: false,
    whole: [...new Set(whole)],
    stems,
    beginning: mayBegin ? hasher.beginning(folded.slice(0, MOST_BEGINNING), scope) : undefined,
    phone: undefined,
    ...more,
  };
}
