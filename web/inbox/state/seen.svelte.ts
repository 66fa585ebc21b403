import { SvelteMap } from 'svelte/reactivity';
import type { TicketView } from '../../../server/tickets/schema.ts';

const STORED = 'ombud.seen';
const KEPT = 3_000;

/** Up to which message this agent has seen each ticket, on this machine. */
export class Seen {
  readonly #upTo = new SvelteMap<number, number>();
  #writing: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    try {
      const stored = JSON.parse(localStorage.getItem(STORED) ?? '[]') as [number, number][];
      for (const [number, n] of stored) this.#upTo.set(number, n);
    } catch {
      localStorage.removeItem(STORED);
    }
  }

  /** The last message seen; 0 for a ticket never opened here. */
  of(number: number): number {
    return this.#upTo.get(number) ?? 0;
  }

  /** A customer waits, and something is there that was not seen. */
  unread(ticket: TicketView): boolean {
    return ticket.waitingSince !== null && ticket.messages > this.of(ticket.number);
  }

  mark(number: number, n: number): void {
    if (n <= this.of(number)) return;
    this.#upTo.delete(number);
    this.#upTo.set(number, n);
    clearTimeout(this.#writing);
    this.#writing = setTimeout(() => this.#write(), 400);
  }

  #write(): void {
    localStorage.setItem(STORED, JSON.stringify([...this.#upTo].slice(-KEPT)));
  }
}
