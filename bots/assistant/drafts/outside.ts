import { fold } from '../../../server/words/fold.ts';

/** Signs that nobody sees, or that turn what is seen around; a draft needs none of them. */
const HIDDEN = /[\p{Cf}\p{Co}\p{Cn}\p{Cs}]|[^\P{Cc}\n]|\p{M}{3}/u;
/** HTML, Markdown with a target, code, and what only a machine reads. */
const MARKUP =
  /<[a-z!/?]|!?\[[^\]\n]*\]\s*[([:]|```|`|\b(?:data|javascript|vbscript|file|mailto|tel|tg):\S|&#?\w{2,8};|\{\{|\}\}/i;
/** Letters of two alphabets in one word: a name that looks like another. */
const MIXED =
  /(?=[\p{L}\p{M}]*\p{Script=Latin})(?=[\p{L}\p{M}]*[\p{Script=Cyrillic}\p{Script=Greek}])[\p{L}\p{M}]{2,}/u;
/** A dot that is written out, so that it is no link: "shop dot example". */
const SPELT =
  /\b(?:dot|punto|punct|kropka)\s+(?:com|net|org|info|biz|io|shop|store|online|site|xyz|example|eu|ro|pl|ru|me|co|top)\b|(?<!\p{L})точка\s+(?:ру|ком|рф|нет|орг|инфо)(?!\p{L})|\b(?:dot|slash|arroba|malpa)\b|\[\.\]|\(dot\)|\bhxxp/iu;
const ADDRESS =
  /[a-z][a-z\d+.-]*:\/\/\S+|\bwww\.\S+|[^\s@()<>]+@[^\s@()<>]+|(?<![\p{L}\p{N}.])(?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,}(?:\/\S*)?/giu;
const TELEPHONE = /\+?\d[\d\s().-]{6,}\d/g;

/** Why the outer form of a draft cannot be shown to anybody; undefined when it is plain text. */
export function badForm(text: string): string | undefined {
  if (HIDDEN.test(text)) return 'hidden signs';
  if (MARKUP.test(text)) return 'markup';
  if (MIXED.test(text)) return 'mixed alphabets';
  return SPELT.test(fold(text)) ? 'an address spelt out' : undefined;
}

/** Links, e-mail addresses and telephone numbers of a text, to be compared sign by sign. */
export function addressesIn(text: string): string[] {
  const found = [...(text.match(ADDRESS) ?? []), ...(text.match(TELEPHONE) ?? []).map((n) => n.replace(/\D/g, ''))];
  return found.map((address) => address.toLowerCase().replace(/[.,;:!?)\]]+$/, ''));
}
