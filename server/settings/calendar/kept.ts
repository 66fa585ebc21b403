import type { Context } from '../../context.ts';
import type { Calendar } from './hours.ts';

/** What another process changed is seen after this time. */
const KEPT_MS = 5_000;

interface Kept {
  until: number;
  /** Of the changes made here: what was read before one of them must not be kept after it. */
  changes: number;
  /** By `desk` or the team's id; one that did not change is the same object, with what was computed of it. */
  all: ReadonlyMap<string, Calendar>;
}
const memory = new WeakMap<Context['db'], Kept>();

/** All calendars, from memory where they were read in the last seconds; `read` gets those that were kept last. */
export async function keptCalendars(
  { db }: Pick<Context, 'db'>,
  read: (before: ReadonlyMap<string, Calendar>) => Promise<ReadonlyMap<string, Calendar>>,
): Promise<ReadonlyMap<string, Calendar>> {
  const kept = memory.get(db) ?? { until: 0, changes: 0, all: new Map<string, Calendar>() };
  memory.set(db, kept);
  if (kept.until > Date.now()) return kept.all;
  const { changes } = kept;
  const all = await read(kept.all);
  if (kept.changes === changes) Object.assign(kept, { all, until: Date.now() + KEPT_MS });
  return all;
}

/** To be called after every change of a calendar or of the desk's zone. */
export function forgetCalendars({ db }: Pick<Context, 'db'>): void {
  const kept = memory.get(db);
  if (kept) Object.assign(kept, { until: 0, changes: kept.changes + 1 });
}
