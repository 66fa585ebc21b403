import { html, type Markup } from '../../http/html.ts';
import { fill } from '../../messages/help.ts';
import { definitions } from './parts.ts';
import type { Export } from './schema.ts';
import type { Words } from './words.ts';

type Ticket = Export['tickets'][number];
type Message = Ticket['messages'][number];

/** One ticket with its thread. */
export function ticketSection(ticket: Ticket, words: Words): Markup {
  const { t, type, status, channel, field, time } = words;
  const { ticket: names } = t;
  const fields = Object.entries(ticket.fields ?? {}).map(([name, value]) => `${field(name)}: ${value}`);
  const rows: [string, string][] = [
    [names.type, type(ticket.type)],
    [names.status, status(ticket.status)],
    [names.channel, channel(ticket.channel)],
    [names.tags, ticket.tags.join(', ')],
    [names.created, time(ticket.createdAt)],
    [names.replied, ticket.firstRepliedAt ? time(ticket.firstRepliedAt) : ''],
    [names.solved, ticket.solvedAt ? time(ticket.solvedAt) : ''],
    [names.fields, fields.join('\n')],
    [names.drafts, ticket.drafts.map(({ text }) => text ?? '').join('\n\n')],
  ];
  return html`<section id="ticket-${ticket.number}">
    <div class="ticket">
      <h3>${ticket.subject || names.noSubject}</h3>
      <span>#${ticket.number}</span>
    </div>
    ${definitions(rows)}
    ${ticket.messages.map((message) => (message.direction === 'event' ? change(message, words) : bubble(message, words)))}
  </section>`;
}

/** What they wrote into tickets of others: nothing of whoever those are. */
export function elsewhereSection(threads: Export['elsewhere'], words: Words): Markup | undefined {
  const { title, text } = words.t.elsewhere;
  if (threads.length === 0) return undefined;
  return html`<section>
    <h2>${title}</h2>
    <p>${text}</p>
    ${threads.map(
      ({ number, messages }) =>
        html`<h3>#${number}</h3>
          ${messages.map((message) => bubble(message, words))}`,
    )}
  </section>`;
}

function bubble(message: Message, { t, time, link }: Words): Markup {
  const { message: names } = t;
  const who = { customer: names.you, agent: names.staff, assistant: names.assistant, system: names.system };
  const kind = message.author.kind as keyof typeof who;
  const note = message.direction === 'note';
  const { to, text } = message as { to?: string; text?: string };
  const state = text === undefined ? names.missing : names.removed;
  const files = message.attachments.map(({ path, name }) => html`<li>${link(path, name)}</li>`);
  return html`<article class="${message.direction}">
    <header>
      <strong>${note ? names.note : message.author.name || who[kind]}</strong>
      ${to && html`<span>${fill(names.to, { address: to })}</span>`}
      <span>${time(message.at)}</span>
      ${message.raw !== null && html`<span>${link(message.raw, names.raw)}</span>`}
    </header>
    ${text ? html`<p class="text">${text}</p>` : html`<p class="faint">(${state})</p>`}
    ${
      files.length > 0 &&
      html`<ul class="files">
        ${files}
      </ul>`
    }
  </article>`;
}

/** A change as a line; who of the staff made it is not told. */
function change(message: Message, { t, time, type, status, stage }: Words): Markup {
  const { event } = message as { event?: { kind: string; params: Record<string, string> } };
  const { type: kind = '', from = '', to = '', tags = '' } = event?.params ?? {};
  const lines: Record<string, string> = {
    status: fill(t.event.status, { from: status(from), to: status(to) }),
    priority: t.event.priority,
    type: fill(t.event.type, { to: type(to) }),
    tags: fill(t.event.tags, { tags }),
    step: fill(t.event.step, { stage: stage(kind, to) }),
    reopened: t.event.reopened,
    assigned: t.event.assigned,
    routed: t.event.assigned,
  };
  return html`<p class="change">${lines[event?.kind ?? ''] ?? t.event.other}, ${time(message.at)}</p>`;
}
