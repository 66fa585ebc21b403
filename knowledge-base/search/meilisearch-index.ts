import type { Settings } from 'meilisearch';
import { wordsOf } from '../../server/words/fold.ts';
import type { Language } from '../../server/tickets/envelopes.ts';
import { bodyTermsOf, termsOf } from './analyse.ts';
import { fieldText, FIELDS, type Field } from './shelf.ts';
import type { SearchDocument } from './engine.ts';
import type { Synonyms } from './synonyms.ts';

/** ISO 639-3, as `localizedAttributes` wants them. */
const ISO3 = { en: 'eng', es: 'spa', ro: 'ron', pl: 'pol', ru: 'rus' } as const satisfies Record<Language, string>;

/** As it lies in Meilisearch: beside the document its words as our analysis makes them, which are what is searched. */
export interface Stored extends SearchDocument {
  titleTerms: string;
  keywordsTerms: string;
  summaryTerms: string;
  bodyTerms: string;
}

export function stored(document: SearchDocument): Stored {
  const terms = (field: Field): string => fieldTerms(document, field).join(' ');
  return {
    ...document,
    titleTerms: terms('title'),
    keywordsTerms: terms('keywords'),
    summaryTerms: terms('summary'),
    bodyTerms: terms('body'),
  };
}

/** The words of a field as our analysis makes them. */
export function fieldTerms(document: SearchDocument, field: Field): string[] {
  const analyse = field === 'body' ? bodyTermsOf : termsOf;
  return wordsOf(fieldText(document, field)).flatMap(({ text }) => analyse(text, document.locale));
}

/** All settings of an index. https://www.meilisearch.com/docs/reference/api/settings */
export function indexSettings(locale: Language, synonyms: Synonyms): Settings {
  return {
    searchableAttributes: FIELDS.map((field) => `${field}Terms`),
    localizedAttributes: [{ attributePatterns: ['*'], locales: [ISO3[locale]] }],
    typoTolerance: { enabled: true, minWordSizeForTypos: { oneTypo: 5, twoTypos: 8 } },
    ...synonymSettings(synonyms),
  };
}

export const synonymSettings = (synonyms: Synonyms): Settings => ({ synonyms: Object.fromEntries(synonyms.entries()) });
