import { fold, wordsOf } from '../../../server/words/fold.ts';
import type { Language } from '../../../server/tickets/envelopes.ts';
import { claimsDeed } from './deeds.ts';
import type { Draft } from './drafter.ts';
import { ungrounded } from './grounding.ts';
import { addressesIn, badForm } from './outside.ts';
import type { Passage } from './passages.ts';
import { INSTRUCTIONS } from './prompt.ts';

const MAX_CHARACTERS = 1_200;
const CITATION = /\s*\[(\d{1,2})\]/g;
/** So many words on end as in our instructions are these instructions. */
const LEAKED = 5;

/**
 * A draft of a language model as a customer may read it, or why not. Whoever wrote it is not believed: it has to be
 * plain text, each sentence with a citation of a passage that was shown, made mostly of that passage's words, with no
 * fact, name or address that the passage does not state, and no claim that something was done.
 */
export function verify(draft: string, passages: readonly Passage[], language: Language): Draft | { refused: string } {
  const text = draft.trim();
  if (text === '' || text.length > MAX_CHARACTERS) return { refused: 'its length' };
  const form = badForm(text.replace(CITATION, ''));
  if (form) return { refused: form };
  if (claimsDeed(text)) return { refused: 'a deed' };
  if (leaks(text)) return { refused: 'our instructions' };
  const sentences = sentencesOf(text);
  for (const { said, cited } of sentences) {
    const shown = cited.flatMap((number) => passages[number - 1] ?? []);
    if (shown.length === 0 || shown.length < cited.length) return { refused: 'no citation' };
    const reason = wrongWith(said, shown, language);
    if (reason) return { refused: reason };
  }
  // The reader knows only those that are cited: they are numbered anew.
  const numbers = [...new Set(sentences.flatMap(({ cited }) => cited))];
  return {
    text: text.replace(/\[(\d{1,2})\]/g, (_, number) => `[${numbers.indexOf(Number(number)) + 1}]`),
    sources: numbers.map((number, at) => ({ number: at + 1, heading: passages[number - 1]?.heading ?? '' })),
  };
}

function wrongWith(said: string, shown: readonly Passage[], language: Language): string | undefined {
  const together = { heading: shown.map((p) => p.heading).join('\n'), text: shown.map((p) => p.text).join('\n') };
  const known = addressesIn(`${together.heading}\n${together.text}`);
  if (addressesIn(said).some((address) => !known.includes(address))) return 'an address of its own';
  return ungrounded(said, together, language);
}

interface Sentence {
  said: string;
  /** Numbers of passages. */
  cited: number[];
}

/** Sentences with what is cited for them: at their end, or at the end of a later one on the same line. */
function sentencesOf(text: string): Sentence[] {
  return text
    .split('\n')
    .filter((line) => line.trim())
    .flatMap((line) => {
      const sentences = partsOf(line);
      return sentences.map((sentence, at) => ({
        said: sentence.replace(CITATION, ''),
        cited: citedIn(sentences.slice(at).find((later) => citedIn(later).length > 0) ?? ''),
      }));
    });
}

/** A citation may stand before or after the full stop. */
const partsOf = (line: string): string[] =>
  (line.match(/[^.!?]+(?:[.!?](?!\s|$)[^.!?]*)*(?:[.!?]+(?:\s*\[\d{1,2}\])*|$)/g) ?? [line]).filter((part) =>
    /[\p{L}\p{N}]/u.test(part.replace(CITATION, '')),
  );

const citedIn = (text: string): number[] => [...text.matchAll(CITATION)].map((match) => Number(match[1]));

const runsOf = (text: string): string[] => {
  const words = wordsOf(fold(text)).map((word) => word.text);
  return words.slice(LEAKED - 1).map((_, at) => words.slice(at, at + LEAKED).join(' '));
};
const ours = new Set(runsOf(INSTRUCTIONS));
const leaks = (text: string): boolean => runsOf(text).some((run) => ours.has(run));
