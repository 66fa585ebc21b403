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
    ? { ...known, uidvalidity: mailbox.uidvalidity, uid: 0, top }
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
    since: since === 'now' ? startedAt : since === 'all' ? new Date(0) : new Date(`${since}T00:00:00Z`),
    startedAt,
    history: since === 'all',
  };
}

/** Is this mail to be taken, and is it history? */
export function decide(cursor: EmailCursorDoc, uid: number, internalDate: Date): 'skip' | 'history' | 'take' {
  if (uid > cursor.top) return 'take';
  if (internalDate < cursor.since) return 'skip';
  return cursor.history && internalDate < cursor.startedAt ? 'history' : 'take';
}

/** Moves the cursor: everything up to that UID is in the ledger. Never back. */
export async function moveCursor(context: Context, cursor: EmailCursorDoc, uid: number): Promise<void> {
  cursor.uid = uid;
  await EmailCursors(context).updateOne({ _id: cursor._id, uidvalidity: cursor.uidvalidity }, { $max: { uid } });
}
