/** Letters that Unicode does not decompose into a base letter and a mark. */
const PLAIN: Record<string, string> = { ł: 'l', đ: 'd', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i', þ: 'th', ð: 'd' };

/** Lower case without diacritics: `Przesyłka` → `przesylka`, `ещё` → `еще`, both kinds of Romanian ș and ț → s, t. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[łđøßæœıþð]/g, (letter) => PLAIN[letter] ?? letter);
}

export interface Word {
  /** As written. */
  text: string;
  /** Where it starts, in UTF-16 units. */
  at: number;
}

const WORD = /[\p{L}\p{N}\p{M}]+(?:[-‑'’.][\p{L}\p{N}\p{M}]+)*/gu;
const PART = /[-‑'’.]/u;

/** The words of a text; `Wi-Fi`, `e-mail` and `won't` are one word each. */
export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(WORD), (match) => ({ text: match[0], at: match.index }));
}

/** The parts of a compound (`Wi-Fi` → Wi, Fi), none for a simple word. */
export function partsOf(word: string): string[] {
  return PART.test(word) ? word.split(PART) : [];
}

/** A compound written as one: `Wi-Fi` → `WiFi`. */
export function joined(word: string): string {
  return word.replace(new RegExp(PART, 'gu'), '');
}
