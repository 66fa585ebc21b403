import snowball from 'snowball-stemmers';
import type { Language } from '../tickets/envelopes.ts';
import { fold } from './fold.ts';
import { stemPolish } from './polish.ts';

const stemmers = {
  en: snowball.newStemmer('english'),
  es: snowball.newStemmer('spanish'),
  ro: snowball.newStemmer('romanian'),
  ru: snowball.newStemmer('russian'),
};

/**
 * The folded stems of a lower-case word, without repetition: that of the word as written and that of the word without
 * its diacritics, because customers leave them out and the stemmers look at them.
 */
export function stems(word: string, locale: Language): string[] {
  const folded = fold(word);
  if (locale === 'pl') return [stemPolish(folded)];
  const stemmer = stemmers[locale];
  const bare = locale === 'es' ? accented(folded) : folded;
  const written = locale === 'ru' ? word.replaceAll('ё', 'е') : word;
  const stem = fold(stemmer.stem(written));
  // Stemming is most of what an index costs, and most words are written without diacritics.
  return bare === written ? [stem] : [...new Set([stem, fold(stemmer.stem(bare))])];
}

/** Spanish -ción and -sión lose their accent in the plural and in haste; the stemmer knows them only with it. */
function accented(word: string): string {
  return word.replace(/([cs])ion$/, '$1ión');
}
