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
  /** Clauses that what the row shows anyway does not fulfil. */
  missing: Set<number>;
}

/**
 * Makes the hits of a page, by hex id; `named` brings the names of its customers by hex id, which are read meanwhile.
 * Only texts of these tickets are opened, and no messages of a ticket whose row shows all that was looked for.
 */
export async function hitsOn(
  context: Context,
  query: Query,
  tickets: readonly TicketDoc[],
  named: Promise<ReadonlyMap<string, string>>,
): Promise<Map<string, TicketHit>> {
  const rows = tickets.map((ticket) => rowOf(query, ticket));
  const wanting = rows.filter(({ missing }) => missing.size > 0);
  const [texts, names] = await Promise.all([
    wanting.length > 0 ? readTexts(context, latestOf(wanting.map(({ ticket }) => ticket))) : [],
    named,
  ]);
  for (const row of wanting) look(row, { where: 'customer', text: names.get(String(row.ticket.customer)) ?? '' });
  const open = new Map(wanting.map((row) => [String(row.ticket._id), row]));
  for (const message of texts) {
    const row = open.get(String(message.ticket));
    if (row && row.missing.size > 0) for (const part of messageParts(message)) offer(row, part);
  }
  return new Map(rows.map((row) => [String(row.ticket._id), hitOf(row)]));
}

function rowOf(query: Query, ticket: TicketDoc): Row {
  const nothing: Found = { clauses: new Set(), spans: [] };
  const last: Part = { where: 'message', text: ticket.snippet ?? '' };
  const row: Row = {
    ticket,
    read: textReader(query, ticket.language),
    subject: nothing,
    best: { part: last, found: nothing },
    missing: new Set(query.clauses.keys()),
  };
  row.subject = look(row, { where: 'subject', text: ticket.subject ?? '' });
  row.best.found = look(row, last);
  for (const part of headParts(ticket, undefined)) if (row.missing.size > 0) look(row, part);
  return row;
}

/** What of a query the row shows with this part. */
function look(row: Row, part: Part): Found {
  const found = row.read(part);
  for (const clause of found.clauses) row.missing.delete(clause);
  return found;
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
