import sanitizeHtml from 'sanitize-html';
import type { Activity, Attachment } from 'botbuilder';
import type { OutboundMessage } from '../../server/tickets/envelopes.ts';
import { cardOf } from './card.ts';
import { formCardOf } from './form-card.ts';

/** What Teams shows of HTML; anything else would be shown as words. */
const TAGS = [
  'a',
  'b',
  'strong',
  'i',
  'em',
  'u',
  's',
  'strike',
  'ul',
  'ol',
  'li',
  'p',
  'br',
  'pre',
  'code',
  'blockquote',
];
/** Pictures that may stand in a message itself, and how large. Teams takes 1 MB, and 4/3 of it is base64. */
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif']);
const MOST_PICTURE = 700_000;
/** A message may have about 28 KB with all that is around its words, in UTF-16. */
const MOST_TEXT = 10_000;

/** A file that goes along as a link, which opens for a while. */
export type LinkOf = (file: { id: string }) => string;

/**
 * A message of ours as the activities that say it: one, or several where it is too long for one; the files go with the
 * first one, the choices with the last one.
 */
export async function composeActivities(message: OutboundMessage, linkOf: LinkOf): Promise<Partial<Activity>[]> {
  const { pictures, links } = await filesOf(message, linkOf);
  const html = message.html && message.html.length <= MOST_TEXT ? formatted(message.html, links) : undefined;
  const texts = html
    ? [html]
    : partsOf([message.text, ...links.map(({ name, url }) => `📎 ${name}: ${url}`)].filter(Boolean).join('\n'));
  const cards = cardsOf(message);
  return texts.map((text, at) => ({
    type: 'message',
    text,
    textFormat: html ? 'xml' : 'plain',
    ...(message.language ? { locale: message.language } : {}),
    attachments: [...(at === 0 ? pictures : []), ...(at === texts.length - 1 ? cards : [])],
  }));
}

function cardsOf({ form, choices, language = 'en' }: OutboundMessage): Attachment[] {
  if (form) return [formCardOf(form, language)];
  return choices?.length ? [cardOf(choices, language)] : [];
}

interface Link {
  name: string;
  url: string;
}

async function filesOf(message: OutboundMessage, linkOf: LinkOf): Promise<{ pictures: Attachment[]; links: Link[] }> {
  const pictures: Attachment[] = [];
  const links: Link[] = [];
  for (const file of message.attachments) {
    if (!PICTURES.has(file.type) || file.size > MOST_PICTURE) {
      links.push({ name: file.name, url: linkOf(file) });
      continue;
    }
    const content = (await file.read()).toString('base64');
    pictures.push({ contentType: file.type, contentUrl: `data:${file.type};base64,${content}`, name: file.name });
  }
  return { pictures, links };
}

function formatted(html: string, links: readonly Link[]): string {
  const body = sanitizeHtml(html, {
    allowedTags: TAGS,
    allowedAttributes: { a: ['href'] },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  });
  const files = links.map(({ name, url }) => `<br>📎 <a href="${escape(url)}">${escape(name)}</a>`);
  return body + files.join('');
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** Cut where a paragraph, a line or a word ends, as late as may be. */
export function partsOf(text: string): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > MOST_TEXT) {
    const window = rest.slice(0, MOST_TEXT);
    const at =
      ['\n\n', '\n', ' '].map((end) => window.lastIndexOf(end)).find((place) => place > MOST_TEXT / 2) ?? MOST_TEXT;
    // Never between the halves of one character.
    const cut = /[\ud800-\udbff]/.test(rest.charAt(at - 1)) ? at - 1 : at;
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return [...parts, rest];
}
