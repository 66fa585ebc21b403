import { html, type Markup } from '../../http/html.ts';
import type { ExportTexts } from '../../messages/export.ts';
import { fill, languageNames } from '../../messages/help.ts';
import { plural } from '../../messages/plural.ts';
import type { Language } from '../../tickets/envelopes.ts';
import { callsSection } from './calls.ts';
import { ordersSection } from './orders.ts';
import { repairsSection } from './repairs.ts';
import { definitions, table } from './parts.ts';
import type { Export } from './schema.ts';
import { style } from './style.ts';
import { elsewhereSection, ticketSection } from './thread.ts';
import type { Words } from './words.ts';

/** The page that people read: self-contained, printable, in the customer's language. Links lead within the archive. */
export function exportPage(data: Export, words: Words): string {
  const { t, locale, date } = words;
  const lead = fill(t.lead, { desk: data.desk, date: date(data.createdAt) });
  const page = html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"
        />
        <title>${t.title}</title>
        <style>
          ${{ markup: style }}
        </style>
      </head>
      <body>
        <main>
          <header>
            <h1>${data.customer.name || t.title}</h1>
            <p>${lead}</p>
            ${counts(data, words)}
          </header>
          ${damaged(data, t)}${about(t)}${person(data, words)}${consents(data, words)}${ordersSection(data.orders, words)}${callsSection(data.calls, words)}${repairsSection(data.repairs, words)}
          <section>
            <h2>${t.tickets.title}</h2>
            ${contents(data, words)}
          </section>
          ${data.tickets.map((ticket) => ticketSection(ticket, words))}${elsewhereSection(data.elsewhere, words)}${received(data, words)}
        </main>
      </body>
    </html>`;
  return page.markup;
}

function counts(data: Export, { t, locale }: Words): Markup {
  const messages = [...data.tickets, ...data.elsewhere]
    .flatMap((thread) => thread.messages)
    .filter(({ direction }) => direction !== 'event');
  const files = messages.flatMap(({ attachments }) => attachments).length;
  return html`<ul class="counts">
    <li>${plural(locale, data.tickets.length, t.counts.tickets)}</li>
    <li>${plural(locale, messages.length, t.counts.messages)}</li>
    <li>${plural(locale, files, t.counts.files)}</li>
  </ul>`;
}

function damaged({ damaged: list }: Export, t: ExportTexts): Markup | undefined {
  if (list.length === 0) return undefined;
  return html`<section class="problem" role="alert">
    <h2>${t.damaged.title}</h2>
    <p>${withCode(t.damaged.text, { data: 'data.json' })}</p>
    <ul>
      ${list.map(({ where, id, fields }) => html`<li><code>${where} ${id}: ${fields.join(', ')}</code></li>`)}
    </ul>
  </section>`;
}

function about({ about }: ExportTexts): Markup {
  return html`<section>
    <h2>${about.title}</h2>
    <p>${about.page}</p>
    <p>${withCode(about.data, { data: 'data.json', schema: 'data.schema.json' })}</p>
    <p>${withCode(about.files, { files: 'files', raw: 'raw' })}</p>
    <p>${about.notes}</p>
  </section>`;
}

/** Puts names of files into a text. */
function withCode(text: string, names: Record<string, string>): Markup[] {
  return text.split(/(\{\w+\})/).map((part) => {
    const name = names[part.slice(1, -1)];
    return name === undefined ? html`${part}` : html`<code>${name}</code>`;
  });
}

function person({ customer, merged }: Export, { t, date }: Words): Markup {
  const { person: words } = t;
  const language = customer.language && languageNames[customer.language as Language];
  const everybody = [customer, ...merged];
  const names = [...new Set(everybody.flatMap(({ name }) => name || []))];
  const rows: [string, string | Markup][] = [
    [words.name, names.join(', ')],
    [words.language, language ?? ''],
    [words.since, date(customer.createdAt)],
    [words.identities, identities(everybody, t)],
    [words.notes, everybody.flatMap(({ notes }) => notes || []).join('\n\n')],
    [words.blocked, customer['blocked' as keyof typeof customer] ? words.yes : ''],
    [words.id, everybody.map(({ id }) => id).join(', ')],
  ];
  return html`<section>
    <h2>${words.title}</h2>
    ${definitions(rows)}
  </section>`;
}

function identities(records: Export['customer'][], t: ExportTexts): Markup {
  const list = records.flatMap((record) => record.identities);
  const one = ({ kind, value, verified }: (typeof list)[number]): Markup => {
    const name = (t.identity as Record<string, string>)[kind] ?? kind;
    return html`<li>${name}: ${value} ${verified && html`<span class="mark">${t.person.verified}</span>`}</li>`;
  };
  return html`<ul>
    ${list.map(one)}
  </ul>`;
}

function consents({ consents: list }: Export, { t, time }: Words): Markup {
  const { consents: words } = t;
  const [purposes, sources]: Record<string, string>[] = [words.purposes, words.sources];
  const row = ({ purpose, given, at, source, note }: (typeof list)[number]): Markup =>
    html`<tr>
      <td>${purposes?.[purpose] ?? purpose}</td>
      <td>${given ? words.given : words.refused}</td>
      <td>${time(at)}</td>
      <td class="long">${sources?.[source] ?? source}${note && html`: ${note}`}</td>
    </tr>`;
  const heads = [words.purpose, words.word, words.when, words.how].map((word) => html`<th scope="col">${word}</th>`);
  return html`<section>
    <h2>${words.title}</h2>
    ${list.length === 0 ? html`<p>${words.none}</p>` : table(heads, list.map(row))}
  </section>`;
}

function contents({ tickets }: Export, { t, date }: Words): Markup {
  if (tickets.length === 0) return html`<p>${t.tickets.none}</p>`;
  return html`<ul>
    ${tickets.map(
      ({ number, subject, createdAt }) =>
        html`<li>
          <a href="#ticket-${number}">${subject || t.ticket.noSubject}</a>
          <span class="faint">#${number}, ${date(createdAt)}</span>
        </li>`,
    )}
  </ul>`;
}

function received({ received: items }: Export, { t, time, size, link, channel }: Words): Markup | undefined {
  if (items.length === 0) return undefined;
  const { received: words } = t;
  const heads = [words.when, words.channel, words.size, words.file].map((word) => html`<th scope="col">${word}</th>`);
  const rows = items.map(
    (item) =>
      html`<tr>
        <td>${time(item.receivedAt)}</td>
        <td>${channel(item.channel)}</td>
        <td>${size(item.size)}</td>
        <td class="long">${link(item.path, item.path?.split('/').at(-1) ?? '')}</td>
      </tr>`,
  );
  return html`<section>
    <h2>${words.title}</h2>
    <p>${words.text}</p>
    ${table(heads, rows)}
  </section>`;
}
