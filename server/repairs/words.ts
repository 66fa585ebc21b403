import { fill } from '../messages/help.ts';
import type { RepairTexts } from '../messages/repairs.ts';
import type { Language } from '../tickets/envelopes.ts';
import type { RepairPointDoc } from './point-model.ts';
import type { RepairDoc } from './model.ts';

/** How a time is written: with the day of the week, as people say it; `short` is for subjects. */
export function timeInWords(locale: Language, at: Date, timeZone: string, short = false): string {
  const day = { weekday: 'long', day: 'numeric', month: 'long' } as const;
  const time = short ? {} : ({ year: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const);
  return new Intl.DateTimeFormat(tagOf(locale), { ...day, ...time, timeZone }).format(at);
}

/** The day alone, and the hour alone, for lists of times. */
export const dayInWords = (locale: Language, at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(tagOf(locale), { weekday: 'long', day: 'numeric', month: 'long', timeZone }).format(at);
export const hourInWords = (locale: Language, at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(tagOf(locale), { hour: 'numeric', minute: '2-digit', timeZone }).format(at);

const tagOf = (locale: Language): string => (locale === 'en' ? 'en-GB' : locale);

/** What the customer pays. */
export function chargeInWords(
  locale: Language,
  texts: RepairTexts,
  { charge, currency, acceptedAt, details }: Pick<RepairDoc, 'charge' | 'currency' | 'acceptedAt' | 'details'>,
): string {
  if (charge !== 'price') return texts[charge];
  return fill(acceptedAt ? texts.price : texts.priceOpen, { price: priceInWords(locale, details?.price, currency) });
}

/** An amount with its currency; empty where there is none. */
export const priceInWords = (locale: Language, price: number | null | undefined, currency: string | null): string =>
  price == null || !currency ? '' : new Intl.NumberFormat(locale, { style: 'currency', currency }).format(price);

/** Where it takes place. */
export function whereInWords(
  texts: RepairTexts,
  { visits, name, address }: Pick<RepairPointDoc, 'visits' | 'name' | 'address'>,
  repair: Pick<RepairDoc, 'details'>,
): string {
  const there = addressInWords(repair);
  if (visits) return there ? fill(texts.visit, { address: there }) : texts.visitUnknown;
  return fill(address ? texts.come : texts.comeBare, { name, address });
}

/** Where the customer is, in one line. */
export function addressInWords({ details }: Pick<RepairDoc, 'details'>): string {
  const { address = '', postcode = '', place = '' } = details?.where ?? {};
  return [address, `${postcode} ${place}`.trim()].filter(Boolean).join(', ');
}
