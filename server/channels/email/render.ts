import { letters } from '../../messages/letters.ts';
import type { Language, Quoted } from '../../tickets/envelopes.ts';
import { escaped, inlineStyled, paragraphs } from './inline-styles.ts';

/** What a mail says. */
export interface Letter {
  subject: string;
  language: Language;
  text: string;
  /** Sanitised HTML, where its writer used formatting. */
  html?: string;
  /** Lines under it, variables filled in. */
  signature?: string;
  quoted?: Quoted;
}

/** A mail's two bodies, which say the same. */
export interface Bodies {
  text: string;
  /** Absent when even the writer's own words alone would be too much of it. */
  html?: string;
}

/** Gmail cuts a mail at 102 kB of HTML. */
const MOST_BYTES = 100_000;
const QUOTED_LENGTH = 6_000;
const SEPARATOR = '-- ';

/**
 * The HTML and the plain text of a mail. The HTML has tables and inline styles only, no colours of text and ground (so
 * that a dark program may choose its own) and nothing that would be fetched from elsewhere.
 */
export function render(letter: Letter): Bodies {
  const { language } = letter;
  const quoted = letter.quoted && shortened(letter.quoted);
  const signature = letter.signature?.trim() ?? '';
  const head = letter.text.trimEnd();
  const text = [
    signature ? `${head}\n\n${headOf(head)}${signature}` : head,
    ...(quoted ? [`${introduction(quoted, language)}\n${marked(quoted.text)}`] : []),
  ].join('\n\n');
  const body = letter.html ? inlineStyled(letter.html) : paragraphs(head);
  const closing = signature ? paragraphs(`${headOf(head)}${signature}`) : '';
  const quote = quoted ? quoteHtml(quoted, language) : '';
  const html = [page(letter, [body, closing, quote]), page(letter, [body, closing])].find(
    (whole) => Buffer.byteLength(whole) < MOST_BYTES,
  );
  return { text, ...(html ? { html } : {}) };
}

/** One separator for all that stands under a mail (RFC 3676, 4.3): the writer's own signature may have it already. */
const headOf = (text: string): string => (text.split('\n').includes(SEPARATOR) ? '' : `${SEPARATOR}\n`);

function shortened(quoted: Quoted): Quoted {
  const text = quoted.text.trim();
  return { ...quoted, text: text.length > QUOTED_LENGTH ? `${text.slice(0, QUOTED_LENGTH).trimEnd()} […]` : text };
}

function introduction({ by, at }: Quoted, language: Language): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  const values: Record<string, string> = { name: by, date: `${format.format(at)} UTC` };
  return letters[language].wrote.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

const marked = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line.startsWith('>') || line === '' ? `>${line}` : `> ${line}`))
    .join('\n');

/** Mail programs fold a `blockquote` of this type. */
const quoteHtml = (quoted: Quoted, language: Language): string =>
  `<div style="margin:0 0 8px">${escaped(introduction(quoted, language))}</div>` +
  `<blockquote type="cite" style="margin:0;padding:0 0 0 12px;border-left:3px solid #b6bcc6">${paragraphs(quoted.text)}</blockquote>`;

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5";
const TABLE = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"';

function page({ subject, language }: Letter, parts: string[]): string {
  const rows = parts.flatMap((part) =>
    part ? [`<tr><td dir="auto" style="padding:0 0 16px;${FONT}">${part}</td></tr>`] : [],
  );
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escaped(subject)}</title></head><body style="margin:0;padding:0">`,
    `<table ${TABLE}><tr><td style="padding:16px">`,
    `<table ${TABLE} style="max-width:640px">${rows.join('')}</table>`,
    '</td></tr></table></body></html>',
  ].join('');
}
