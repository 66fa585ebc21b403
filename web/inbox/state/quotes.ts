export interface TextPart {
  kind: 'text' | 'quote';
  text: string;
}

/** Lines that stand before a quoted mail, as mail programs write them in our five languages. */
const INTRODUCTION = /(?:wrote|escribió|escribio|a scris|napisał(?:\(a\)|a)?|пише?т|написал(?:а|\(а\))?)\s*:$/iu;
const SEPARATOR =
  /^-{2,}\s*(?:original message|mensaje original|mesaj original|mesajul original|wiadomość oryginalna|oryginalna wiadomość|исходное сообщение|пересланное сообщение|forwarded message)\s*-{2,}$/iu;
const HEADER = /^(?:from|de|de la|od|от|von)\s*:\s*\S/iu;
const NEXT_HEADER = /^(?:sent|date|enviado|fecha|trimis|data|wysłano|отправлено|дата|to|para|către|do|кому)\s*:/iu;

/**
 * Splits a mail's text into what was written and what was quoted. Lines marked with `>` are quotes wherever they stand,
 * with the line that introduces them; after a separator or a block of mail headers everything is.
 */
export function splitQuotes(text: string): TextPart[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const kinds = lines.map((line) => (line.startsWith('>') ? 'quote' : 'text') as TextPart['kind']);
  markIntroductions(lines, kinds);
  const cut = lines.findIndex((line, at) => startsForwarded(lines, line, at));
  if (cut > 0) kinds.fill('quote', cut);
  return join(lines, kinds);
}

function markIntroductions(lines: string[], kinds: TextPart['kind'][]): void {
  lines.forEach((line, at) => {
    if (kinds[at] === 'quote' || !INTRODUCTION.test(line.trim())) return;
    const next = lines.findIndex((other, i) => i > at && other.trim() !== '');
    if (next < 0 || kinds[next] !== 'quote') return;
    kinds.fill('quote', at, next);
    // "On Monday, Ana <ana@example.com>" wrapped onto a line of its own.
    const above = lines[at - 1]?.trim() ?? '';
    if (above !== '' && /\d/.test(above) && !/[.!?]$/.test(above)) kinds[at - 1] = 'quote';
  });
}

function startsForwarded(lines: string[], line: string, at: number): boolean {
  const text = line.trim();
  if (SEPARATOR.test(text)) return true;
  return HEADER.test(text) && NEXT_HEADER.test(lines[at + 1]?.trim() ?? '');
}

function join(lines: string[], kinds: TextPart['kind'][]): TextPart[] {
  const parts: TextPart[] = [];
  lines.forEach((line, at) => {
    const kind = kinds[at] ?? 'text';
    const last = parts.at(-1);
    // Empty lines between quoted ones don't break the quote.
    const same = last && (last.kind === kind || (line.trim() === '' && last.kind === 'quote'));
    if (same) last.text += `\n${line}`;
    else parts.push({ kind, text: line });
  });
  return parts
    .map((part) => ({ ...part, text: part.text.replace(/^\n+/, '').trimEnd() }))
    .filter((part) => part.text.trim() !== '');
}

export interface LinkPart {
  text: string;
  href?: string;
}

/** Splits text at web and e-mail addresses, which become links; punctuation after an address is not part of it. */
export function splitLinks(text: string): LinkPart[] {
  const parts: LinkPart[] = [];
  let last = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu)) {
    const address = match[0].replace(/[.,;:!?)\]}'»”]+$/u, '');
    if (match.index > last) parts.push({ text: text.slice(last, match.index) });
    parts.push({ text: address, href: address.includes('://') ? address : `mailto:${address}` });
    last = match.index + address.length;
  }
  if (last < text.length) parts.push({ text: text.slice(last) });
  return parts;
}
