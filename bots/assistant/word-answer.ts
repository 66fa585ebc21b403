import type { Language } from '../../server/tickets/envelopes.ts';
import { assistantTexts } from '../../server/messages/assistant.ts';
import type { Answer } from './answer.ts';
import type { Decision } from './dialogues/state.ts';

/**
 * An answer as the customer reads it: the passage of the article, or what a language model has made of it, which is
 * said, with the places that it cites. What exists only in another language is said to.
 */
export function wordAnswer(language: Language, answer: Answer): string {
  const texts = assistantTexts[language];
  const { title, passage, url, locale, draft } = answer;
  const more = texts.more.replace('{url}', () => url);
  if (draft) {
    const sources = draft.sources.map(({ number, heading }) => `[${number}] ${titled(title, heading)}`);
    return [draft.text, texts.drafted, ...sources, more].join('\n');
  }
  const found = (locale === language ? texts.answer : texts.answerElsewhere[locale]).replace('{title}', () => title);
  return [found, passage, more].join('\n');
}

const titled = (title: string, heading: string): string => (heading === title ? title : `${title}: ${heading}`);

/** Marks what a decision says as written by a language model. */
export const markOf = ({ draft }: Answer): Pick<Decision, 'drafted'> => (draft ? { drafted: true } : {});
