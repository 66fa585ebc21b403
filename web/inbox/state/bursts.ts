/** How long after something was handed on more of it waits, in milliseconds. */
const APART_MS = 100;

/**
 * Hands on at once what comes alone, and together what comes in a burst: however much happens on the desk, the page is
 * changed for it ten times a second at most.
 */
export class Bursts<T> {
  readonly #take: (one: T) => void;
  readonly #waiting: T[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(take: (one: T) => void) {
    this.#take = take;
  }

  readonly put = (one: T): void => {
    this.#waiting.push(one);
    if (this.#timer === undefined) this.#handOn();
  };

  /** Before something that must not overtake it. */
  flush(): void {
    let one;
    while ((one = this.#waiting.shift()) !== undefined) this.#take(one);
  }

  #handOn(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#waiting.length > 0) this.#handOn();
    }, APART_MS);
    this.flush();
  }
}
