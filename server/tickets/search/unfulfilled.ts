import type { Context } from '../../context.ts';
import type { TicketDoc } from '../model.ts';
import { headParts, messageParts, readCustomers, readMessages, type Part } from './content.ts';
import type { Query } from './query.ts';
import { textReader } from './text.ts';

/** Those of some tickets (opened) whose texts, all of them read, do not say what the query asks for. */
export async function unfulfilled(context: Context, query: Query, tickets: TicketDoc[]): Promise<Set<TicketDoc>> {
  if (tickets.length === 0) return new Set();
  const rows = new Map(
    tickets.map((ticket) => {
      const row = { missing: new Set(query.clauses.keys()), read: textReader(query, ticket.language) };
      return [String(ticket._id), row];
    }),
  );
  const look = (id: unknown, parts: Part[]): void => {
    const row = rows.get(String(id));
    if (row) for (const part of parts) for (const clause of row.read(part).clauses) row.missing.delete(clause);
  };
  const left = (): TicketDoc[] => tickets.filter(({ _id }) => rows.get(String(_id))?.missing.size);
  const customers = await readCustomers(
    context,
    tickets.map(({ customer }) => customer),
  );
  for (const ticket of tickets) look(ticket._id, headParts(ticket, customers.get(String(ticket.customer))));
  for await (const page of readMessages(context, { ticket: { $in: left().map(({ _id }) => _id) } }))
    for (const message of page) look(message.ticket, messageParts(message));
  return new Set(left());
}
