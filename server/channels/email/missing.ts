import { record } from '../../intake/record.ts';
import { noLongerMissing } from './cursor.ts';
import type { MailMeta } from './interpret.ts';
import { listOne } from './list.ts';
import type { Reading } from './reading.ts';
import { take, type Taken } from './take.ts';

/** Asked for so often, a mail is shown to the agents as one that the server does not give. */
const TOLD_AFTER = 4;
const LONGEST_WAIT_MS = 3_600_000;

/** Asks again for what the server did not give. Rejects when the connection or the store fails. */
export async function fetchMissing(reading: Reading): Promise<number> {
  const { context, cursor, doubts } = reading;
  let taken = 0;
  for (const uid of [...(cursor.missing ?? [])]) {
    if ((doubts.tries.get(uid)?.dueAt ?? 0) > performance.now()) continue;
    const { count, left, failure } = await takeOne(reading, uid);
    taken += count;
    if (left.length === 0) {
      doubts.tries.delete(uid);
      await noLongerMissing(context, cursor, uid);
    } else if (askLater(reading, uid) >= TOLD_AFTER) await tell(reading, uid);
    if (failure) throw failure;
  }
  return taken;
}

/** Milliseconds until a missing mail is to be asked for again. */
export function nextTry({ cursor, doubts }: Pick<Reading, 'cursor' | 'doubts'>): number {
  const due = (cursor.missing ?? []).map((uid) => doubts.tries.get(uid)?.dueAt ?? 0);
  return Math.max(0, Math.min(...due, Infinity) - performance.now());
}

/** A mail that was not given is asked for again, later and later. @returns how often it was asked for. */
export function askLater({ doubts: { tries, waitMs } }: Reading, uid: number): number {
  const count = (tries.get(uid)?.count ?? 0) + 1;
  const wait = Math.min(LONGEST_WAIT_MS, waitMs * 4 ** (count - 1));
  tries.set(uid, { count, dueAt: performance.now() + wait });
  return count;
}

/** One mail by itself; `failure` only when the connection ended over it. Rejects when the store fails. */
export async function takeOne(reading: Reading, uid: number): Promise<Taken> {
  const listed = await listOne(reading, uid).catch((error: unknown) => error as Error);
  if (listed instanceof Error) return { count: 0, left: [uid], failure: listed };
  if (listed.as === 'skip') return { count: 0, left: [] };
  const { failure, ...taken } = await take(reading, [listed]);
  if (reading.client.usable) return taken;
  return { ...taken, failure: failure ?? new Error('The mail server closed the connection.') };
}

/** An entry of the ledger, once: agents see in the quarantine that a mail is there which nobody can read. */
async function tell({ context, account, cursor, backlog }: Reading, uid: number): Promise<void> {
  const { uidvalidity } = cursor;
  const meta: MailMeta = { uid, uidvalidity, undelivered: true };
  const key = `undelivered ${uidvalidity} ${uid}`;
  const raw = Buffer.alloc(0);
  backlog.add((await record(context, { channel: 'email', account, key, raw, meta: { ...meta } })).done);
}
