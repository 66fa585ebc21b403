import { foldedWords } from './words.ts';

const NUMBERED = /(?:#|№|\b(?:no|nr|num|n)\b\.?)\s*$/i;
const ORDER_WORD =
  /^(?:order\w*|pedido\w*|comand\w*|comenz\w*|zamowieni\w*|заказ\p{L}*|number|numero|numar\w*|numer\w*|номер\p{L}*)$/u;
const ORDER = /(?<![\p{L}\p{N}])(?:\p{L}{1,4}[-–]?)?\d[\d-]{2,}(?:[-/]\p{L}{1,4})?(?![\p{L}\p{N}])/gu;
/** How far back the word "order" may stand. */
const NEAR = 3;

/**
 * The order number in a text. Five digits or more, or letters with digits, stand for themselves; a shorter number
 * only after a word or sign that says so, or when `asked` for: sizes, prices and years are no orders.
 */
export function orderIn(text: string, asked = false): string | undefined {
  for (const match of text.matchAll(ORDER)) {
    const before = text.slice(0, match.index);
    const near = foldedWords(before).slice(-NEAR);
    const said = NUMBERED.test(before) || near.some((word) => ORDER_WORD.test(word));
    const digits = match[0].replace(/\D/g, '').length;
    const long = digits >= 5 || (digits >= 4 && /\p{L}|-/u.test(match[0]));
    if (asked || said || long) return match[0].toUpperCase();
  }
  return undefined;
}

/** The number of an order or a request in a text that asks for one: requests have short ones, too. */
export const numberIn = (text: string): string | undefined =>
  orderIn(text, true) ?? /(?<![\p{L}\p{N}@.])[#№]?\s?(\d{1,9})(?![\p{L}\p{N}@.])/u.exec(text)?.[1];
