import { stemmer as en } from '@orama/stemmers/english';
import { stemmer as ro } from '@orama/stemmers/romanian';
import { stemmer as ru } from '@orama/stemmers/russian';
import { stemmer as es } from '@orama/stemmers/spanish';
import type { Language } from '../tickets/envelopes.ts';
import { fold } from './fold.ts';
import { stemPolish } from './polish.ts';

const stemmers = { en: (word: string) => en(word.replace(ADVERB, '')), es, ro, ru };

/** The `-ly` of adverbs, which Porter's stemmer leaves where the second one takes it off: `quickly` is found by `quick`. */
const ADVERB = /(?<=...[cdeghkmnrt])ly$/;

/**
 * The folded stems of a lower-case word, without repetition: that of the word as written and that of the word without
 * its diacritics, because customers leave them out and the stemmers look at them.
 */
export function stems(word: string, locale: Language): string[] {
  const folded = fold(word);
  if (locale === 'pl') return [stemPolish(folded)];
  const stem = stemmers[locale];
  const bare = locale === 'es' ? accented(folded) : folded;
  const written = locale === 'ru' ? word.replaceAll('ё', 'е') : word;
  const whole = fold(stem(written));
  // Stemming is most of what an index costs, and most words are written without diacritics.
  return bare === written ? [whole] : [...new Set([whole, fold(stem(bare))])];
}

/** Spanish -ción and -sión lose their accent in the plural and in haste; the stemmer knows them only with it. */
function accented(word: string): string {
  return word.replace(/([cs])ion$/, '$1ión');
}
