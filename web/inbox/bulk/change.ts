import type { BulkView } from '../../../server/bulk/schema.ts';
import type { TicketActs } from '../../../server/tickets/acts/schema.ts';
import { ApiError } from '../../shared/api.ts';
import type { Inbox } from '../state/inbox.svelte.ts';
import { fill } from '../state/texts.svelte.ts';

const LOOK_MS = 400;
/** How long the notice with the undo stays; the key works as long. */
const UNDO_MS = 90_000;

/** Does something to all selected tickets, as a job on the server whose progress is shown. */
export async function changeMany(inbox: Inbox, acts: TicketActs): Promise<void> {
  const { selection, list, api, prepared } = inbox;
  const { view, filters } = list.query;
  const which = selection.all ? { query: { view, ...filters } } : { numbers: selection.numbers };
  const job = await api.post<BulkView>('/bulk', { acts, ...which });
  prepared.know(acts.tags?.add ?? []);
  selection.clear();
  const done = await watched(inbox, job, 'done');
  if (done.state === 'done') tell(inbox, done);
}

/** Looks again until the job has come to an end. */
async function watched(inbox: Inbox, job: BulkView, end: BulkView['state']): Promise<BulkView> {
  let now = job;
  inbox.bulk = now;
  try {
    while (now.state !== end && now.state !== 'undone') {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      now = await looked(inbox, now);
      inbox.bulk = now;
    }
  } finally {
    inbox.bulk = undefined;
  }
  return now;
}

/** The job goes on without us: a line that is cut is waited for. */
async function looked(inbox: Inbox, job: BulkView): Promise<BulkView> {
  try {
    return await inbox.api.get<BulkView>(`/bulk/${job.id}`);
  } catch (error) {
    if (error instanceof ApiError && (error.code === 'offline' || error.status >= 500)) return job;
    throw error;
  }
}

function tell(inbox: Inbox, { id, total, failed }: BulkView): void {
  const t = inbox.work.t!.bulk;
  const { texts } = inbox;
  const refused = failed > 0 ? ` ${texts.plural(t.failed, failed)}.` : '';
  inbox.undo.offer({
    text: `${texts.plural(t.done, total - failed)}.${refused}`,
    label: t.undo,
    run: () => inbox.run(undoMany(inbox, id)),
    until: Date.now() + UNDO_MS,
  });
}

/** Puts everything back to how it was, but for what others have changed since. */
export async function undoMany(inbox: Inbox, id: string): Promise<void> {
  const t = inbox.work.t!.bulk;
  const job = await inbox.api.post<BulkView>(`/bulk/${id}/undo`);
  const { restored, left } = await watched(inbox, job, 'undone');
  const others = left > 0 ? ` ${inbox.texts.plural(t.left, left)}.` : '';
  inbox.toasts.info(`${inbox.texts.plural(t.undone, restored - left)}.${others}`, [], 6_000);
}

/** How far it is, in words. */
export function progressOf(inbox: Inbox, { state, done, restored, total }: BulkView): string {
  const t = inbox.work.t!.bulk;
  const undoing = state === 'undoing' || state === 'undone';
  return fill(undoing ? t.undoing : t.running, { done: undoing ? restored : done, total });
}
