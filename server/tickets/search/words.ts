import type { Language } from '../envelopes.ts';
import { fold } from '../../words/fold.ts';
import { stems } from '../../words/stem.ts';

/** What a text is cut into: a word, or words joined without a space, such as `Wi-Fi`, an address, a file name. */
export interface Unit {
  /** As written. */
  text: string;
  /** Where it starts, in UTF-16 units. */
  at: number;
}

const UNIT = /[\p{L}\p{N}\p{M}]+(?:[-‑'’._@+/][\p{L}\p{N}\p{M}]+)*/gu;
const UNIT_HERE = new RegExp(UNIT.source, 'uy');
const NEXT_WORD = /[\p{L}\p{N}\p{M}]+/gu;
const SIMPLE = /^[\p{L}\p{N}\p{M}]+$/u;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
/** Seven to fifteen digits with what people put between them, unless they are part of an order number or a file name. */
const PHONE = /(?<![\p{L}\p{N}][-‑.'’_@/]?)\+?\(?\d(?:[ ().\-/]{0,2}\d){6,14}(?![-‑.'’_@/]?[\p{L}\p{N}])/gu;
const SEVEN_DIGITS = /\d(?:\D{0,2}\d){6}/;

/** What `UNIT` says of each UTF-16 unit, noted when it is met: asking a table is many times faster. */
const KINDS = new Uint8Array(0x10000);
const [OF_WORD, OTHER] = [1, 2];
const JOINTS = new Set(Array.from("-‑'’._@+/", (sign) => sign.charCodeAt(0)));

/** Longer is no word of a language: encoded data. */
const LONGEST = 64;
/** A web address has more, and is not searched for as a whole. */
const MOST_JOINED = 6;

export const unitsOf = (text: string): Unit[] =>
  Array.from(text.matchAll(UNIT), (match) => ({ text: match[0], at: match.index }));

/** The unit that begins there. */
export function unitAt(text: string, at: number): string {
  UNIT_HERE.lastIndex = at;
  return UNIT_HERE.exec(text)?.[0] ?? '';
}

/** The first word that begins there or later. */
export function nextWord(text: string, at: number): Unit | undefined {
  NEXT_WORD.lastIndex = at;
  const match = NEXT_WORD.exec(text);
  return match ? { text: match[0], at: match.index } : undefined;
}

/** The words of a unit with their places in the text; a simple word is one itself. */
export function wordsIn({ text, at }: Unit): Unit[] {
  if (SIMPLE.test(text)) return [{ text, at }];
  return Array.from(text.matchAll(WORD), (match) => ({ text: match[0], at: at + match.index }));
}

/** `Wi-Fi` → `WiFi`: a compound as one word; undefined for a simple word, and for what is too long to be meant. */
export function joinedOf(unit: string): string | undefined {
  if (SIMPLE.test(unit)) return undefined;
  const words = unit.match(WORD) ?? [];
  const joined = words.join('');
  return words.length <= MOST_JOINED && joined.length <= LONGEST ? joined : undefined;
}

/** Numbers that may be telephone numbers, with their places. */
export function phonesOf(text: string): Unit[] {
  if (!SEVEN_DIGITS.test(text)) return [];
  return Array.from(text.matchAll(PHONE), (match) => ({ text: match[0], at: match.index }));
}

/** How a telephone number is compared: the last nine digits, so that it does not matter whether a country code is there. */
export const phoneKey = (text: string): string => text.replace(/\D/g, '').slice(-9);

/** Adds the words of a text, lower case: each word of a compound and the compound as one. */
export function addWords(text: string, words: Set<string>): void {
  const lower = text.toLowerCase().normalize('NFC');
  const { length } = lower;
  for (let at = 0; at < length;) {
    const to = endOfWord(lower, at);
    if (to === at) {
      at += widthAt(lower, at);
      continue;
    }
    at = isJoint(lower, to) ? addCompound(lower, at, to, words) : addWord(lower, at, to, words);
  }
}

/** Adds all of a unit that goes on behind its first word; says where it ends. */
function addCompound(lower: string, from: number, firstEnd: number, words: Set<string>): number {
  let at = addWord(lower, from, firstEnd, words);
  while (isJoint(lower, at)) at = addWord(lower, at + 1, endOfWord(lower, at + 1), words);
  const joined = joinedOf(lower.slice(from, at));
  if (joined) words.add(joined);
  return at;
}

function addWord(lower: string, from: number, to: number, words: Set<string>): number {
  if (to - from <= LONGEST) words.add(lower.slice(from, to));
  return to;
}

/** Whether a unit goes on there: a sign that joins, and a word. */
const isJoint = (text: string, at: number): boolean =>
  JOINTS.has(text.charCodeAt(at)) && endOfWord(text, at + 1) > at + 1;

function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && isOfWord(text, at)) at += widthAt(text, at);
  return at;
}

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
const widthAt = (text: string, at: number): number =>
  isHighSurrogate(text.charCodeAt(at)) && (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;

function isOfWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (isHighSurrogate(code)) return SIMPLE.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
  const known = KINDS[code];
  if (known) return known === OF_WORD;
  const is = SIMPLE.test(String.fromCharCode(code));
  KINDS[code] = is ? OF_WORD : OTHER;
  return is;
}

/** Shortest and longest beginning that is kept. */
export const LEAST_BEGINNING = 3;
export const MOST_BEGINNING = 6;

/** What a lower-case word is found by as a whole: its stems, or itself where the language is not known. */
export function wholesOf(word: string, language: Language | null): string[] {
  return language ? stems(word, language) : [fold(word)];
}

/** The beginnings of a folded word that are shorter than the word. */
export function beginningsOf(folded: string): string[] {
  const found: string[] = [];
  for (let n = LEAST_BEGINNING; n <= Math.min(MOST_BEGINNING, folded.length - 1); n++) found.push(folded.slice(0, n));
  return found;
}
