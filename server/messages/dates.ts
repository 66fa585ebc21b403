import type { Language } from '../tickets/envelopes.ts';

const tagOf = (locale: Language): string => (locale === 'en' ? 'en-GB' : locale);

/** Date and time as people write them. */
export const inWords = (locale: Language, at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(tagOf(locale), { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at);

/** The day alone. */
export const dayInWords = (locale: Language, at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(tagOf(locale), { dateStyle: 'long', timeZone }).format(at);
