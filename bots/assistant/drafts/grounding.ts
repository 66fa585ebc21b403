import { termsOf } from '../../../knowledge-base/search/analyse.ts';
import type { Language } from '../../../server/tickets/envelopes.ts';
import { fold, wordsOf } from '../../../server/words/fold.ts';
import { factsOf } from './facts.ts';
import type { Passage } from './passages.ts';

/** What a draft says, in its own words, must mostly be words of the passage. */
const LEAST_SHARE = 0.6;
/** So many words on end that the passage does not have are a thought of its own. */
const MOST_FOREIGN = 3;
/** A sentence this close to one of the passage must say no where that one says no. */
const CLOSE = 0.6;

/** Without the words for nothing, which are facts: what it costs. */
const NEGATION: Record<Language, RegExp> = {
  en: /\b(?:not|no|never|without|cannot|can't|don't|doesn't|won't|isn't|aren't|nor|neither|needn't)\b/i,
  es: /(?<!\p{L})(?:no|nunca|sin|tampoco|ni|ningun\p{L}*)(?!\p{L})/iu,
  ro: /(?<!\p{L})(?:nu|n-\p{L}+|nici|niciodat[aă]|f[aă]r[aă]|ne(?:obligatori\p{L}*|desf[aă]cut\p{L}*))(?!\p{L})/iu,
  pl: /(?<!\p{L})(?:nie|nigdy|bez|ani|niekonieczn\p{L}*|żad\p{L}*)(?!\p{L})/iu,
  ru: /(?<!\p{L})(?:не|нет|нельзя|ни|никогда|без|незачем|необязательн\p{L}*)(?!\p{L})/iu,
};

/** "You do not pay anything" where other languages say nothing twice: it is a price, not a no. */
const NOTHING = /(?<!\p{L})(?:no|nu|nie|не)\s+\p{L}+\s+(?:nada|nimic|nic|ничего)(?!\p{L})/giu;
const denies = (clause: string, language: Language): boolean => NEGATION[language].test(clause.replace(NOTHING, ''));

/** Why a sentence does not follow from the passage that it cites; undefined when it does. */
export function ungrounded(sentence: string, passage: Passage, language: Language): string | undefined {
  const lines = linesOf(passage);
  const known = new Set(lines.flatMap((line) => [...termsIn(line, language)]));
  const words = contentOf(sentence, language);
  const own = words.map(({ terms }) => !terms.some((term) => known.has(term)));
  const foreign = own.filter(Boolean).length;
  if (words.length === 0 || foreign > words.length * (1 - LEAST_SHARE)) return 'words of its own';
  if (longestRun(own) > MOST_FOREIGN) return 'a thought of its own';
  if (words.some(({ name }, at) => name && own[at])) return 'a name of its own';
  return wrongFact(sentence, lines, language) ?? turnedRound(sentence, lines, language);
}

/** A fact must stand in a line of the passage that speaks of the same matter. */
function wrongFact(sentence: string, lines: readonly string[], language: Language): string | undefined {
  const asked = contentOf(sentence, language);
  const shares = lines.map((line) => shareOf(asked, termsIn(line, language)));
  const best = Math.max(...shares);
  const wrong = factsOf(sentence, language).find(
    (fact) => !lines.some((line, at) => (shares[at] ?? 0) >= best / 2 && holdsFact(line, fact, language)),
  );
  return wrong === undefined ? undefined : 'a fact of its own';
}

/** A bare number may stand before a unit that is named elsewhere in the line, and the other way round. */
function holdsFact(line: string, fact: string, language: Language): boolean {
  const stated = factsOf(line, language);
  if (stated.includes(fact)) return true;
  const [value = '', ...unit] = fact.split(' ');
  if (!/^\d/.test(value)) return false;
  if (unit.length === 0) return stated.some((one) => one.startsWith(`${value} `));
  return stated.includes(value) && stated.some((one) => one.endsWith(` ${unit.join(' ')}`));
}

/** Clause by clause: one that the passage has with a no, and the draft without, or the other way round. */
function turnedRound(sentence: string, lines: readonly string[], language: Language): string | undefined {
  const theirs = lines.flatMap(clausesOf).map((clause) => ({ clause, terms: termsIn(clause, language) }));
  const wrong = clausesOf(sentence).some((clause) => {
    const words = contentOf(clause, language);
    const close = theirs.map((one) => ({ ...one, share: shareOf(words, one.terms) }));
    const best = Math.max(...close.map(({ share }) => share));
    if (words.length < 2 || best < CLOSE) return false;
    const no = denies(clause, language);
    return close.filter(({ share }) => share === best).every((one) => denies(one.clause, language) !== no);
  });
  return wrong ? 'the opposite' : undefined;
}

const clausesOf = (sentence: string): string[] => sentence.split(/[;,–—]\s+|\s[–—]\s/).filter((part) => part.trim());

interface Content {
  terms: readonly string[];
  /** Written with a capital within a sentence, or with digits: a name. */
  name: boolean;
}

function contentOf(text: string, language: Language): Content[] {
  return wordsOf(text)
    .map(({ text: word, at }) => ({
      terms: /^\d+$/.test(word) ? [] : [...termsOf(word.toLowerCase(), language)].map(fold),
      name: at > 0 && (/^\p{Lu}/u.test(word) || (/\d/.test(word) && /\p{L}/u.test(word))),
    }))
    .filter(({ terms }) => terms.length > 0);
}

const termsIn = (text: string, language: Language): Set<string> =>
  new Set(contentOf(text, language).flatMap(({ terms }) => terms));

function shareOf(words: readonly Content[], terms: ReadonlySet<string>): number {
  if (words.length === 0) return 0;
  return words.filter((word) => word.terms.some((term) => terms.has(term))).length / words.length;
}

function longestRun(flags: readonly boolean[]): number {
  let run = 0;
  return flags.reduce((most, flag) => Math.max(most, (run = flag ? run + 1 : 0)), 0);
}

/** Sentences of the passage; the heading says what all of them are about and is a line of its own. */
function linesOf({ heading, text }: Passage): string[] {
  return [heading, ...text.split(/\n|(?<=[.!?])\s+(?=[\p{Lu}\d„«"“])/u)].map((line) => line.trim()).filter(Boolean);
}
