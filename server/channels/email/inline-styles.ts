import sanitizeHtml from 'sanitize-html';

/** Mail programs have margins of their own, and drop style sheets: each element brings its style along. */
const STYLES: Record<string, string> = {
  p: 'margin:0 0 12px',
  ul: 'margin:0 0 12px;padding-left:24px',
  ol: 'margin:0 0 12px;padding-left:24px',
  li: 'margin:0 0 4px',
  blockquote: 'margin:0 0 12px;padding:0 0 0 12px;border-left:3px solid #b6bcc6',
  pre: 'margin:0 0 12px;white-space:pre-wrap;font-family:Consolas,Menlo,monospace;font-size:14px',
  code: 'font-family:Consolas,Menlo,monospace;font-size:14px',
  h1: 'margin:0 0 12px;font-size:20px;line-height:1.3',
  h2: 'margin:0 0 12px;font-size:18px;line-height:1.3',
  h3: 'margin:0 0 12px;font-size:16px;line-height:1.3',
  h4: 'margin:0 0 12px;font-size:15px',
  hr: 'margin:16px 0;border:0;border-top:1px solid #b6bcc6',
  table: 'margin:0 0 12px;border-collapse:collapse',
  td: 'padding:4px 8px;border:1px solid #b6bcc6',
  th: 'padding:4px 8px;border:1px solid #b6bcc6;text-align:left',
  img: 'max-width:100%;height:auto;border:0',
};
const TAGS = ['a', 'b', 'br', 'div', 'em', 'i', 's', 'span', 'strong', 'sub', 'sup', 'tbody', 'thead', 'tr', 'u'];

/** Sanitised HTML as it goes into a mail: inline styles of ours, pictures only where the mail brings them. */
export function inlineStyled(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: [...TAGS, ...Object.keys(STYLES)],
    allowedAttributes: {
      '*': ['style', 'dir', 'lang'],
      a: ['href'],
      img: ['src', 'alt', 'width'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan'],
      ol: ['start'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['cid'] },
    nestingLimit: 100,
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !attribs['src']?.startsWith('cid:'),
    transformTags: {
      '*': (tagName, { style: _theirs, ...attribs }) => {
        const style = STYLES[tagName];
        return { tagName, attribs: { ...attribs, ...(style ? { style } : {}) } };
      },
    },
  });
}

/** Plain text as paragraphs. */
export const paragraphs = (text: string): string =>
  text
    .trim()
    .split(/\n{2,}/)
    .map(
      (part) =>
        `<p style="${STYLES['p'] ?? ''}">${escaped(part).replaceAll('\n', '<br>').replaceAll('  ', ' &nbsp;')}</p>`,
    )
    .join('');

/** Text as it stands in HTML. */
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
