import { SvelteMap } from 'svelte/reactivity';
import type { ListedTicket, TicketHit, TicketView } from '../../../server/tickets/schema.ts';
import { ApiError, isAbort, type Api, type Page } from '../../shared/api.ts';
import { belongs, comesBefore, keyOf, type ListQuery } from './membership.ts';
import type { TicketCache } from './tickets.svelte.ts';

const PAGE = 60;
/** Milliseconds without a move of the pointer. */
const HELD_FOR = 3_000;
interface Remembered {
  order: number[];
  next: string | null;
}

/**
 * The list on the screen: numbers in order, filled page by page, kept right by pushes. While the pointer is over it
 * (`hold`) rows stay where they are, and what came in meanwhile is counted in `arrived`.
 */
export class TicketList {
  query: ListQuery = $state.raw({ view: 'unassigned', filters: {} });
  state: 'loading' | 'ready' | 'error' = $state('loading');
  error: ApiError | undefined = $state.raw();
  next: string | null = $state(null);
  loadingMore = $state(false);
  #order: number[] = $state.raw([]);
  #frozen: number[] | null = $state.raw(null);
  shown: number[] = $derived(this.#frozen ?? this.#order);
  arrived: number = $derived.by(() => this.#countArrived());
  /** Those that stand in the list only because it is held. */
  gone: ReadonlySet<number> = $derived.by(() => {
    const order = new Set(this.#order);
    return new Set(this.#frozen?.filter((number) => !order.has(number)));
  });

  /** Where a search has found what, by number. */
  readonly hits = new SvelteMap<number, TicketHit>();
  readonly #api: Api;
  readonly #cache: TicketCache;
  readonly #me: () => string;
  readonly #memory = new Map<string, Remembered>();
  #key = '';
  #letGo: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;

  constructor(api: Api, cache: TicketCache, me: () => string) {
    this.#api = api;
    this.#cache = cache;
    this.#me = me;
  }

  /** Shows another list: from memory at once where it was seen before, then as the server has it. */
  async open(query: ListQuery): Promise<void> {
    const key = keyOf(query);
    if (key === this.#key && this.state === 'ready') return;
    this.#remember();
    this.#key = key;
    this.query = query;
    this.#frozen = null;
    const known = this.#memory.get(key);
    this.#order = known?.order ?? [];
    this.next = known?.next ?? null;
    this.state = known ? 'ready' : 'loading';
    await this.reload();
  }

  /** Reads the first page again, keeping what is on the screen until it is there. */
  async reload(): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    try {
      const page = await this.#fetch(undefined, running.signal);
      this.hits.clear();
      this.#order = page.items.map((ticket) => this.#take(ticket));
      this.next = page.next;
      this.state = 'ready';
      this.error = undefined;
    } catch (error) {
      if (isAbort(error) || !(error instanceof ApiError)) return;
      this.error = error;
      if (this.#order.length === 0) this.state = 'error';
    }
  }

  /** Reads the next page, once at a time. */
  async more(): Promise<void> {
    if (!this.next || this.loadingMore) return;
    this.loadingMore = true;
    const key = this.#key;
    try {
      const page = await this.#fetch(this.next);
      if (key !== this.#key) return;
      const known = new Set(this.#order);
      const fresh = page.items.filter((ticket) => !known.has(ticket.number));
      this.#order = [...this.#order, ...fresh.map((ticket) => this.#take(ticket))];
      if (this.#frozen) this.#frozen = [...this.#frozen, ...fresh.map((ticket) => ticket.number)];
      this.next = page.next;
    } catch (error) {
      if (error instanceof ApiError) this.error = error;
    } finally {
      this.loadingMore = false;
    }
  }

  /** A ticket is new or has changed: puts it where it belongs now, or takes it out. */
  apply(ticket: TicketView): void {
    if (this.state !== 'ready') return;
    const fits = belongs(ticket, this.query, this.#me());
    if (fits === undefined) return;
    const at = this.#order.indexOf(ticket.number);
    const rest = at < 0 ? this.#order : this.#order.toSpliced(at, 1);
    if (!fits) {
      if (at >= 0) this.#order = rest;
      return;
    }
    const place = this.#placeOf(ticket, rest);
    // Below the last one that is loaded, and more are to come: its page will bring it.
    if (place === rest.length && this.next !== null && at < 0) return;
    if (place !== at || at < 0) this.#order = rest.toSpliced(place, 0, ticket.number);
  }

  /** Keeps rows where they are while the pointer is over them. */
  hold(on: boolean): void {
    clearTimeout(this.#letGo);
    // A pointer that was only left lying there must not keep the list from moving on.
    if (on) this.#letGo = setTimeout(() => this.hold(false), HELD_FOR);
    if (on !== (this.#frozen !== null)) this.#frozen = on ? this.#order : null;
  }

  /** Lets in what has arrived while the rows were held. */
  letIn(): void {
    if (this.#frozen) this.#frozen = this.#order;
  }

  /** The number before (-1) or after (1) another one, in the order on the screen. */
  neighbour(number: number | null, step: 1 | -1): number | undefined {
    const at = number === null ? -1 : this.shown.indexOf(number);
    if (at < 0) return step > 0 ? this.shown[0] : undefined;
    return this.shown[at + step];
  }

  #placeOf(ticket: TicketView, order: number[]): number {
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#cache.get(order[middle] ?? 0);
      if (other && comesBefore(other, ticket, this.query)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #countArrived(): number {
    if (!this.#frozen) return 0;
    const shown = new Set(this.#frozen);
    return this.#order.reduce((sum, number) => sum + (shown.has(number) ? 0 : 1), 0);
  }

  #take({ hit, ...ticket }: ListedTicket): number {
    if (hit) this.hits.set(ticket.number, hit);
    return this.#cache.put(ticket).number;
  }

  #fetch(after?: string, signal?: AbortSignal): Promise<Page<ListedTicket>> {
    const { view, filters } = this.query;
    return this.#api.get<Page<ListedTicket>>('/tickets', { view, ...filters, after, limit: PAGE }, signal);
  }

  #remember(): void {
    if (this.state !== 'ready' || !this.#key) return;
    this.#memory.delete(this.#key);
    this.#memory.set(this.#key, { order: this.#order, next: this.next });
    const oldest = this.#memory.keys().next().value;
    if (this.#memory.size > 20 && oldest !== undefined) this.#memory.delete(oldest);
  }
}
