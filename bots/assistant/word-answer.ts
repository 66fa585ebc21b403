import type { Language } from '../../server/tickets/envelopes.ts';
import { assistantTexts } from '../../server/messages/assistant.ts';
import type { Answer } from './answer.ts';
import type { Decision } from './dialogues/state.ts';
import type { Draft } from './drafts/drafter.ts';

/**
 * An answer as the customer reads it: the passage of the article, or what a language model has made of it, which is
 * said, with the places that it cites. What exists only in another language is said to.
 */
export function wordAnswer(language: Language, answer: Answer): string {
  const { passage, url, draft } = answer;
  const more = assistantTexts[language].more.replace('{url}', () => url);
  if (draft) return [draft.text, citesOf(language, answer, draft), more].join('\n');
  return [foundLine(language, answer), passage, more].join('\n');
}

/** Where the answer was found. */
export function foundLine(language: Language, { locale, title }: Answer): string {
  const texts = assistantTexts[language];
  return (locale === language ? texts.answer : texts.answerElsewhere[locale]).replace('{title}', () => title);
}

/** Who has written a draft, and the places that it cites. */
export function citesOf(language: Language, { title }: Answer, { sources }: Draft): string {
  const places = sources.map(({ number, heading }) => `[${number}] ${titled(title, heading)}`);
  return [assistantTexts[language].drafted, ...places].join('\n');
}

const titled = (title: string, heading: string): string => (heading === title ? title : `${title}: ${heading}`);

/** Marks what a decision says as written by a language model. */
export const markOf = ({ draft }: Answer): Pick<Decision, 'drafted'> => (draft ? { drafted: true } : {});
