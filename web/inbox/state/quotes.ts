import type { MessageView } from '../../../server/tickets/schema.ts';

export interface TextPart {
  kind: 'text' | 'quote' | 'signature';
  text: string;
}

/** A message's text cut at its folds; parts of empty lines are left out. */
export function splitFolds({ text, folds = [] }: Pick<MessageView, 'text' | 'folds'>): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const { kind, start, end } of folds) {
    parts.push({ kind: 'text', text: text.slice(at, start) }, { kind, text: text.slice(start, end) });
    at = end;
  }
  parts.push({ kind: 'text', text: text.slice(at) });
  return parts
    .map((part) => ({ ...part, text: part.text.replace(/^\n+/, '').trimEnd() }))
    .filter((part) => part.text.trim() !== '');
}

export interface LinkPart {
  text: string;
  href?: string;
  /** True for the name of somebody whom it mentions. */
  mention?: boolean;
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

/** Cuts the parts without link at `@` and one of the names, the longest first. */
export function splitMentions(parts: LinkPart[], names: readonly string[]): LinkPart[] {
  const longest = [...names].sort((a, b) => b.length - a.length);
  return longest.reduce(
    (all, name) =>
      all.flatMap((part) =>
        part.href || part.mention
          ? [part]
          : part.text
              .split(`@${name}`)
              .flatMap((text, at) => [...(at > 0 ? [{ text: `@${name}`, mention: true }] : []), { text }])
              .filter(({ text }) => text !== ''),
      ),
    parts,
  );
}
