import { html, type Markup } from '../../http/html.ts';
import { exportTexts, type ExportTexts } from '../../messages/export.ts';
import { helpTexts } from '../../messages/help.ts';
import { en, type InboxTexts } from '../../messages/inbox/en.ts';
import { es } from '../../messages/inbox/es.ts';
import { pl } from '../../messages/inbox/pl.ts';
import { ro } from '../../messages/inbox/ro.ts';
import { ru } from '../../messages/inbox/ru.ts';
import type { Language } from '../../tickets/envelopes.ts';

const names: Record<Language, InboxTexts> = { en, es, ro, pl, ru };

/** How an export's page says things in the customer's language. Times are in UTC, which the text says. */
export interface Words {
  locale: Language;
  t: ExportTexts;
  date(iso: string): string;
  time(iso: string): string;
  /** Bytes in words. */
  size(bytes: number): string;
  /** A link to a file of the archive, or that it could not be read. */
  link(path: string | null, name: string): Markup;
  /** What people call it; the name of ours where there is none. */
  type(name: string): string;
  status(name: string): string;
  stage(type: string, name: string): string;
  channel(name: string): string;
  /** A field of a request form. */
  field(name: string): string;
}

export function wordsFor(locale: Language): Words {
  const t = exportTexts[locale];
  const named = (list: Record<string, string>) => (name: string) => list[name] ?? name;
  const utc = { timeZone: 'UTC' } as const;
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', ...utc });
  const time = new Intl.DateTimeFormat(locale, {
    ...{ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
    ...utc,
  } as Intl.DateTimeFormatOptions);
  const [units, kilobytes] = ['byte', 'kilobyte'].map(
    (unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }),
  );
  return {
    locale,
    t,
    date: (iso) => date.format(new Date(iso)),
    time: (iso) => time.format(new Date(iso)),
    size: (bytes) => (bytes < 1000 ? units?.format(bytes) : kilobytes?.format(bytes / 1000)) ?? '',
    link: (path, name) =>
      path === null
        ? html`<span class="lost">${name} (${t.message.missing})</span>`
        : html`<a href="${path.split('/').map(encodeURIComponent).join('/')}">${name}</a>`,
    type: named(names[locale].type),
    status: named(names[locale].status),
    stage: (type, name) => (names[locale].stage as Record<string, Record<string, string>>)[type]?.[name] ?? name,
    channel: named(names[locale].channel),
    field: named(helpTexts[locale].request.fields),
  };
}
