import { createHash } from 'node:crypto';
import type { Context } from '../context.ts';
import { AutomationRuns, type AutomationRunDoc } from './model.ts';

/** A rule that meets a ticket. `what` happened, told apart from everything else that happens to this ticket. */
export interface Planned extends Pick<AutomationRunDoc, 'rule' | 'ticket' | 'number' | 'on' | 'dueAt' | 'by'> {
  what: string;
  since?: Date | undefined;
}

/** Writes down what is to be done, each once. Durable when it resolves, with how many of them were new. */
export async function plan(context: Context, planned: readonly Planned[]): Promise<number> {
  if (planned.length === 0) return 0;
  const runs = planned.map(({ what, since, by, ...run }): AutomationRunDoc => ({
    _id: createHash('sha256')
      .update(`${String(run.rule)}/${String(run.ticket)}/${what}`)
      .digest('hex')
      .slice(0, 32),
    ...run,
    ...(since ? { since } : {}),
    ...(by ? { by } : {}),
    state: 'waiting',
    leaseUntil: new Date(0),
    at: context.clock.now(),
  }));
  try {
    await AutomationRuns(context).insertMany(runs, { ordered: false, lean: true });
    return runs.length;
  } catch (error) {
    const failed = (error as { writeErrors?: { code?: number }[] }).writeErrors;
    if (!failed?.length || failed.some(({ code }) => code !== 11000)) throw error;
    return runs.length - failed.length;
  }
}
