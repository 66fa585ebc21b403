import { ApiError, type Api, type Page } from '../../shared/api.ts';
import type { IntakeView, Outcome } from './views.ts';

/** The ledger of what came in, filtered by what became of it. */
export class IntakeLog {
  outcome: Outcome | 'all' = $state('quarantined');
  items: IntakeView[] = $state.raw([]);
  next: string | null = $state(null);
  state: 'loading' | 'ready' | 'error' = $state('loading');
  error: ApiError | undefined = $state.raw();
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  async open(outcome: Outcome | 'all'): Promise<void> {
    this.outcome = outcome;
    this.state = 'loading';
    try {
      const page = await this.#page();
      if (outcome !== this.outcome) return;
      this.items = page.items;
      this.next = page.next;
      this.state = 'ready';
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.error = error;
      this.state = 'error';
    }
  }

  async more(): Promise<void> {
    if (!this.next) return;
    const page = await this.#page(this.next);
    this.items = [...this.items, ...page.items];
    this.next = page.next;
  }

  /** Has an item processed again; its new outcome. */
  async replay(id: string): Promise<IntakeView> {
    const now = await this.#api.post<IntakeView>(`/intake/${id}/replay`);
    this.items = this.items.map((item) => (item.id === id ? { ...item, ...now } : item));
    return now;
  }

  #page(after?: string): Promise<Page<IntakeView>> {
    const outcome = this.outcome === 'all' ? undefined : this.outcome;
    return this.#api.get<Page<IntakeView>>('/intake', { outcome, after, limit: 50 });
  }
}
