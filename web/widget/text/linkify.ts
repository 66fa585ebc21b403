export type Piece = { text: string } | { text: string; href: string };

const LINK = /\[([^\][\n]{1,200})\]\((https?:\/\/[^\s()<>]{1,2000})\)|https?:\/\/[^\s<>"]{1,2000}/g;
/** What ends a sentence and not an address. */
const TAIL = /[.,;:!?…»”"'’)\]]$/;

/** Splits text into plain pieces and links (bare addresses and `[words](address)`); only http and https become links. */
export function linkify(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    const [whole, words, target] = match;
    const address = target ?? withoutTail(whole);
    if (!URL.canParse(address)) continue;
    if (match.index > at) pieces.push({ text: text.slice(at, match.index) });
    pieces.push({ text: words ?? address, href: address });
    at = match.index + (target ? whole.length : address.length);
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}

/** A closing bracket belongs to the address when it was opened in it. */
function withoutTail(address: string): string {
  let end = address.length;
  while (end > 0 && TAIL.test(address.slice(0, end))) {
    const kept = address.slice(0, end);
    if (kept.endsWith(')') && kept.split('(').length >= kept.split(')').length) break;
    end -= 1;
  }
  return address.slice(0, end);
}
