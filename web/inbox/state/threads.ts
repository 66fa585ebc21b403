import type { MessageView } from '../../../server/tickets/schema.ts';
import type { Thread } from './thread.svelte.ts';

/** The threads that were opened lately, or fetched ahead. */
export class Threads {
  readonly #kept = new Map<number, Thread>();
  readonly #make: (number: number) => Thread;

  constructor(make: (number: number) => Thread) {
    this.#make = make;
  }

  of(number: number): Thread {
    const thread = this.#kept.get(number) ?? this.#make(number);
    this.#kept.delete(number);
    this.#kept.set(number, thread);
    for (const [oldest, old] of this.#kept) {
      if (this.#kept.size <= 40) break;
      if (old.outgoing.length === 0) this.#kept.delete(oldest);
    }
    return thread;
  }

  /** One that was opened already. */
  known(number: number): Thread | undefined {
    return this.#kept.get(number);
  }

  apply(message: MessageView): void {
    this.#kept.get(message.ticket)?.apply(message);
  }

  /** A message is not there any more. */
  remove(ticket: number, message: string): void {
    this.#kept.get(ticket)?.remove(message);
  }

  /** What was read of a thread is not there any more: it is read anew. */
  forget(ticket: number): void {
    const thread = this.#kept.get(ticket);
    if (thread) void thread.forget();
  }

  /** The connection is back. */
  async sendKept(): Promise<void> {
    await Promise.all([...this.#kept.values()].map((thread) => thread.sendKept()));
  }

  expire(): void {
    for (const thread of this.#kept.values()) thread.expire();
  }
}
