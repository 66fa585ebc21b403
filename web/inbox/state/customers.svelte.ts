import { SvelteMap } from 'svelte/reactivity';
import type { TicketView } from '../../../server/tickets/schema.ts';
import type { Api, Page } from '../../shared/api.ts';
import type { CustomerView, SuggestionView } from './views.ts';

/** The customers of the tickets that were opened, and the articles proposed for them. */
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
    this.#known.set(id, customer);
    this.#tickets.set(id, tickets.items);
  }

  async loadSuggestions(number: number): Promise<void> {
    const { items } = await this.#api.get<{ items: SuggestionView[] }>(`/tickets/${number}/suggestions`);
    this.#suggestions.set(number, items);
  }
}
