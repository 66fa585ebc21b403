import { ApiError } from '../../../shared/api.ts';

/** Something that a page reads from the server: not there yet, there, or failed. */
export class Loaded<T> {
  value: T | undefined = $state.raw();
  error: ApiError | undefined = $state.raw();
  readonly #read: () => Promise<T>;
  #asked = 0;

  constructor(read: () => Promise<T>) {
    this.#read = read;
    void this.load();
  }

  /** Reads it (again); what is on the screen stays until the answer is there. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const value = await this.#read();
      if (asked !== this.#asked) return;
      this.value = value;
      this.error = undefined;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (asked === this.#asked) this.error = error;
    }
  }
}
