import { SvelteMap } from 'svelte/reactivity';
import type { Ref } from './views.ts';

export interface Present {
  viewers: Ref[];
  typing: Ref[];
  customerTyping: boolean;
}
const nobody: Present = { viewers: [], typing: [], customerTyping: false };

/** Who else looks at and types in each ticket, as last pushed. */
export class Presence {
  readonly #byTicket = new SvelteMap<number, Present>();
  readonly #me: () => string;

  constructor(me: () => string) {
    this.#me = me;
  }

  in(number: number): Present {
    return this.#byTicket.get(number) ?? nobody;
  }

  set(number: number, present: Present): void {
    const others = (people: Ref[]) => people.filter((person) => person.id !== this.#me());
    const now = { ...present, viewers: others(present.viewers), typing: others(present.typing) };
    if (now.viewers.length + now.typing.length > 0 || now.customerTyping) this.#byTicket.set(number, now);
    else this.#byTicket.delete(number);
  }

  /** After a lost connection nobody is known to be anywhere. */
  clear(): void {
    this.#byTicket.clear();
  }
}
