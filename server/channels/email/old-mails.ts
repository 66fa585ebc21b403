import type { Context } from '../../context.ts';
import { createPace } from '../../turns.ts';
import { asBytes } from '../../vault/sealed.ts';
import { EmailCursors, OldMails, type EmailCursorDoc, type OldMailsDoc } from './model.ts';
import type { Reading } from './reading.ts';

/** Prints of the mails that lay in a mailbox before it was connected. */
export type Old = ReadonlySet<string>;

/** A keyed hash of what stays when a server gives new UIDs: its date there, and its size. */
const BYTES = 6;
/** Larger mailboxes go by the date alone: their prints would not fit into one document. */
const MOST = 1_000_000;

/** The print of a mail; `at` is its INTERNALDATE, `size` in bytes. */
export const printOf = ({ vault }: Context, { _id }: EmailCursorDoc, at: Date, size: number): string =>
  vault.hash('old mail', `${_id} ${at.getTime()} ${size}`).slice(0, (BYTES * 4) / 3);

/**
 * Keeps the prints of what lay in the mailbox when it was connected first, once: after a change of UIDVALIDITY nothing
 * else tells it from what came later with an earlier date. Rejects when the connection or the store fails.
 */
export async function rememberOldMails({ context, client, cursor, doubts }: Reading): Promise<void> {
  if (doubts.listed || cursor.remembered || cursor.renumbered || cursor.top > MOST) return;
  doubts.listed = true;
  const prints: string[] = [];
  const pace = createPace();
  if (cursor.top > 0)
    for await (const { uid, size = 0, internalDate } of client.fetch(`1:${cursor.top}`, QUERY, { uid: true })) {
      if (uid <= cursor.top && internalDate) prints.push(printOf(context, cursor, new Date(internalDate), size));
      await pace();
    }
  if (!client.usable) throw new Error('The mail server closed the connection.');
  const doc = { _id: cursor._id, v: 1, prints: Buffer.from(prints.join(''), 'base64url') };
  await OldMails(context).collection.replaceOne({ _id: cursor._id as never }, doc as never, { upsert: true });
  cursor.remembered = true;
  await EmailCursors(context).updateOne(
    { _id: cursor._id, uidvalidity: cursor.uidvalidity },
    { $set: { remembered: true } },
  );
}

const QUERY = { uid: true, internalDate: true, size: true } as const;

/** Undefined while UIDs tell what was there before, and where nothing was kept. */
export async function loadOldMails(context: Context, cursor: EmailCursorDoc): Promise<Old | undefined> {
  if (!cursor.renumbered || !cursor.remembered) return undefined;
  const doc = await OldMails(context).findById(cursor._id).lean<OldMailsDoc>();
  const bytes = asBytes(doc?.prints);
  if (!bytes) return undefined;
  const prints = new Set<string>();
  for (let at = 0; at < bytes.length; at += BYTES)
    prints.add(Buffer.from(bytes.subarray(at, at + BYTES)).toString('base64url'));
  return prints;
}
