import type { SavedView, ViewBody, ViewQuery } from '../../../server/views/schema.ts';
import type { Api, Page } from '../../shared/api.ts';
import { keyOf, queryOf } from './membership.ts';
import type { Place } from './router.svelte.ts';

/** Each view is a count of its own in the store. */
const COUNTED_EVERY_MS = 4_000;

/** Lists that were saved, one's own and those of one's teams, by name. */
export class SavedViews {
  all: SavedView[] = $state.raw([]);
  readonly #api: Api;
  #counting: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Reads them with how many tickets each has now. */
  async load(): Promise<void> {
    this.#put((await this.#api.get<Page<SavedView>>('/views')).items);
  }

  /** Counts again in a while; views that nobody looks at are not counted. */
  countSoon(): void {
    if (this.all.length === 0 || document.hidden) return;
    this.#counting ??= setTimeout(() => {
      this.#counting = undefined;
      // The next change counts again.
      this.load().catch(() => undefined);
    }, COUNTED_EVERY_MS);
  }

  /** The one that shows what is on the screen. */
  at(place: Pick<Place, 'view' | 'filters'>): SavedView | undefined {
    const key = keyOf(queryOf(place));
    return this.all.find((view) => keyOf(queryOf(placeOf(view))) === key);
  }

  /** Saves under a new id or, with one, in the place of that view. */
  async save(body: ViewBody, id?: string): Promise<SavedView> {
    const saved = id
      ? await this.#api.put<SavedView>(`/views/${id}`, body)
      : await this.#api.post<SavedView>('/views', body);
    this.#put([...this.all.filter((view) => view.id !== saved.id), saved]);
    return saved;
  }

  async remove(id: string): Promise<void> {
    await this.#api.delete(`/views/${id}`);
    this.#put(this.all.filter((view) => view.id !== id));
  }

  #put(views: SavedView[]): void {
    this.all = views.toSorted((a, b) => a.name.localeCompare(b.name));
  }
}

/** Where a saved view leads. */
export function placeOf({ query: { view = 'all', ...filters } }: Pick<SavedView, 'query'>): Place {
  return { view, ticket: null, filters };
}

/** What is saved of a place. */
export function savedOf(place: Pick<Place, 'view' | 'filters'>): ViewQuery {
  const { view, filters } = queryOf(place);
  return { ...(view === 'all' ? {} : { view }), ...filters } as ViewQuery;
}
