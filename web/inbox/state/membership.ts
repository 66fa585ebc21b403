import type { TicketView } from '../../../server/tickets/schema.ts';
import type { Filters, Place } from './router.svelte.ts';

export const STATUS_VIEWS = ['new', 'open', 'pending', 'snoozed', 'solved', 'closed'] as const;
const OTHER_VIEWS = [
  'unassigned',
  'mine',
  'mentions',
  'drafts',
  'active',
  'waiting',
  'overdue',
  'all',
  'spam',
] as const;
export const VIEWS = [...OTHER_VIEWS, ...STATUS_VIEWS] as const;
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
  if (!inView(ticket, query.view, me) || !inFilters(ticket, filters, me)) return false;
  return isTimed(query) ? undefined : true;
}

/** Goes by the server's time or day: here only what surely is not in it can be told. */
export const isTimed = ({ view, filters }: ListQuery): boolean =>
  view === 'overdue' || Boolean(filters.solved ?? filters.replied);

function inView(ticket: TicketView, view: View, me: string): boolean {
  if (view === 'spam') return ticket.spam !== null;
  if (view === 'all') return true;
  if (ticket.spam !== null) return false;
  if (view === 'unassigned') return ticket.queued;
  if (view === 'mentions') return ticket.mentioned.includes(me);
  if (view === 'drafts') return ticket.drafts.includes(me);
  const active = ticket.status === 'new' || ticket.status === 'open';
  if (view === 'mine') return active && ticket.assignee?.id === me;
  if (view === 'active') return active;
  if (view === 'waiting') return active && ticket.waitingSince !== null;
  if (view === 'overdue') return isDue(ticket);
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
    (!filters.solved || ticket.solvedAt !== null) &&
    (!filters.replied || ticket.firstRepliedAt !== null) &&
    (filters.sort !== 'due' || isDue(ticket)) &&
    (!filters.customer || ticket.customer.id === filters.customer) &&
    (!filters.assignee || ticket.assignee?.id === assignee)
  );
}

/** A deadline of it runs, and the assistant does not have it. */
const isDue = (ticket: TicketView): boolean => ticket.due !== null && ticket.handler === 'agents';

/** The order of a list: newest activity first, or the nearest deadline. */
export function comesBefore(a: TicketView, b: TicketView, { view, filters }: ListQuery): boolean {
  if (view === 'overdue' || filters.sort === 'due')
    return a.due === b.due ? a.id < b.id : (a.due ?? '') < (b.due ?? '');
  return a.activityAt === b.activityAt ? a.number > b.number : a.activityAt > b.activityAt;
}
