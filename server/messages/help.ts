import type { Language } from '../tickets/envelopes.ts';
import { en, type HelpTexts } from './help/en.ts';
import { es } from './help/es.ts';
import { pl } from './help/pl.ts';
import { ro } from './help/ro.ts';
import { ru } from './help/ru.ts';

export type { HelpTexts };

/** All texts of the self-help site, by language. */
export const helpTexts: Record<Language, HelpTexts> = { en, es, ro, pl, ru };

/** Each language in its own words. */
export const languageNames: Record<Language, string> = {
  en: 'English',
  es: 'Español',
  ro: 'Română',
  pl: 'Polski',
  ru: 'Русский',
};

/** Puts values into a text: `{q}` becomes `values.q`. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
