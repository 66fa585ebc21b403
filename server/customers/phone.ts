import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * A telephone number in E.164 (`+40721123456`), as people write it: with its country's prefix, or without one where the
 * country (ISO 3166, two letters) is known. Undefined when it is none.
 */
export function e164(text: string, country: string | null = null): string | undefined {
  const known = country !== null && isSupportedCountry(country) ? country : undefined;
  // People and telephone systems dial 00 where + is meant.
  const dialled = text.trim().replace(/^00(?=[1-9])/, '+');
  const number = parsePhoneNumberFromString(dialled, { ...(known ? { defaultCountry: known } : {}), extract: false });
  return number?.isValid() ? number.number : undefined;
}

/** A number as people read it: `+40 721 123 456`. What is none stays as it is. */
export const readableNumber = (number: string): string =>
  parsePhoneNumberFromString(number)?.formatInternational() ?? number;

const SCHEME = /^(?:sips?|tel):/i;

/**
 * Who calls, as a telephone system says it: in E.164 where that can be known, else the digits alone (an extension, a
 * number without its country). Undefined where the number is withheld: nothing, or a word such as `anonymous`.
 */
export function callerNumber(said: string | null | undefined, country: string | null): string | undefined {
  const [address = ''] = (said ?? '').trim().replace(SCHEME, '').split(/[@;]/);
  const whole = e164(address, country);
  if (whole) return whole;
  const digits = /^[+\d\s().\-/]*$/.test(address) ? address.replace(/\D/g, '') : '';
  return digits.length > 1 ? digits : undefined;
}
