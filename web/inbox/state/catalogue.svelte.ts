import type { Locale } from './texts.svelte.ts';

/** The texts of one part of the inbox, read when that part is opened, and again when the language changes. */
export class Catalogue<T> {
  /** Undefined until the first language is there. */
  t: T | undefined = $state.raw();
  readonly #files: Record<Locale, () => Promise<T>>;
  #wanted: Locale | undefined;

  constructor(files: Record<Locale, () => Promise<T>>) {
    this.#files = files;
  }

  async use(locale: Locale): Promise<void> {
    this.#wanted = locale;
    const texts = await this.#files[locale]();
    // Another language was asked for meanwhile.
    if (this.#wanted === locale) this.t = texts;
  }
}
