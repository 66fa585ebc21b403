import type { TicketView } from '../../../server/tickets/schema.ts';
import type { Filters, Place } from './router.svelte.ts';

export const STATUS_VIEWS = ['new', 'open', 'pending', 'snoozed', 'solved', 'closed'] as const;
export const VIEWS = ['unassigned', 'mine', 'mentions', 'drafts', 'all', 'spam', ...STATUS_VIEWS] as const;
export type View = (typeof VIEWS)[number];

export interface ListQuery {
  view: View;
  filters: Filters;
}

/** The list that belongs to a place; a view that is not known shows all tickets. */
export function queryOf(place: Pick<Place, 'view' | 'filters'>): ListQuery {
  return { view: VIEWS.find((view) => view === place.view) ?? 'all', filters: place.filters };
}

/** One string for each list, for the memory of lists. */
export function keyOf(query: ListQuery): string {
  return JSON.stringify([query.view, Object.entries(query.filters).sort()]);
}

/**
 * Does a ticket belong to a list? Mirrors the server's views, so that a change shows at once. What a search
 * finds cannot be judged here: undefined.
 */
export function belongs(ticket: TicketView, query: ListQuery, me: string): boolean | undefined {
  const { filters } = query;
  if (filters.q) return undefined;
  return inView(ticket, query.view, me) && inFilters(ticket, filters, me);
}

function inView(ticket: TicketView, view: View, me: string): boolean {
  if (view === 'spam') return ticket.spam !== null;
  if (view === 'all') return true;
  if (ticket.spam !== null) return false;
  if (view === 'unassigned') return ticket.queued;
  if (view === 'mentions') return ticket.mentioned.includes(me);
  if (view === 'drafts') return ticket.drafts.includes(me);
  if (view === 'mine') return ticket.assignee?.id === me && (ticket.status === 'new' || ticket.status === 'open');
  return ticket.status === view;
}

function inFilters(ticket: TicketView, filters: Filters, me: string): boolean {
  const assignee = filters.assignee === 'me' ? me : filters.assignee === 'none' ? undefined : filters.assignee;
  return (
    (!filters.status || ticket.status === filters.status) &&
    (!filters.type || ticket.type === filters.type) &&
    (!filters.channel || ticket.channel === filters.channel) &&
    (!filters.team || ticket.team?.id === filters.team) &&
    (!filters.tag || ticket.tags.includes(filters.tag)) &&
    (!filters.customer || ticket.customer.id === filters.customer) &&
    (!filters.assignee || ticket.assignee?.id === assignee)
  );
}

/** Newest activity first, then by number: the order of every list. */
export function comesBefore(a: TicketView, b: TicketView): boolean {
  return a.activityAt === b.activityAt ? a.number > b.number : a.activityAt > b.activityAt;
}
