import type { Locale } from './texts.svelte.ts';

/** A line that is cut comes back: what could not be read is asked for again for some minutes. */
const AGAIN_MS = 3000;
const MOST_TRIES = 100;

/** The texts of one part of the inbox, read when that part is opened, and again when the language changes. */
export class Catalogue<T> {
  /** Undefined until the first language is there. */
  t: T | undefined = $state.raw();
  readonly #files: Record<Locale, () => Promise<T>>;
  #wanted: Locale | undefined;

  constructor(files: Record<Locale, () => Promise<T>>) {
    this.#files = files;
  }

  async use(locale: Locale, tries = MOST_TRIES): Promise<void> {
    this.#wanted = locale;
    const texts = await this.#files[locale]().catch((error: unknown) => {
      if (tries === 0) throw error;
    });
    // Another language was asked for meanwhile.
    if (this.#wanted !== locale) return;
    if (texts) this.t = texts;
    else setTimeout(() => void (this.#wanted === locale && this.use(locale, tries - 1)), AGAIN_MS);
  }
}
