import type { Language } from '../tickets/envelopes.ts';

const tagOf = (locale: Language): string => (locale === 'en' ? 'en-GB' : locale);

const MOMENT: Intl.DateTimeFormatOptions = {
  ...{ weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' },
  timeZoneName: 'short',
};
const DAY: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long' };
const TIME: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };

/** A page shows hundreds of times, and making a formatter costs more than all it writes: one for each language and zone. */
function wordsOf(options: Intl.DateTimeFormatOptions): (locale: Language, at: Date, timeZone: string) => string {
  const made = new Map<string, Intl.DateTimeFormat>();
  return (locale, at, timeZone) => {
    const key = `${locale} ${timeZone}`;
    const format = made.get(key) ?? new Intl.DateTimeFormat(tagOf(locale), { ...options, timeZone });
    made.set(key, format);
    return format.format(at);
  };
}

/** Day and time as people write them, with the day of the week. */
export const momentInWords = wordsOf(MOMENT);
/** The day alone, and the time alone. */
export const dayInWords = wordsOf(DAY);
export const timeInWords = wordsOf(TIME);
