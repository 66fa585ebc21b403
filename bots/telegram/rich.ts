import type { MessageEntity } from 'telegraf/types';
import { escapeHtml } from '../../server/http/html.ts';

/** Text with formatting, as Telegram has it: places in UTF-16 code units, nested and never crossing. */
export interface Rich {
  text: string;
  entities: MessageEntity[];
}

const TAGS: Partial<Record<string, string>> = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
};

/** The same as HTML; undefined where nothing is formatted: links that show their address lose nothing as text. */
export function toHtml({ text, entities }: Rich): string | undefined {
  const known = entities
    .filter((entity) => (entity.type === 'text_link' ? /^https?:/i.test(entity.url) : TAGS[entity.type] !== undefined))
    .filter(({ length }) => length > 0)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  return known.length > 0 ? render(text, known, 0, text.length) : undefined;
}

function render(text: string, entities: readonly MessageEntity[], start: number, end: number): string {
  let out = '';
  let at = start;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    if (!entity || entity.offset < at || entity.offset >= end) continue;
    const stop = Math.min(entity.offset + entity.length, end);
    // Those that begin inside are its own; what it does not hold to its end is cut there.
    const inside = entities.slice(i + 1).filter(({ offset }) => offset < stop);
    out += plain(text.slice(at, entity.offset)) + wrap(entity, render(text, inside, entity.offset, stop));
    at = stop;
  }
  return out + plain(text.slice(at, end));
}

const plain = (text: string): string => escapeHtml(text).replaceAll('\n', '<br>');

function wrap(entity: MessageEntity, inner: string): string {
  if (entity.type === 'text_link') return `<a href="${escapeHtml(entity.url)}">${inner}</a>`;
  const tag = TAGS[entity.type] ?? 'span';
  return `<${tag}>${inner}</${tag}>`;
}

/** What is left from `from` to `to`, without white space around it. */
export function slice({ text, entities }: Rich, from: number, to = text.length): Rich {
  const part = text.slice(from, to);
  const start = from + (part.length - part.trimStart().length);
  const end = Math.max(start, from + part.trimEnd().length);
  return {
    text: text.slice(start, end),
    entities: entities.flatMap((entity) => {
      const [offset, stop] = [Math.max(entity.offset, start), Math.min(entity.offset + entity.length, end)];
      return stop > offset ? [{ ...entity, offset: offset - start, length: stop - offset }] : [];
    }),
  };
}

/** Pieces of at most `most` code units: between paragraphs, else lines, else sentences, else words. */
export function split(rich: Rich, most: number): Rich[] {
  const pieces: Rich[] = [];
  let rest = slice(rich, 0);
  while (rest.text.length > most) {
    const cut = placeToCut(rest.text, most);
    pieces.push(slice(rest, 0, cut));
    rest = slice(rest, cut);
  }
  return [...pieces, rest].filter(({ text }) => text !== '');
}

const PLACES = [/\n\s*\n/g, /\n/g, /[.!?…]["')»”]?\s/g, /\s/g];

/** Not in the first half of a piece: a short one and a long one read worse than two of which one ends in a sentence. */
function placeToCut(text: string, most: number): number {
  const head = text.slice(0, most);
  for (const expression of PLACES) {
    const last = [...head.matchAll(expression)].at(-1);
    if (last && last.index + last[0].length > most / 2) return last.index + last[0].length;
  }
  // Never between the two halves of a character.
  return /[\uD800-\uDBFF]$/.test(head) ? most - 1 : most;
}
