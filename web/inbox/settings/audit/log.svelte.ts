import type { AuditView } from '../../../../server/audit/schema.ts';
import type { Api, Page } from '../../../shared/api.ts';
import { PagedLog } from '../../state/paged-log.svelte.ts';

/** What the log is narrowed to; empty texts narrow nothing. Dates are days of the reader's calendar. */
export interface AuditFilters {
  act: string;
  by: string;
  since: string;
  until: string;
}

/** The audit log, the newest first. */
export class AuditPages extends PagedLog<AuditView, AuditFilters> {
  readonly #api: Api;

  constructor(api: Api) {
    super({ act: '', by: '', since: '', until: '' });
    this.#api = api;
  }

  protected override read(filters: AuditFilters, after: string | null): Promise<Page<AuditView>> {
    const { act, by, since, until } = filters;
    return this.#api.get('/audit', { act, by, since: startOf(since), until: endOf(until), after });
  }
}

const startOf = (day: string): string | undefined => (day ? new Date(`${day}T00:00:00`).toISOString() : undefined);
const endOf = (day: string): string | undefined => (day ? new Date(`${day}T23:59:59.999`).toISOString() : undefined);
