import type { Api, Page } from '../../shared/api.ts';
import { PagedLog } from './paged-log.svelte.ts';
import type { IntakeSummary, IntakeView, Outcome } from './views.ts';

export interface IntakeFilters {
  outcome: Outcome | 'all';
  /** '' for all of them. */
  account: string;
}

/** The ledger of what came in, filtered by what became of it and by the account that it came to. */
export class IntakeLog extends PagedLog<IntakeView, IntakeFilters> {
  summary: IntakeSummary | undefined = $state.raw();
  readonly #api: Api;

  constructor(api: Api) {
    super({ outcome: 'quarantined', account: '' });
    this.#api = api;
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
    await this.#summarise(this.filters);
    return now;
  }

  protected override async read(filters: IntakeFilters, after: string | null): Promise<Page<IntakeView>> {
    const page = this.#api.get<Page<IntakeView>>('/intake', {
      outcome: filters.outcome === 'all' ? undefined : filters.outcome,
      account: filters.account || undefined,
      after: after ?? undefined,
      limit: 50,
    });
    if (after === null) await Promise.all([page, this.#summarise(filters)]);
    return await page;
  }

  async #summarise(filters: IntakeFilters): Promise<void> {
    const summary = await this.#api.get<IntakeSummary>('/intake/summary', { account: filters.account || undefined });
    if (this.filters === filters) this.summary = summary;
  }
}
