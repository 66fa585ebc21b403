import { ApiError, type Api, type Page } from '../../shared/api.ts';
import type { IntakeSummary, IntakeView, Outcome } from './views.ts';

/** The ledger of what came in, filtered by what became of it and by the account that it came to. */
export class IntakeLog {
  outcome: Outcome | 'all' = $state('quarantined');
  /** '' for all of them. */
  account = $state('');
  items: IntakeView[] = $state.raw([]);
  summary: IntakeSummary | undefined = $state.raw();
  next: string | null = $state(null);
  state: 'loading' | 'ready' | 'error' = $state('loading');
  error: ApiError | undefined = $state.raw();
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  async open(outcome: Outcome | 'all', account = this.account): Promise<void> {
    this.outcome = outcome;
    this.account = account;
    this.state = 'loading';
    try {
      const [page, summary] = await Promise.all([this.#page(), this.#summary()]);
      if (outcome !== this.outcome || account !== this.account) return;
      this.items = page.items;
      this.next = page.next;
      this.summary = summary;
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

  /** How many have that outcome; what came again is counted where it came first. */
  count(outcome: Outcome | 'all'): number {
    const counts = this.summary?.counts ?? [];
    return counts
      .filter((one) => (outcome === 'all' ? one.outcome !== 'duplicate' : one.outcome === outcome))
      .reduce((sum, { count }) => sum + count, 0);
  }

  /** Has an item processed again; its new outcome. */
  async replay(id: string): Promise<IntakeView> {
    const now = await this.#api.post<IntakeView>(`/intake/${id}/replay`);
    this.items = this.items.map((item) => (item.id === id ? { ...item, ...now } : item));
    this.summary = await this.#summary();
    return now;
  }

  #page(after?: string): Promise<Page<IntakeView>> {
    const outcome = this.outcome === 'all' ? undefined : this.outcome;
    return this.#api.get<Page<IntakeView>>('/intake', {
      outcome,
      account: this.account || undefined,
      after,
      limit: 50,
    });
  }

  #summary(): Promise<IntakeSummary> {
    return this.#api.get<IntakeSummary>('/intake/summary', { account: this.account || undefined });
  }
}
