import type { Language } from '../tickets/envelopes.ts';

const tagOf = (locale: Language): string => (locale === 'en' ? 'en-GB' : locale);

/** Day and time as people write them, with the day of the week. */
export const momentInWords = (locale: Language, at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(tagOf(locale), {
    ...{ weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' },
    ...{ timeZone, timeZoneName: 'short' },
  }).format(at);

/** The day alone, and the time alone. */
export const dayInWords = (locale: Language, at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(tagOf(locale), { weekday: 'long', day: 'numeric', month: 'long', timeZone }).format(at);
export const timeInWords = (locale: Language, at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(tagOf(locale), { hour: '2-digit', minute: '2-digit', timeZone }).format(at);
