import { ComposerState } from './composer.svelte.ts';

/** What was begun lately, by ticket: it is there at once when one comes back. */
export class Composers {
  readonly #kept = new Map<number, ComposerState>();
  readonly #make: (number: number) => ComposerState;

  constructor(make: (number: number) => ComposerState) {
    this.#make = make;
  }

  of(number: number): ComposerState {
    const composer = this.#kept.get(number) ?? this.#make(number);
    this.#kept.delete(number);
    this.#kept.set(number, composer);
    for (const [oldest, old] of this.#kept) {
      if (this.#kept.size <= 40) break;
      if (old.settled) this.#kept.delete(oldest);
    }
    return composer;
  }

  /** One that is there already. */
  known(number: number): ComposerState | undefined {
    return this.#kept.get(number);
  }

  /** The connection is back, or the page is left: saves what waits. */
  async flush(): Promise<void> {
    await Promise.all([...this.#kept.values()].map((composer) => composer.flush()));
  }
}
