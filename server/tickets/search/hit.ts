import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import type { TicketDoc } from '../model.ts';
import type { TicketHit } from '../schema.ts';
import { headParts, messageParts, readTexts, type Part, type SealedText } from './content.ts';
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
  const ofTickets = Map.groupBy(texts, ({ ticket }) => String(ticket));
  for (const row of wanting)
    if (row.missing.size > 0) findBest(query, row, ofTickets.get(String(row.ticket._id)) ?? []);
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

/** The part with most clauses is shown; of those with as many the latest. None can be better than one with all. */
function findBest(query: Query, row: Row, texts: SealedText[]): void {
  for (const sealed of texts.sort((a, b) => b.n - a.n)) {
    const message = sealed.open();
    for (const part of message ? messageParts(message) : []) {
      if (part.text === '') continue;
      const found = row.read(part);
      if (found.clauses.size > row.best.found.clauses.size) row.best = { part, found };
    }
    if (row.best.found.clauses.size === query.clauses.length) return;
  }
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
