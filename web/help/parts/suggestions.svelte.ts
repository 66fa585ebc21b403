export interface Suggested {
  id: string;
  slug: string;
  title: string;
  excerpt: string;
}

/** Milliseconds of silence before asking: long enough to not ask for each key, too short to be felt. */
const PAUSE = 120;
const MOST = 6;

/** Search as you type: asks after a pause, drops what is overtaken, remembers which suggestion is active. */
export class Suggestions {
  text = $state('');
  /** Undefined before the first answer. */
  items = $state<Suggested[]>();
  open = $state(false);
  /** -1: none; one more than the items: all results. */
  active = $state(-1);
  #locale: string;
  #asking: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(locale: string, text: string) {
    this.#locale = locale;
    this.text = text;
  }

  ask(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.active = -1;
    const text = this.text.trim();
    if (text.length < 2) {
      this.items = undefined;
      this.open = false;
      return;
    }
    this.#timer = setTimeout(() => void this.#fetch(text), PAUSE);
  }

  async #fetch(text: string): Promise<void> {
    const asking = (this.#asking = new AbortController());
    const query = new URLSearchParams({ q: text, locale: this.#locale, limit: String(MOST) }).toString();
    try {
      const answer = await fetch(`/api/v1/help/search?${query}`, { signal: asking.signal });
      if (!answer.ok) return;
      const { items } = (await answer.json()) as { items: Suggested[] };
      this.items = items;
      this.open = true;
    } catch {
      // Overtaken by the next key, or offline: the form still leads to the results page.
    }
  }

  move(by: 1 | -1): void {
    const count = this.items?.length ? this.items.length + 1 : 0;
    if (count > 0) this.active = (this.active + by + count + (this.active < 0 && by < 0 ? 1 : 0)) % count;
  }

  close(): void {
    this.open = false;
    this.active = -1;
  }

  reopen(): void {
    if (this.items !== undefined) this.open = true;
  }

  /** Focus has left the whole box. */
  left(event: FocusEvent): void {
    const box = event.currentTarget as HTMLElement;
    if (!box.contains(event.relatedTarget as Node | null)) this.close();
  }
}
