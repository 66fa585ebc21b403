import { fold } from '../../../server/words/fold.ts';
import type { Language } from '../../../server/tickets/envelopes.ts';
import { digitsOf, numeralOf } from './numerals.ts';
import { modifierOf, SPANS, statedBy, unitOf } from './units.ts';

/** Numbers as they are grouped, words, signs of money, and what ends a phrase. */
const TOKEN =
  /\d{1,3}(?:[ \u00a0\u202f.,']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2}(?!\d))?|[\p{L}\p{M}]+|[%€$₽£–—-]|[.;:!?()\n|,]/gu;
const RANGE = new Set([
  '-',
  '–',
  '—',
  'to',
  'a',
  'o',
  'or',
  'la',
  'sau',
  'do',
  'lub',
  'до',
  'или',
  'y',
  'and',
  'i',
  'и',
]);
const END = /^[.;:!?()\n|,]$/;
/** How far behind a number its unit may stand: "14 full working days", "10 de zile". */
const NEAR = 5;
/** Weeks, months and years that are more than one. */
const PLURAL =
  /^(?:weeks|months|years|semanas|meses|anos|saptamani(?:lor)?|luni(?:lor)?|ani(?:lor)?|tygodni[ea]?|miesiac(?:e|ach)|miesiecy|lata?|latach|недели|недель|месяц(?:ы|ев)|лет|годы|годов)$/u;

interface Token {
  word: string;
  value?: number;
  /** True when only a unit behind it makes it a number. */
  doubtful?: boolean;
}

/**
 * The facts that a text states, as words to compare: `30 day`, `3 day work`, `3.9 EUR`, `14` (a number that counts
 * nothing we know), `free`, `tuesday`. Numbers in words count like digits.
 */
export function factsOf(text: string, language: Language): string[] {
  const tokens = tokensOf(text, language);
  const facts = tokens.flatMap(({ word, value, doubtful }, at): string[] => {
    if (value !== undefined) return numberAt(tokens, at, value, doubtful ?? false);
    const stated = statedBy(word);
    const unit = unitOf(word);
    const alone = unit !== undefined && SPANS.has(unit) && !PLURAL.test(word);
    return [...(stated ? [stated] : []), ...(alone && !counted(tokens, at) ? [`1 ${unit}`] : [])];
  });
  return [...new Set(facts)];
}

function numberAt(tokens: readonly Token[], at: number, value: number, doubtful: boolean): string[] {
  const counts = countedBy(tokens, at);
  if (counts) return [`${value} ${counts}`];
  return doubtful ? [] : [String(value)];
}

/** The unit of the number at a place, with the kind of days; money may stand before it. */
function countedBy(tokens: readonly Token[], at: number): string | undefined {
  const before = unitOf(tokens[at - 1]?.word ?? '');
  if (before && /^[A-Z]{3}$/.test(before)) return before;
  let modifier: string | undefined;
  let range = false;
  for (let next = at + 1; next <= at + NEAR; next++) {
    const { word, value } = tokens[next] ?? { word: '.' };
    if (END.test(word) || (value !== undefined && !range)) return undefined;
    modifier ??= modifierOf(word);
    const unit = unitOf(word);
    if (unit) {
      const kind = modifier ?? modifierOf(tokens[next + 1]?.word ?? '');
      return kind && unit === 'day' ? `${unit} ${kind}` : unit;
    }
    range = RANGE.has(word);
  }
  return undefined;
}

/** True when a number stands shortly before what it counts. */
function counted(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(Math.max(0, at - 3), at).some(({ value, doubtful }) => value !== undefined && !doubtful);
}

function tokensOf(text: string, language: Language): Token[] {
  const tokens: Token[] = [];
  for (const [written] of text.normalize('NFKC').matchAll(TOKEN)) {
    const token = tokenOf(written, language);
    const last = tokens.at(-1);
    const before = last?.word === 'and' || last?.word === 'y' || last?.word === 'si' ? tokens.at(-2) : last;
    // "twenty-four", "dwadzieścia cztery", "două sute"
    const tens = before?.word === '-' ? tokens.at(-2) : before;
    if (token.value !== undefined && tens?.value !== undefined && joins(tens, token))
      tokens.splice(tokens.indexOf(tens), tokens.length, { word: '#', value: sumOf(tens.value, token.value) });
    else tokens.push(token);
  }
  return tokens;
}

function tokenOf(written: string, language: Language): Token {
  if (/^\d/.test(written)) return { word: '0', value: digitsOf(written) };
  const word = fold(written);
  const numeral = numeralOf(word, language);
  return numeral ? { word, value: numeral.value, doubtful: !numeral.sure } : { word };
}

const joins = (before: Token, next: Token): boolean =>
  before.word !== '0' && next.word !== '0' && (isScale(next.value) || (before.value ?? 0) >= 20) && before !== next;
const isScale = (value: number | undefined): boolean => value === 100 || value === 1000;
const sumOf = (before: number, next: number): number => (isScale(next) ? before * next : before + next);
