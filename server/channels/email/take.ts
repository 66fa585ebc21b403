import { createHash } from 'node:crypto';
import { record, type Recorded } from '../../intake/record.ts';
import { slicesOf, turnFor } from '../../turns.ts';
import type { MailMeta } from './interpret.ts';
import type { Listed, Reading } from './reading.ts';

/** What became of mails that the server was asked for. */
export interface Taken {
  /** Mails that are in the ledger now. */
  count: number;
  /** UIDs that are there and were not given. */
  left: number[];
  /** Why, when the server said so or the connection ended. */
  failure?: Error;
}

/**
 * Takes mails into the ledger and, if told to, out of the folder. Rejects when the ledger cannot keep them; what the
 * server does wrong is told in the result.
 */
export async function take(reading: Reading, wanted: Listed[]): Promise<Taken> {
  await reading.backlog.room();
  const byUid = new Map(wanted.map((mail) => [mail.uid, mail]));
  const recording: Promise<{ uid: number; duplicate: boolean }>[] = [];
  let failure: Error | undefined;
  try {
    const query = { uid: true, source: true };
    for await (const { uid, source } of reading.client.fetch([...byUid.keys()].join(','), query, { uid: true })) {
      const mail = byUid.get(uid);
      if (!source || !mail) continue;
      byUid.delete(uid);
      const kept = keep(reading, mail, source);
      // Waited for below; a failure before that must not count as unhandled.
      kept.catch(() => undefined);
      recording.push(kept);
    }
  } catch (error) {
    failure = error as Error;
  }
  const kept = await Promise.all(recording);
  const left = byUid.size > 0 && !failure ? await stillThere(reading, [...byUid.keys()]) : [...byUid.keys()];
  // What came back to the folder stays there: somebody wanted it so.
  await moveAway(
    reading,
    kept.filter(({ duplicate }) => !duplicate).map(({ uid }) => uid),
  );
  return { count: kept.length, left, ...(failure ? { failure } : {}) };
}

/**
 * A connection that ends in the middle gives fewer mails and no error: a mail that was not given is passed over only when
 * the server says that it does not exist any more.
 */
async function stillThere({ client }: Reading, uids: number[]): Promise<number[]> {
  const there = await client.search({ uid: uids.join(',') }, { uid: true });
  return there ? there.filter((uid) => uids.includes(uid)) : uids;
}

/** The key is the bytes: mails moved away and back, and a new UIDVALIDITY, bring new UIDs for the same mail. */
async function keep(
  { context, account, cursor, backlog }: Reading,
  { uid, as, at }: Listed,
  raw: Buffer,
): Promise<{ uid: number; duplicate: boolean }> {
  const sha256 = await sha256Of(raw);
  const history = as === 'solved' || as === 'open' ? { history: { as, at: at.toISOString() } } : {};
  const meta: MailMeta = { uid, uidvalidity: cursor.uidvalidity, ...history };
  const { done, duplicate }: Recorded = await record(context, {
    channel: 'email',
    account,
    key: sha256,
    raw,
    sha256,
    meta: { ...meta },
  });
  backlog.add(done);
  return { uid, duplicate };
}

async function sha256Of(raw: Buffer): Promise<string> {
  const hash = createHash('sha256');
  for (const slice of slicesOf(raw)) {
    await turnFor(slice.length);
    hash.update(slice);
  }
  return hash.digest('hex');
}

/**
 * By MOVE alone (RFC 6851): without it the server would have to delete, which we never do. What cannot be moved stays
 * where it is.
 */
async function moveAway({ context, client, account, moveTo }: Reading, uids: number[]): Promise<void> {
  if (moveTo === undefined || uids.length === 0 || !client.usable || !client.capabilities.has('MOVE')) return;
  const moved = await client.messageMove(uids.join(','), moveTo, { uid: true }).catch(() => false as const);
  if (!moved) context.log.warn({ account }, 'mails could not be moved to their folder');
}
