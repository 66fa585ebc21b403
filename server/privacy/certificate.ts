import { createHash } from 'node:crypto';
import { escapeHtml } from '../http/html.ts';
import { erasureTexts, type ErasureTexts } from '../messages/erasure.ts';
import type { Language } from '../tickets/envelopes.ts';
import type { ErasureDoc, KeyBackup } from './erasure-model.ts';

interface Section {
  title: string;
  texts: string[];
  rows: [label: string, value: string][];
}

/** What a certificate says, in a language: it names the person by nothing but the ids of their records. */
function sectionsOf(erasure: ErasureDoc, locale: Language): Section[] {
  const t = erasureTexts[locale];
  const at = (date: Date): string =>
    `${new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(date)} UTC`;
  return [
    {
      title: t.title,
      texts: [],
      rows: [
        [t.number, String(erasure._id)],
        [t.at, at(erasure.doneAt ?? erasure.at)],
        [t.by, erasure.by.name || t.system],
        ...erasure.customers.map((id): [string, string] => [t.records, String(id)]),
      ],
    },
    { title: t.removed, texts: [t.keys], rows: countRows(erasure.counts, t, locale) },
    { title: t.stays, texts: [t.staysTickets, t.staysHashes, t.staysLog], rows: [] },
    ...backupSections(erasure, t, at),
  ];
}

function countRows(counts: Record<string, number>, t: ErasureTexts, locale: Language): Section['rows'] {
  const number = new Intl.NumberFormat(locale);
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => [t.kinds[name] ?? t.other.replace('{name}', name), number.format(count)]);
}

function backupSections({ reached, unreached }: ErasureDoc, t: ErasureTexts, at: (date: Date) => string): Section[] {
  const rows = (backups: KeyBackup[]): Section['rows'] =>
    backups.map((backup) => [backup.path, at(new Date(backup.at))]);
  if (reached.length + unreached.length === 0) return [{ title: t.backups, texts: [t.none], rows: [] }];
  return [
    ...(unreached.length > 0 ? [{ title: t.backups, texts: [t.unreached], rows: rows(unreached) }] : []),
    ...(reached.length > 0 ? [{ title: t.backups, texts: [t.reached], rows: rows(reached) }] : []),
  ];
}

/** The certificate as lines of text. */
export function certificateText(erasure: ErasureDoc, locale: Language): string {
  return sectionsOf(erasure, locale)
    .map(({ title, texts, rows }) => {
      const width = Math.max(0, ...rows.map(([label]) => label.length));
      const lines = rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`);
      return [title, '='.repeat(title.length), ...texts, ...lines].join('\n');
    })
    .join('\n\n');
}

/** The certificate as a page to print, and the headers it needs. */
export function certificatePage(
  erasure: ErasureDoc,
  locale: Language,
): { html: string; headers: Record<string, string> } {
  const [head, ...rest] = sectionsOf(erasure, locale) as [Section, ...Section[]];
  const body = [`<h1>${escapeHtml(head.title)}</h1>${inside(head)}`, ...rest.map(asHtml)].join('\n');
  return {
    html: `<!doctype html><html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(head.title)}</title><style>${STYLE}</style><main>\n${body}\n</main></html>`,
    headers: {
      'content-security-policy': `default-src 'none'; style-src '${STYLE_HASH}'; frame-ancestors 'none'`,
      'cache-control': 'private, no-store',
    },
  };
}

const asHtml = (section: Section): string =>
  `<section><h2>${escapeHtml(section.title)}</h2>${inside(section)}</section>`;

const inside = ({ texts, rows }: Section): string =>
  texts.map((text) => `<p>${escapeHtml(text)}</p>`).join('') +
  (rows.length > 0
    ? `<table>${rows.map(([label, value]) => `<tr><th scope="row">${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`).join('')}</table>`
    : '');

const STYLE = `
:root{color-scheme:light dark}
body{margin:0;font:16px/1.55 system-ui,sans-serif;background:light-dark(#fff,#16181d);color:light-dark(#1a1d24,#e8eaee)}
main{box-sizing:border-box;max-width:46rem;margin:0 auto;padding:3rem 1.5rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 1.25rem}
h2{font-size:1.05rem;margin:2rem 0 .5rem}
p{margin:0 0 .75rem}
table{width:100%;border-collapse:collapse;font-size:.95rem}
th,td{padding:.45rem 0;border-top:1px solid light-dark(#dfe2e8,#363a43);text-align:start;vertical-align:top;overflow-wrap:anywhere}
th{width:50%;padding-inline-end:1.5rem;font-weight:400;color:light-dark(#555c69,#a6adba)}
td{font-variant-numeric:tabular-nums}
@media print{main{padding:0}section{break-inside:avoid}}
`;
const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;
