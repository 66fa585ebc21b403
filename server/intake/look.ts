import { setTimeout as delay } from 'node:timers/promises';
import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { Intake, type IntakeDoc, type Processed } from './model.ts';
import type { Recorded } from './record.ts';

/** Of these items (hex ids) those that came by a form of the help site. */
export async function formItems(context: Context, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const wanted = { _id: { $in: ids.map((id) => new Types.ObjectId(id)) } };
  const docs = await Intake(context).find(wanted, { channel: 1 }).lean();
  return new Set(docs.flatMap(({ _id, channel }) => (channel === 'form' ? [String(_id)] : [])));
}

const PAUSE_MS = 50;

/**
 * The ticket and message (hex ids) that an item has become, or undefined when that takes longer than `waitMs`. The second
 * of two at once waits for the first.
 */
export async function becameOf(
  context: Context,
  { id, done }: Recorded,
  waitMs: number,
): Promise<{ ticket: string; message: string } | undefined> {
  const until = performance.now() + waitMs;
  const timer = new AbortController();
  const late = delay(waitMs, undefined, { signal: timer.signal }).catch(() => undefined);
  let now: Pick<Processed, 'outcome' | 'ticket' | 'message'> | undefined = await Promise.race([done, late]);
  timer.abort();
  while (now?.outcome === 'pending' && performance.now() < until) {
    await delay(PAUSE_MS);
    now = await outcomeOf(context, id);
  }
  return now?.ticket && now.message ? { ticket: now.ticket, message: now.message } : undefined;
}

async function outcomeOf(context: Context, id: string) {
  const doc = await Intake(context).findById(id, { outcome: 1, ticket: 1, message: 1 }).lean<IntakeDoc>();
  if (!doc) return undefined;
  const { outcome, ticket, message } = doc;
  return { outcome, ticket: ticket && String(ticket), message: message && String(message) };
}
