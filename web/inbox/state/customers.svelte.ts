import { SvelteMap } from 'svelte/reactivity';
import type { TicketView } from '../../../server/tickets/schema.ts';
import type { Api, Page } from '../../shared/api.ts';
import type { CustomerView, SuggestionView } from './views.ts';

/** Somebody who works all day opens a thousand tickets: what lies further back is read again. */
const KEPT = 40;

/** The customers of the tickets that were opened lately, and the articles proposed for them. */
export class Customers {
  readonly #known = new SvelteMap<string, CustomerView>();
  readonly #tickets = new SvelteMap<string, TicketView[]>();
  readonly #suggestions = new SvelteMap<number, SuggestionView[]>();
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  get(id: string): CustomerView | undefined {
    return this.#known.get(id);
  }
  tickets(id: string): TicketView[] {
    return this.#tickets.get(id) ?? [];
  }
  suggestions(number: number): SuggestionView[] | undefined {
    return this.#suggestions.get(number);
  }

  /** Reads a customer and their latest tickets again; what is known stays on the screen meanwhile. */
  async load(id: string): Promise<void> {
    const [customer, tickets] = await Promise.all([
      this.#api.get<CustomerView>(`/customers/${id}`),
      this.#api.get<Page<TicketView>>('/tickets', { customer: id, limit: 20 }),
    ]);
    keep(this.#known, id, customer);
    keep(this.#tickets, id, tickets.items);
  }

  async loadSuggestions(number: number): Promise<void> {
    const { items } = await this.#api.get<{ items: SuggestionView[] }>(`/tickets/${number}/suggestions`);
    keep(this.#suggestions, number, items);
  }
}

/** As the latest; the oldest ones go. */
function keep<K, V>(map: SvelteMap<K, V>, key: K, value: V): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= KEPT) break;
    map.delete(oldest);
  }
}
