const CYRILLIC = 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя';
const LATIN = 'a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya'.split(' ');

/** Of somebody in the sample company; it ends in .example, which nobody has (RFC 2606). */
export const addressFrom = (name: string): string => `${latin(name).replace(/[^a-z0-9]+/g, '.')}@mail.example`;

/** Lower case without diacritics; Russian letter by letter. */
function latin(name: string): string {
  const letters = [...name.toLowerCase()].map((letter) => LATIN[CYRILLIC.indexOf(letter)] ?? letter);
  return letters.join('').replaceAll('ł', 'l').normalize('NFD').replace(/\p{M}/gu, '');
}
