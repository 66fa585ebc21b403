import { ApiError, type Page } from '../../shared/api.ts';

/** A log, page by page under filters. What earlier filters still answer is dropped, whatever it is. */
export abstract class PagedLog<Item, Filters extends object> {
  filters: Filters = $state.raw() as Filters;
  items: Item[] = $state.raw([]);
  next: string | null = $state(null);
  state: 'loading' | 'ready' | 'error' = $state('loading');
  error: ApiError | undefined = $state.raw();
  /** Those whose answer is on the screen. */
  #shown: Filters | undefined;

  constructor(filters: Filters) {
    this.filters = filters;
  }

  /** Reads the first page, or the one after; `filters` are the very ones that were opened. */
  protected abstract read(filters: Filters, after: string | null): Promise<Page<Item>>;

  /** Reads the first page; what is on the screen stays there until it has come. */
  async open(filters: Filters): Promise<void> {
    this.filters = filters;
    try {
      const page = await this.read(filters, null);
      if (this.filters !== filters) return;
      this.items = page.items;
      this.next = page.next;
      this.state = 'ready';
      this.error = undefined;
      this.#shown = filters;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (this.filters !== filters) return;
      this.error = error;
      this.state = 'error';
    }
  }

  /** Reads the page after what is there. Asked twice at once, it comes once. Rejects with ApiError. */
  async more(): Promise<void> {
    const { filters, next } = this;
    // Other filters are on their way: there is nothing to go on with.
    if (next === null || this.#shown !== filters) return;
    const page = await this.read(filters, next);
    if (this.#shown !== filters || this.next !== next) return;
    this.items = [...this.items, ...page.items];
    this.next = page.next;
  }
}
