import { SvelteMap } from 'svelte/reactivity';
import type { Api } from '../../shared/api.ts';
import type { CustomerView, SuggestionView } from './views.ts';

/** The customers of the tickets that were opened, and the articles proposed for them. */
export class Customers {
  readonly #known = new SvelteMap<string, CustomerView>();
  readonly #suggestions = new SvelteMap<number, SuggestionView[]>();
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  get(id: string): CustomerView | undefined {
    return this.#known.get(id);
  }
  suggestions(number: number): SuggestionView[] | undefined {
    return this.#suggestions.get(number);
  }

  /** Reads a customer again; what is known stays on the screen meanwhile. */
  async load(id: string): Promise<void> {
    this.#known.set(id, await this.#api.get<CustomerView>(`/customers/${id}`));
  }

  async loadSuggestions(number: number): Promise<void> {
    const { items } = await this.#api.get<{ items: SuggestionView[] }>(`/tickets/${number}/suggestions`);
    this.#suggestions.set(number, items);
  }
}
