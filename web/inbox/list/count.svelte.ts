import type { Static } from 'typebox';
import type { CountView } from '../../../server/tickets/list-schema.ts';
import { ApiError } from '../../shared/api.ts';
import type { Inbox } from '../state/inbox.svelte.ts';
import { isTimed, keyOf, type ListQuery } from '../state/membership.ts';

/** However much happens, it is counted no more often. */
const EVERY_MS = 2_000;

/** How many tickets the list on the screen has. */
export class ListCount {
  /** Null while that is not known, and of a search. */
  n: number | null = $state(null);
  /** Of which list. */
  key = $state('');
  readonly #inbox: Inbox;
  #query: ListQuery | undefined;
  #readAt = 0;
  #planned: ReturnType<typeof setTimeout> | undefined;

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  /** Another list. */
  of(query: ListQuery): void {
    this.#query = query;
    void this.#read();
  }

  /** Counts again in a moment; not while nobody can see it. */
  soon(): void {
    if (document.hidden) return;
    this.#planned ??= setTimeout(
      () => {
        this.#planned = undefined;
        void this.#read();
      },
      Math.max(0, this.#readAt + EVERY_MS - performance.now()),
    );
  }

  stop(): void {
    clearTimeout(this.#planned);
  }

  async #read(): Promise<void> {
    const query = this.#query;
    if (!query || query.filters.q) return;
    this.#readAt = performance.now();
    const { api, list } = this.#inbox;
    try {
      const { count } = await api.get<Static<typeof CountView>>('/tickets/count', {
        view: query.view,
        ...query.filters,
      });
      if (query !== this.#query) return;
      const [before, key] = [this.n, keyOf(query)];
      const changed = this.key === key && before !== null && before !== count;
      this.n = count;
      this.key = key;
      // What comes in by the clock, no push has told of.
      if (changed && isTimed(query)) await list.reload();
    } catch (error) {
      // The next change counts again.
      if (!(error instanceof ApiError)) throw error;
    }
  }
}
