import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { BulkJobs, type BulkJobDoc } from './model.ts';
import type { BulkView } from './schema.ts';

/** Long enough for second thoughts, short enough for the tickets to be as they were left. */
const UNDO_MS = 10 * 60_000;

/** A job of this agent (hex id), or of programs. Fails `not-found`. */
export async function loadBulk(context: Context, id: string, agent: string | undefined): Promise<BulkJobDoc> {
  const job = await BulkJobs(context).findById(id).lean<BulkJobDoc>();
  return job?.by.id === agent && job ? job : fail('not-found');
}

/** Begins to put everything back, also while it runs still. Fails `illegal-step` when it is too late, or was done. */
export async function undoBulk(context: Context, job: BulkJobDoc): Promise<BulkJobDoc> {
  const running = job.state === 'running';
  if (!running && !(job.state === 'done' && untilOf(job) > context.clock.now())) fail('illegal-step');
  const undoing = { state: 'undoing' as const };
  const { matchedCount } = await BulkJobs(context).updateOne(
    { _id: job._id, state: { $in: ['running', 'done'] } },
    { $set: undoing },
  );
  return matchedCount > 0 ? { ...job, ...undoing } : fail('illegal-step');
}

/** A job as it leaves the house. */
export function presentBulk(context: Context, job: BulkJobDoc): BulkView {
  const { _id, state, total, done, failed, restored, left } = job;
  const until = untilOf(job);
  const undoUntil = state === 'done' && until > context.clock.now() ? until.toISOString() : null;
  return { id: String(_id), state, total, done, failed, restored, left, undoUntil };
}

const untilOf = ({ endedAt, createdAt }: BulkJobDoc): Date => new Date((endedAt ?? createdAt).getTime() + UNDO_MS);
