import type { Language } from '../text/texts.ts';

export interface Answer {
  id: string;
  slug: string;
  locale: Language;
  title: string;
  /** HTML-escaped, with `<mark>`; only of a search. */
  excerpt?: string;
}

const PAUSE_MS = 160;

/** Suggested articles and the search over all of them. */
export class Answers {
  query = $state.raw('');
  /** What was found for `foundFor`; null before the first answer. */
  found = $state.raw<Answer[] | null>(null);
  foundFor = $state.raw('');
  failed = $state.raw(false);
  suggested = $state.raw<Answer[]>([]);
  /** How soon people answer; empty where that is not known. */
  says = $state.raw('');
  private readonly base: string;
  private locale: Language | undefined;
  private running: AbortController | undefined;
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor(base: string) {
    this.base = base;
  }

  /** Suggested articles of a language, and how soon people answer; asked once. */
  async suggest(locale: Language): Promise<void> {
    if (this.locale === locale) return;
    this.locale = locale;
    const zone = encodeURIComponent(new Intl.DateTimeFormat().resolvedOptions().timeZone);
    try {
      const page = new URLSearchParams({ locale, page: location.pathname, title: document.title.slice(0, 300) });
      const [home, fitting] = await Promise.all([
        this.read(`channels/webchat/home?locale=${locale}&zone=${zone}`),
        this.read(`api/v1/help/suggestions?${page}`),
      ]);
      this.suggested = fitting.items.length > 0 ? fitting.items : home.items;
      this.says = home.says;
    } catch {
      // What is said stays: there is still the search.
    }
  }

  /** Searches when the visitor pauses; an older question is dropped. */
  ask(query: string): void {
    this.query = query;
    clearTimeout(this.pause);
    this.running?.abort();
    if (query.trim() === '') {
      this.found = null;
      this.failed = false;
      return;
    }
    this.pause = setTimeout(() => void this.search(query.trim()), PAUSE_MS);
  }

  private async search(query: string): Promise<void> {
    const running = (this.running = new AbortController());
    try {
      const path = `api/v1/help/search?q=${encodeURIComponent(query)}&locale=${this.locale ?? 'en'}`;
      this.found = (await this.read(path, running.signal)).items.slice(0, 6);
      this.foundFor = query;
      this.failed = false;
    } catch {
      if (!running.signal.aborted) this.failed = true;
    }
  }

  private async read(path: string, signal?: AbortSignal): Promise<{ items: Answer[]; says: string }> {
    const response = await fetch(this.base + path, { credentials: 'omit', signal });
    if (!response.ok) throw new Error(String(response.status));
    return (await response.json()) as { items: Answer[]; says: string };
  }
}
