import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import type { TicketDoc } from '../model.ts';
import type { TicketHit } from '../schema.ts';
import { headParts, messageParts, readTexts, type Part } from './content.ts';
import { excerptOf, markedWhole } from './excerpt.ts';
import type { Query } from './query.ts';
import { textReader, type Found } from './text.ts';

/** Messages of one ticket that are looked through, the latest ones. */
const MOST_MESSAGES = 50;

interface Row {
  ticket: TicketDoc;
  read: (part: Part) => Found;
  subject: Found;
  /** What the row shows anyway. */
  best: { part: Part; found: Found };
  /** Clauses that nothing has fulfilled yet. */
  missing: Set<number>;
}

/**
 * Makes the hits of a page, by hex id; `names` are its customers' by hex id. Only texts of these tickets are opened,
 * and no messages of a ticket whose row shows all that was looked for.
 */
export async function hitsOn(
  context: Context,
  query: Query,
  tickets: readonly TicketDoc[],
  names: ReadonlyMap<string, string>,
): Promise<Map<string, TicketHit>> {
  const rows = tickets.map((ticket) => rowOf(query, ticket, names.get(String(ticket.customer)) ?? ''));
  const wanting = new Map(rows.filter(({ missing }) => missing.size > 0).map((row) => [String(row.ticket._id), row]));
  if (wanting.size > 0)
    for (const message of await readTexts(context, latestOf([...wanting.values()].map(({ ticket }) => ticket)))) {
      const row = wanting.get(String(message.ticket));
      if (row) for (const part of messageParts(message)) offer(row, part);
    }
  return new Map(rows.map((row) => [String(row.ticket._id), hitOf(row)]));
}

function rowOf(query: Query, ticket: TicketDoc, name: string): Row {
  const read = textReader(query, ticket.language);
  const missing = new Set(query.clauses.keys());
  const look = (part: Part): Found => {
    const found = read(part);
    for (const clause of found.clauses) missing.delete(clause);
    return found;
  };
  const last: Part = { where: 'message', text: ticket.snippet ?? '' };
  const row: Row = {
    ticket,
    read,
    subject: look({ where: 'subject', text: ticket.subject ?? '' }),
    best: { part: last, found: look(last) },
    missing,
  };
  for (const part of headParts(ticket, { name, values: {} })) if (missing.size > 0) look(part);
  return row;
}

/** The part with most clauses is shown; of those with as many the latest. */
function offer(row: Row, part: Part): void {
  if (part.text === '') return;
  const found = row.read(part);
  const more = found.clauses.size - row.best.found.clauses.size;
  const later = (part.n ?? 0) > (row.best.part.n ?? Infinity);
  if (more > 0 || (more === 0 && found.clauses.size > 0 && later)) row.best = { part, found };
}

function latestOf(tickets: readonly TicketDoc[]): Record<string, unknown> {
  const short: Types.ObjectId[] = [];
  const long: Record<string, unknown>[] = [];
  for (const { _id, messages } of tickets)
    if (messages <= MOST_MESSAGES) short.push(_id);
    else long.push({ ticket: _id, n: { $gt: messages - MOST_MESSAGES } });
  return long.length === 0 ? { ticket: { $in: short } } : { $or: [{ ticket: { $in: short } }, ...long] };
}

function hitOf({ ticket, subject, best }: Row): TicketHit {
  return {
    subject: markedWhole(ticket.subject ?? '', subject.spans),
    excerpt: excerptOf(best.part, best.found.spans),
    n: best.found.spans.length > 0 ? (best.part.n ?? null) : null,
  };
}
