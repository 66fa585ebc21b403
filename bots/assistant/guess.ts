import type { Guess } from '../../server/context.ts';
import type { Language } from '../../server/tickets/envelopes.ts';
import { recogniseIntent } from './intent.ts';
import { recogniseLanguage } from './language.ts';

/** Enough to tell; mails can be long. */
const READ_CHARACTERS = 200;
const SURE_LANGUAGE = 0.6;
const SURE_TYPE = 0.7;

/** What a first message is written in and what kind of ticket it makes; null where the text does not tell. */
export function guess(subject: string, text: string, prior?: Language): Guess {
  const read = `${subject}\n${text}`.slice(0, READ_CHARACTERS);
  const recognised = recogniseLanguage(read, prior);
  const { label, certainty } = recogniseIntent(read);
  const isType = label === 'complaint' || label === 'return' || label === 'inquiry';
  return {
    language: recognised.certainty >= SURE_LANGUAGE ? recognised.language : null,
    type: isType && certainty >= SURE_TYPE ? label : null,
  };
}
