import type { Offer } from '../../callbacks/free.ts';
import { dayInWords, timeInWords } from '../../callbacks/words.ts';
import type { Language } from '../../tickets/envelopes.ts';
import type { SlotDay } from './schema.ts';

/** Free slots by day, in words. */
export function daysOf(
  locale: Language,
  { slots, timeZone }: Pick<Offer, 'slots' | 'timeZone'>,
  chosen = '',
): SlotDay[] {
  const days = Map.groupBy(slots, ({ at }) => dayInWords(locale, at, timeZone));
  return [...days].map(([label, ofDay]) => ({
    label,
    slots: ofDay.map(({ at }) => ({
      at: at.toISOString(),
      label: timeInWords(locale, at, timeZone),
      chosen: at.toISOString() === chosen,
    })),
  }));
}

/** A time zone as people call it: its city. */
export const zoneInWords = (timeZone: string): string => (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
