import type { Context } from '../../context.ts';
import { EmailCursors, type EmailCursorDoc } from './model.ts';

/** What the server says of the open mailbox. */
export interface MailboxState {
  uidvalidity: string;
  uidNext: number;
}

/** The id of a mailbox's cursor; the address of the mailbox is personal, so it is hashed. */
export function cursorId(context: Context, account: string, url: URL, folder: string): string {
  return `${account}/${context.vault.hash('mailbox', `${url.host}\n${url.username}\n${folder}`)}`;
}

/**
 * Where to go on reading. The first time by `since` (now, all or YYYY-MM-DD). After a change of UIDVALIDITY from the
 * beginning: the ledger folds what it has, and what was not wanted at the first time is not wanted now.
 */
export async function loadCursor(
  context: Context,
  id: string,
  mailbox: MailboxState,
  since: string,
): Promise<EmailCursorDoc> {
  const known = await EmailCursors(context).findById(id).lean<EmailCursorDoc>();
  if (known?.uidvalidity === mailbox.uidvalidity) return known;
  const top = mailbox.uidNext - 1;
  const cursor: EmailCursorDoc = known
    ? { ...known, uidvalidity: mailbox.uidvalidity, uid: 0, top, renumbered: true, missing: [] }
    : firstCursor(context, id, mailbox, since);
  await EmailCursors(context).collection.replaceOne({ _id: id as never }, cursor as never, { upsert: true });
  return cursor;
}

function firstCursor(context: Context, id: string, mailbox: MailboxState, since: string): EmailCursorDoc {
  const top = mailbox.uidNext - 1;
  // INTERNALDATE has whole seconds.
  const startedAt = new Date(Math.floor(context.clock.now().getTime() / 1000) * 1000);
  return {
    _id: id,
    v: 1,
    uidvalidity: mailbox.uidvalidity,
    uid: since === 'now' ? top : 0,
    top,
    since: since === 'now' ? startedAt : since === 'all' ? new Date(0) : startOf(since),
    startedAt,
    history: since === 'all',
    missing: [],
  };
}

/** Midnight of a day (YYYY-MM-DD), UTC. */
export const startOf = (day: string): Date => new Date(`${day}T00:00:00Z`);

/**
 * Is this mail to be taken, and is it from before the mailbox was connected: taken over as `solved`, or still `open`?
 * Once the server has given new UIDs, `isOld` tells what was there then; where that is not known, only its date does.
 */
export function decide(
  cursor: EmailCursorDoc,
  uid: number,
  internalDate: Date,
  isOld?: boolean,
): 'skip' | 'solved' | 'open' | 'take' {
  if (uid > cursor.top || (cursor.renumbered && isOld === false)) return 'take';
  if (internalDate < cursor.since) return 'skip';
  if (cursor.renumbered && internalDate >= cursor.startedAt) return 'take';
  return cursor.history ? 'solved' : 'open';
}

/**
 * Moves the cursor, never back: everything up to that UID is in the ledger, or among those that the server has not given
 * yet.
 */
export async function moveCursor(
  context: Context,
  cursor: EmailCursorDoc,
  uid: number,
  missing?: number,
): Promise<void> {
  cursor.uid = uid;
  const add = missing === undefined || cursor.missing?.includes(missing) ? {} : { $addToSet: { missing } };
  if (missing !== undefined) cursor.missing = [...new Set([...(cursor.missing ?? []), missing])];
  await EmailCursors(context).updateOne(
    { _id: cursor._id, uidvalidity: cursor.uidvalidity },
    { $max: { uid }, ...add },
  );
}

/** One that was missing is in the ledger, or is not there any more. */
export async function noLongerMissing(context: Context, cursor: EmailCursorDoc, uid: number): Promise<void> {
  cursor.missing = (cursor.missing ?? []).filter((one) => one !== uid);
  await EmailCursors(context).updateOne(
    { _id: cursor._id, uidvalidity: cursor.uidvalidity },
    { $pull: { missing: uid } },
  );
}
