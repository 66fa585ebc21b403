/**
 * What a customer writes, without what no outside service has to know: numbers of cards, accounts, orders and
 * telephones, addresses, and what stands behind "my password is".
 */
export function redact(text: string): string {
  return text
    .replace(EMAIL, '[address]')
    .replace(IBAN, '[number]')
    .replace(LONG_NUMBER, '[number]')
    .replace(SECRET, '$1 [secret]');
}

const EMAIL = /[^\s@<>]{1,64}@[^\s@<>]{1,255}/gu;
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{3,5}){3,8}\b/gi;
/** Five digits or more, however they are grouped: years, days and sizes are shorter. */
const LONG_NUMBER = /\p{Nd}(?:[ .\-–/()]{0,2}\p{Nd}){4,}/gu;
const SECRET =
  /((?:password|passcode|pin|cvv|cvc|contraseña|clave|parol[aă]|hasło|haslo|пароль|пин)(?:[ \t]*(?:is|es|este|to|:|=|-|—))?)[ \t]+\S+/giu;
