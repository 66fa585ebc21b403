import { compile } from 'html-to-text';
import { HTML_LEVELS } from './parsed.ts';

const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: 4_000_000, maxDepth: HTML_LEVELS + 10 },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true, linkBrackets: ['(', ')'] } },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    // Rows and cells would run into each other.
    { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    ...['td', 'th'].map((selector) => ({ selector, format: 'inlineSurround', options: { suffix: ' ' } })),
    { selector: 'blockquote', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
  ],
});

/** Plain text of a mail that has HTML only. The nesting must be capped already (nesting.ts). */
export function textOfHtml(html: string): string {
  return tidy(convert(html).replaceAll(' \n', '\n'));
}

/** HTML of a plain text part that stands between HTML parts. */
export function htmlOfText(text: string): string {
  const escaped = text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  return `<div>${escaped.replaceAll('\n', '<br>')}</div>`;
}

/** Text as it is stored: no NUL and other control characters, one kind of line end, no empty lines at the ends. */
export function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .replace(/^(?:[ \t\u00a0]*\n)+/, '')
    .trimEnd();
}
