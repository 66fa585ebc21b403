import type { BulkView } from '../../../server/bulk/schema.ts';
import type { TicketActs } from '../../../server/tickets/acts/schema.ts';
import type { Inbox } from '../state/inbox.svelte.ts';
import { watchJob } from '../state/job.ts';
import { fill } from '../state/texts.svelte.ts';

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
  try {
    return await watchJob(inbox.api, `/bulk/${job.id}`, {
      job,
      ended: ({ state }) => state === end || state === 'undone',
      show: (now) => (inbox.bulk = now),
    });
  } finally {
    inbox.bulk = undefined;
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
