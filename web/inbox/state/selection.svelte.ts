import { SvelteSet } from 'svelte/reactivity';

/** What can be done to many tickets, and is asked for by a key before its control is there. */
export type Control = 'assign' | 'team' | 'status' | 'priority' | 'tags' | 'snooze';

/** The tickets of the list that something shall be done to: some of them, or all that the list finds. */
export class Selection {
  /** All of the view, those that are not loaded too. */
  all = $state(false);
  /** A control that shall open. */
  wanted: Control | undefined = $state();
  readonly #numbers = new SvelteSet<number>();
  #anchor: number | undefined;

  get active(): boolean {
    return this.all || this.#numbers.size > 0;
  }
  get size(): number {
    return this.#numbers.size;
  }
  get numbers(): number[] {
    return [...this.#numbers];
  }

  has(number: number): boolean {
    return this.all || this.#numbers.has(number);
  }

  /** Takes one in or out; out of all, the others on the screen are left. */
  toggle(number: number, shown: readonly number[]): void {
    this.#anchor = number;
    if (this.all) {
      this.all = false;
      for (const one of shown) this.#numbers.add(one);
      this.#numbers.delete(number);
    } else if (!this.#numbers.delete(number)) this.#numbers.add(number);
  }

  /** Takes in everything from the last one that was picked up to this one. */
  to(number: number, shown: readonly number[]): void {
    const [from, end] = [shown.indexOf(this.#anchor ?? number), shown.indexOf(number)].sort((a, b) => a - b);
    if (from === undefined || end === undefined || from < 0) return this.toggle(number, shown);
    this.#anchor ??= number;
    for (const one of shown.slice(from, end + 1)) this.#numbers.add(one);
  }

  clear(): void {
    this.#numbers.clear();
    this.#anchor = undefined;
    this.all = false;
    this.wanted = undefined;
  }
}
