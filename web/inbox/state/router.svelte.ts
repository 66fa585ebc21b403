import { parseQuery, queryText } from './query-text.ts';

/** The list's filters, all names of `GET /api/v1/tickets`. In the address they stand as the text that is typed. */
export const FILTERS = [
  'status',
  'type',
  'channel',
  'team',
  'tag',
  'assignee',
  'customer',
  'solved',
  'replied',
  'sort',
  'q',
] as const;
export type Filter = (typeof FILTERS)[number];
export type Filters = Partial<Record<Filter, string>>;

/** What is no list of tickets. */
export const PAGES: readonly string[] = ['today', 'intake', 'settings', 'customers', 'calls', 'repairs'];

export interface Place {
  /** A view's name, one of PAGES, or `password` (where a link of an invitation leads). */
  view: string;
  ticket: number | null;
  filters: Filters;
  /** What of the settings is open: `<page>/<item>`; which customer (hex id). */
  page?: string;
}

/**
 * Reads an address below /inbox/: `/inbox/<view>/<number>?q=status:open+lamp`, `/inbox/settings/<page>/<item>`, or
 * `/inbox/customers/<id>`.
 */
export function parsePlace(path: string, search: string, fallback: string): Place {
  const [view = '', number = '', ...rest] = path.replace(/^\/inbox\/?/, '').split('/');
  if (view === 'settings') {
    const page = [number, ...rest].filter((part) => /^[\w-]{1,60}$/.test(part)).join('/');
    return { view, ticket: null, filters: {}, page };
  }
  if (view === 'customers')
    return { view, ticket: null, filters: {}, page: /^[0-9a-f]{24}$/.test(number) ? number : '' };
  const query = new URLSearchParams(search);
  const { filters } = parseQuery(query.get('q') ?? '');
  // Links may also name each by itself.
  for (const name of FILTERS) {
    const value = query.get(name);
    if (value && name !== 'q') filters[name] = value;
  }
  const ticket = /^[1-9]\d{0,14}$/.test(number) ? Number(number) : null;
  return { view: /^[a-z]+$/.test(view) ? view : fallback, ticket, filters };
}

/** The address of a place; the inverse of parsePlace. */
export function pathOf(place: Place): string {
  if (place.view === 'settings') return `/inbox/settings${place.page ? `/${place.page}` : ''}`;
  if (place.view === 'customers') return `/inbox/customers/${place.page ?? ''}`;
  const text = queryText(place.filters);
  const search = text ? `?${readable(new URLSearchParams({ q: text }).toString())}` : '';
  return `/inbox/${place.view}${place.ticket === null ? '' : `/${place.ticket}`}${search}`;
}

/** What an address may have as it is: people read and send them. */
const readable = (search: string): string => search.replaceAll('%3A', ':').replaceAll('%40', '@');

/** Where the agent is; the address bar is its memory. */
export class Router {
  place: Place = $state.raw({ view: 'unassigned', ticket: null, filters: {} });
  /** Where the agent was before the settings were opened. */
  desk: Place = { view: 'unassigned', ticket: null, filters: {} };

  start(): () => void {
    const read = () => (this.place = parsePlace(location.pathname, location.search, 'unassigned'));
    read();
    window.addEventListener('popstate', read);
    return () => window.removeEventListener('popstate', read);
  }

  /** Goes there; what is not named stays, but another view starts without filters and ticket. */
  go(to: Partial<Place>, how: 'push' | 'replace' = 'push'): void {
    const fresh = to.view !== undefined && to.view !== this.place.view;
    if (this.place.view !== 'settings') this.desk = this.place;
    const base: Place = fresh ? { view: to.view!, ticket: null, filters: {} } : this.place;
    this.place = { ...base, ...to };
    const path = pathOf(this.place);
    if (path === location.pathname + location.search) return;
    history[how === 'push' ? 'pushState' : 'replaceState'](null, '', path);
  }

  /** Goes where a link of ours leads, unless it was asked for in another tab. */
  readonly follow = (event: MouseEvent & { currentTarget: HTMLAnchorElement }): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const url = new URL(event.currentTarget.href);
    this.go(parsePlace(url.pathname, url.search, 'all'));
  };

  /** Sets or (with undefined) removes one filter. */
  filter(name: Filter, value: string | undefined): void {
    const { [name]: _, ...rest } = this.place.filters;
    this.go({ filters: value ? { ...rest, [name]: value } : rest }, 'replace');
  }
}
