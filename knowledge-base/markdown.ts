import { Marked, type Tokens } from 'marked';
import sanitizeHtml from 'sanitize-html';
import type { Language } from '../server/tickets/envelopes.ts';
import { escapeHtml } from '../server/http/html.ts';
import { anchorNamed, freeAnchor } from './anchor.ts';

export interface Heading {
  id: string;
  text: string;
  /** 2 or 3. */
  level: number;
}

export interface RenderedArticle {
  /** Sanitised; safe to put into a page as it is. */
  html: string;
  /** For the table of contents. */
  headings: Heading[];
}

/** Markdown larger than this is cut; no article is that long. */
const MAX_CHARACTERS = 200_000;

/**
 * An article's Markdown as safe HTML. Headings get ids and start at h2 (the page's h1 is the title); a relative link
 * `[x](slug)` leads to that article in the same locale; links elsewhere say so to search engines and browsers. A
 * relative picture is sought from where the article's file lies (`path`) among those that are stored.
 */
export function renderMarkdown(markdown: string, locale: Language, path = `${locale}/`): RenderedArticle {
  const headings: Heading[] = [];
  const marked = new Marked({ gfm: true, async: false });
  marked.use({ renderer: { heading: (token) => headingHtml(token, marked, headings) } });
  const raw = parse(marked, markdown);
  // Wide tables scroll by themselves, also by keyboard; nobody's Markdown brings a div, sanitising takes it.
  const html = sanitizeHtml(raw, sanitizing(locale, path))
    .replaceAll('<table>', '<div class="table" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>');
  return { html, headings };
}

/** The text of an article without any markup, for the search index and descriptions. */
export function plainText(markdown: string): string {
  const html = parse(plain, markdown);
  const bare = sanitizeHtml(html.replace(/<\/(?:p|li|h\d|td|th|pre|blockquote)>/g, '$& '), {
    allowedTags: [],
    allowedAttributes: {},
  });
  return decodeEntities(bare).replace(/\s+/g, ' ').trim();
}

/** Making one costs as much as a short text. */
const plain = new Marked({ gfm: true, async: false });

/** marked recurses into quotes and lists; what nests too deep is shown as it was written. */
function parse(marked: Marked, markdown: string): string {
  const text = markdown.slice(0, MAX_CHARACTERS);
  try {
    return marked.parse(text) as string;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return `<p>${escapeHtml(text)}</p>`;
  }
}

function headingHtml(token: Tokens.Heading, marked: Marked, headings: Heading[]): string {
  const level = Math.min(Math.max(token.depth, 2), 4);
  const inner = marked.parseInline(token.text) as string;
  const text = plainText(token.text);
  const id = freeAnchor(text, headings);
  if (level < 4) headings.push({ id, text, level });
  return `<h${level} id="${id}">${inner}</h${level}>\n`;
}

const SLUG_LINK = /^([a-z0-9][a-z0-9-]{0,119})?(?:#([^\s]*))?$/;

/** Markdown's way to say so is an attribute that HTML has given up. */
const SIDES: Record<string, Record<string, string>> = { center: { class: 'centre' }, right: { class: 'right' } };

function sanitizing(locale: Language, path: string): sanitizeHtml.IOptions {
  return {
    allowedTags: (
      'h2 h3 h4 p a ul ol li blockquote pre code strong em b i del s sub sup kbd br hr img table thead tbody tr th td ' +
      'details summary'
    ).split(' '),
    allowedAttributes: {
      a: ['href', 'title', 'rel'],
      img: ['src', 'alt', 'title', 'width', 'height', 'loading'],
      ol: ['start'],
      th: ['class', 'scope'],
      td: ['class'],
      h2: ['id'],
      h3: ['id'],
      h4: ['id'],
    },
    allowedSchemes: ['https', 'http', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['https'] },
    allowProtocolRelative: false,
    transformTags: {
      a: (tagName, attribs) => ({ tagName, attribs: linkAttributes(attribs, locale) }),
      img: (tagName, attribs) => ({ tagName, attribs: imageAttributes(attribs, path) }),
      th: (tagName, { align = 'left' }) => ({ tagName, attribs: { ...SIDES[align], scope: 'col' } }),
      td: (tagName, { align = 'left' }) => ({ tagName, attribs: { ...SIDES[align] } }),
    },
  };
}

function imageAttributes(attribs: Record<string, string>, path: string): Record<string, string> {
  const stored = storedPath(attribs.src ?? '', path);
  const src = stored?.split('/').map(encodeURIComponent).join('/');
  return { ...attribs, ...(src ? { src: `/help/files/${src}` } : {}), loading: 'lazy', alt: attribs.alt ?? '' };
}

/** `../images/box.png` in `pl/zwrot.md` → `images/box.png`; undefined for an address elsewhere. */
export function storedPath(src: string, path: string): string | undefined {
  if (src === '' || /^(?:[a-z][a-z\d+.-]*:|\/|#)/i.test(src)) return undefined;
  const base = new URL(path, 'file:///');
  const { pathname } = new URL(src, base);
  try {
    return decodeURIComponent(pathname).slice(1);
  } catch {
    return undefined;
  }
}

function linkAttributes(attribs: Record<string, string>, locale: Language): Record<string, string> {
  const href = attribs.href ?? '';
  const slug = SLUG_LINK.exec(href);
  if (slug && href !== '') {
    // Authors name a heading as they see it, `#łódź`.
    const anchor = slug[2] === undefined ? '' : `#${anchorNamed(slug[2])}`;
    return { ...attribs, href: slug[1] === undefined ? anchor : `/help/${locale}/${slug[1]}${anchor}` };
  }
  return /^https?:/i.test(href) ? { ...attribs, rel: 'noopener nofollow' } : attribs;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

function decodeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name] ?? '');
}
