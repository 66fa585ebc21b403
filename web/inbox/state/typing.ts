/** Milliseconds: told again before the server's lease of 6 s ends, and ended when nothing was typed for a while. */
const RENEW_AFTER = 3_000;
const END_AFTER = 5_000;

/** Tells that somebody types, while they do. */
export class TypingLease {
  readonly #tell: (on: boolean) => void;
  #told = 0;
  #ending: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (on: boolean) => void) {
    this.#tell = tell;
  }

  renew(): void {
    if (Date.now() - this.#told > RENEW_AFTER) {
      this.#tell(true);
      this.#told = Date.now();
    }
    clearTimeout(this.#ending);
    this.#ending = setTimeout(() => this.end(), END_AFTER);
  }

  end(): void {
    clearTimeout(this.#ending);
    if (this.#told > 0) this.#tell(false);
    this.#told = 0;
  }
}
