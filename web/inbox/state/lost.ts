import type { TicketView } from '../../../server/tickets/schema.ts';
import type { Texts } from './texts.svelte.ts';

/** What to call a ticket's customer; never empty, whatever of them is left. */
export function customerOf(ticket: TicketView, texts: Pick<Texts, 't' | 'customer'>): string {
  if (ticket.erased) return texts.t.lost.customer;
  return texts.customer(ticket.customer.name) || texts.t.lost.noName;
}

/** What a ticket is about, or why that is not there to be read. */
export function titleOf(ticket: TicketView, { t }: Pick<Texts, 't'>): string {
  if (ticket.erased) return t.lost.erased;
  if (ticket.subject) return ticket.subject;
  if (ticket.damaged?.includes('subject')) return t.lost.damaged;
  if (ticket.redacted?.what === 'all' && !ticket.snippet) return t.lost.redacted;
  // Chats have no subject: what was said last stands in its place.
  return ticket.snippet || t.list.noSubject;
}
