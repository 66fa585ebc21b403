import { meaningsOf, type Meaning } from './words.ts';

export type Token =
  | { is: 'number'; value: number }
  | { is: 'time'; hour: number; minute: number }
  | { is: 'date'; day: number; month: number; year?: number }
  | { is: 'word'; means: readonly Meaning[] };

const PATTERN =
  /(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[./](\d{1,2})(?:[./](\d{4}))?(?!\d)|(\d{1,2}):(\d{2})|(\d{1,2})h(\d{2})|(\d{1,4})|([\p{L}-]+)/gu;

/** Expressions of two words that mean one. */
const JOINED: [RegExp, string][] = [
  [/day after tomorrow|pasado manana/g, 'overmorrow'],
  [/\b(dupa|po) (amiaza|masa|poludniu)\b/g, 'afternoon'],
  [/fin de semana/g, 'weekend'],
  [/([ap])\.\s?m\./g, '$1m'],
  [/пол часа/g, 'полчаса'],
];

/** The parts of what was typed; undefined when something of it is not known. */
export function tokensOf(text: string): Token[] | undefined {
  let plain = fold(text);
  for (const [found, word] of JOINED) plain = plain.replace(found, word);
  const tokens: Token[] = [];
  const rest = plain.replace(PATTERN, (...groups: string[]) => {
    tokens.push(tokenOf(groups.slice(1, 13)));
    return '';
  });
  if (/[^\s,.]/.test(rest)) return undefined;
  return tokens.every((token) => token.is !== 'word' || token.means.length > 0) ? tokens : undefined;
}

function tokenOf([y, ym, yd, d, m, dy, h, mi, hh, hm, number, word]: (string | undefined)[]): Token {
  if (y) return { is: 'date', year: Number(y), month: Number(ym) - 1, day: Number(yd) };
  if (d && Number(m) > 12) return { is: 'time', hour: Number(d), minute: Number(m) };
  if (d) return { is: 'date', day: Number(d), month: Number(m) - 1, ...(dy ? { year: Number(dy) } : {}) };
  if (h ?? hh) return { is: 'time', hour: Number(h ?? hh), minute: Number(mi ?? hm) };
  if (number) return { is: 'number', value: Number(number) };
  return { is: 'word', means: meaningsOf(word ?? '') };
}

/** Lower case, Latin letters without their marks; й and ё stay what people type for them. */
function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/ł/g, 'l')
    .replace(/ё/g, 'е')
    .replace(/й/g, '\u0001')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('\u0001', 'й');
}
