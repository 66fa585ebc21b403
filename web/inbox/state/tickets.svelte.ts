import { SvelteMap } from 'svelte/reactivity';
import type { TicketView } from '../../../server/tickets/schema.ts';

/** Every ticket that was seen, by number; lists and screens hold numbers and read here. */
export class TicketCache {
  readonly #byNumber = new SvelteMap<number, TicketView>();

  get(number: number): TicketView | undefined {
    return this.#byNumber.get(number);
  }

  /** Takes a ticket as the server has it; an answer that was overtaken by a newer push is dropped. */
  put(ticket: TicketView): TicketView {
    const known = this.#byNumber.get(ticket.number);
    if (known && known.activityAt > ticket.activityAt) return known;
    this.#byNumber.set(ticket.number, ticket);
    return ticket;
  }

  /** Shows a change before the server has agreed; the function that is returned takes it back. */
  patch(number: number, change: Partial<TicketView>): () => void {
    const before = this.#byNumber.get(number);
    if (!before) return () => undefined;
    this.#byNumber.set(number, { ...before, ...change });
    return () => {
      const now = this.#byNumber.get(number);
      if (!now) return;
      const undone: Partial<TicketView> = {};
      for (const name of Object.keys(change) as (keyof TicketView)[])
        // What somebody else has changed since stays.
        if (now[name] === change[name]) Object.assign(undone, { [name]: before[name] });
      this.#byNumber.set(number, { ...now, ...undone });
    };
  }
}
