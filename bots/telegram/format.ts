import sanitizeHtml from 'sanitize-html';
import type { MessageEntity } from 'telegraf/types';
import { slice, type Rich } from './rich.ts';

const STYLE: Partial<
  Record<string, 'bold' | 'italic' | 'underline' | 'strikethrough' | 'code' | 'pre' | 'blockquote'>
> = {
  ...{ b: 'bold', strong: 'bold', h1: 'bold', h2: 'bold', h3: 'bold', h4: 'bold', h5: 'bold', h6: 'bold' },
  ...{ i: 'italic', em: 'italic', u: 'underline', ins: 'underline', s: 'strikethrough', del: 'strikethrough' },
  ...{ strike: 'strikethrough', code: 'code', pre: 'pre', blockquote: 'blockquote' },
};
/** Begin on a line of their own; a paragraph has an empty one before it. */
const BLOCKS = new Set([
  'div',
  'li',
  'ul',
  'ol',
  'tr',
  'hr',
  'pre',
  'blockquote',
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
]);
const APART = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const TAGS = [...Object.keys(STYLE), ...BLOCKS, 'a', 'br'];

/** What has been read so far. */
interface Reader {
  text: string;
  entities: MessageEntity[];
  open: { tag: string; at: number; href?: string | undefined }[];
  /** Of each open list: the next number, or undefined. */
  lists: (number | undefined)[];
}

/** An answer's HTML as Telegram formats text: what it does not know stays as words. Pure. */
export function fromHtml(html: string): Rich {
  // From here on it is well-formed: every tag is closed, and text is escaped.
  const clean = sanitizeHtml(html, {
    allowedTags: TAGS,
    allowedAttributes: { a: ['href'], ol: ['start'] },
    allowedSchemes: ['http', 'https'],
  });
  const reader: Reader = { text: '', entities: [], open: [], lists: [] };
  for (const [, closing, tag, attributes = '', words] of clean.matchAll(/<(\/?)([a-z]\w*)(\s[^>]*)?>|([^<]+)/g)) {
    if (words !== undefined) write(reader, unescape(words));
    else if (tag && closing) end(reader, tag);
    else if (tag) begin(reader, tag, attributes);
  }
  return slice(reader, 0);
}

function write(reader: Reader, words: string): void {
  const kept = reader.open.some(({ tag }) => tag === 'pre');
  const tidy = kept ? words : words.replace(/[ \t\r\n\f]+/g, ' ');
  reader.text += !kept && /(?:^|\s)$/.test(reader.text) ? tidy.replace(/^ /, '') : tidy;
}

function begin(reader: Reader, tag: string, attributes: string): void {
  if (tag === 'br') return void (reader.text = `${reader.text.replace(/ $/, '')}\n`);
  if (BLOCKS.has(tag) && !beginsItem(reader)) freshLine(reader, isApart(reader, tag));
  if (tag === 'ol') reader.lists.push(Number(/start="(\d{1,6})"/.exec(attributes)?.[1] ?? 1));
  if (tag === 'ul') reader.lists.push(undefined);
  if (tag === 'li') reader.text += signOf(reader.lists);
  reader.open.push({ tag, at: reader.text.length, href: unescape(/href="([^"]*)"/.exec(attributes)?.[1] ?? '') });
}

function end(reader: Reader, tag: string): void {
  const opened = reader.open.pop();
  if (tag === 'ol' || tag === 'ul') reader.lists.pop();
  if (opened) mark(reader, opened);
  // An empty line of the editor is one.
  if (tag === 'div' && opened?.at === reader.text.length) reader.text += '\n';
  else if (BLOCKS.has(tag)) freshLine(reader, isApart(reader, tag));
}

function mark(reader: Reader, { tag, at, href }: Reader['open'][number]): void {
  const length = reader.text.slice(at).trimEnd().length;
  if (length === 0) return;
  const type = STYLE[tag];
  // Code within a block of code is that block.
  if (type === 'code' && reader.open.some((outer) => outer.tag === 'pre')) return;
  if (type) reader.entities.push({ type, offset: at, length });
  else if (tag === 'a' && href) reader.entities.push({ type: 'text_link', url: href, offset: at, length });
}

/** Behind the sign of an item its first block begins; the blocks of a list stand close together. */
const beginsItem = ({ open, text }: Reader): boolean => open.at(-1)?.tag === 'li' && open.at(-1)?.at === text.length;
const isApart = ({ lists }: Reader, tag: string): boolean => APART.has(tag) && lists.length === 0;

function freshLine(reader: Reader, apart: boolean): void {
  const text = reader.text.replace(/ +$/, '');
  const breaks = /\n*$/.exec(text)?.[0].length ?? 0;
  reader.text = text === '' ? '' : text + '\n'.repeat(Math.max(0, (apart ? 2 : 1) - breaks));
}

function signOf(lists: (number | undefined)[]): string {
  const number = lists.at(-1);
  if (number !== undefined) lists[lists.length - 1] = number + 1;
  return `${'  '.repeat(Math.max(0, lists.length - 1))}${number === undefined ? '•' : `${number}.`} `;
}

const unescape = (words: string): string =>
  words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
