import type { AuditView } from '../../../../server/audit/schema.ts';
import { ApiError, type Api, type Page } from '../../../shared/api.ts';

/** What the log is narrowed to; empty texts narrow nothing. Dates are days of the reader's calendar. */
export interface AuditFilters {
  act: string;
  by: string;
  since: string;
  until: string;
}

/** Pages of the audit log, the newest first. */
export class AuditPages {
  items: AuditView[] = $state.raw([]);
  next: string | null = $state(null);
  state: 'loading' | 'ready' | 'error' = $state('loading');
  error: ApiError | undefined = $state.raw();
  readonly #api: Api;
  #filters: AuditFilters = { act: '', by: '', since: '', until: '' };

  constructor(api: Api) {
    this.#api = api;
  }

  /** Reads the first page; what an earlier question still answers is dropped. */
  async open(filters: AuditFilters): Promise<void> {
    this.#filters = filters;
    try {
      const page = await this.#read(null);
      if (this.#filters !== filters) return;
      this.items = page.items;
      this.next = page.next;
      this.state = 'ready';
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.error = error;
      this.state = 'error';
    }
  }

  /** Reads the page after what is there. */
  async more(): Promise<void> {
    const filters = this.#filters;
    const page = await this.#read(this.next);
    if (this.#filters !== filters) return;
    this.items = [...this.items, ...page.items];
    this.next = page.next;
  }

  #read(after: string | null): Promise<Page<AuditView>> {
    const { act, by, since, until } = this.#filters;
    return this.#api.get('/audit', { act, by, since: startOf(since), until: endOf(until), after });
  }
}

const startOf = (day: string): string | undefined => (day ? new Date(`${day}T00:00:00`).toISOString() : undefined);
const endOf = (day: string): string | undefined => (day ? new Date(`${day}T23:59:59.999`).toISOString() : undefined);
