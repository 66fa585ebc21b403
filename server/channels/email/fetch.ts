import { createHash } from 'node:crypto';
import type { ImapFlow } from 'imapflow';
import type { Context } from '../../context.ts';
import { record } from '../../intake/record.ts';
import type { Backlog } from './backlog.ts';
import { decide, moveCursor } from './cursor.ts';
import type { MailMeta } from './interpret.ts';
import type { EmailCursorDoc } from './model.ts';

const BATCH_MAILS = 16;
const BATCH_BYTES = 8 * 1024 * 1024;

interface Listed {
  uid: number;
  size: number;
  as: 'skip' | 'history' | 'take';
}

/**
 * Takes every mail above the cursor into the ledger, whatever its flags, and moves the cursor behind what is there.
 * Rejects when the connection or the store fails; the cursor then stands where it stood.
 * @returns how many mails were taken.
 */
export async function fetchNew(
  context: Context,
  client: ImapFlow,
  account: string,
  cursor: EmailCursorDoc,
  backlog: Backlog,
): Promise<number> {
  let taken = 0;
  for (const batch of inBatches(await list(client, cursor))) {
    const wanted = batch.filter(({ as }) => as !== 'skip');
    if (wanted.length > 0) taken += await take(context, client, account, cursor, wanted, backlog);
    await moveCursor(context, cursor, batch.at(-1)?.uid ?? cursor.uid);
  }
  return taken;
}

/** What lies above the cursor, in the order of the UIDs. */
async function list(client: ImapFlow, cursor: EmailCursorDoc): Promise<Listed[]> {
  const listed: Listed[] = [];
  const query = { uid: true, internalDate: true, size: true };
  for await (const { uid, size = 0, internalDate } of client.fetch(`${cursor.uid + 1}:*`, query, { uid: true })) {
    // `n:*` gives the last mail even when its UID is below n (RFC 3501, 6.4.8).
    if (uid <= cursor.uid) continue;
    const date = internalDate === undefined ? new Date() : new Date(internalDate);
    listed.push({ uid, size, as: decide(cursor, uid, date) });
  }
  return listed.sort((a, b) => a.uid - b.uid);
}

function* inBatches(listed: Listed[]): Generator<Listed[]> {
  let batch: Listed[] = [];
  let bytes = 0;
  for (const mail of listed) {
    const size = mail.as === 'skip' ? 0 : mail.size;
    if (batch.length > 0 && (batch.length >= BATCH_MAILS || bytes + size > BATCH_BYTES)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(mail);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

async function take(
  context: Context,
  client: ImapFlow,
  account: string,
  cursor: EmailCursorDoc,
  wanted: Listed[],
  backlog: Backlog,
): Promise<number> {
  await backlog.room();
  const history = new Set(wanted.filter(({ as }) => as === 'history').map(({ uid }) => uid));
  const recording: Promise<void>[] = [];
  const missing = new Set(wanted.map(({ uid }) => uid));
  for await (const { uid, source } of client.fetch(
    [...missing].join(','),
    { uid: true, source: true },
    { uid: true },
  )) {
    if (!source || !missing.delete(uid)) continue;
    const meta: MailMeta = { uid, uidvalidity: cursor.uidvalidity, ...(history.has(uid) ? { history: true } : {}) };
    const kept = keep(context, account, source, meta).then(({ done }) => backlog.add(done));
    // Waited for below; a failure before that must not count as unhandled.
    kept.catch(() => undefined);
    recording.push(kept);
  }
  await Promise.all(recording);
  if (missing.size > 0) await ensureGone(client, [...missing]);
  return recording.length;
}

/**
 * A connection that ends in the middle gives fewer mails and no error: the cursor may pass a mail that was not given
 * only when the server says that it does not exist any more.
 */
async function ensureGone(client: ImapFlow, uids: number[]): Promise<void> {
  const there = await client.search({ uid: uids.join(',') }, { uid: true });
  if (!there || there.some((uid) => uids.includes(uid))) throw new Error('The mail server did not give all mails.');
}

/** The key is the bytes: mails moved away and back, and a new UIDVALIDITY, bring new UIDs for the same mail. */
async function keep(
  context: Context,
  account: string,
  raw: Buffer,
  meta: MailMeta,
): Promise<{ done: Promise<unknown> }> {
  const key = createHash('sha256').update(raw).digest('hex');
  return await record(context, { channel: 'email', account, key, raw, meta: { ...meta } });
}
