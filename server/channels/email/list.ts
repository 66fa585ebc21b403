import type { FetchQueryObject } from 'imapflow';
import { decide } from './cursor.ts';
import { printOf } from './old-mails.ts';
import type { Listed, Reading } from './reading.ts';

const QUERY: FetchQueryObject = { uid: true, internalDate: true, size: true };

/** What lies above the cursor, in the order of the UIDs. Rejects when the server does not answer. */
export async function list({ context, client, cursor, old }: Reading, range?: string): Promise<Listed[]> {
  const from = cursor.uid + 1;
  const listed: Listed[] = [];
  for await (const { uid, size = 0, internalDate } of client.fetch(range ?? `${from}:*`, QUERY, { uid: true })) {
    // `n:*` gives the last mail even when its UID is below n (RFC 3501, 6.4.8).
    if (!range && uid < from) continue;
    const at = internalDate === undefined ? new Date() : new Date(internalDate);
    const isOld = old?.has(printOf(context, cursor, at, size));
    listed.push({ uid, size, as: decide(cursor, uid, at, isOld), at });
  }
  return listed.sort((a, b) => a.uid - b.uid);
}

/** The same as UIDs alone, for which a server need not look into its mails. */
export async function listUids({ client, cursor }: Reading): Promise<number[]> {
  const found = await client.search({ uid: `${cursor.uid + 1}:*` }, { uid: true });
  if (!found || !client.usable) throw new Error('The mail server closed the connection.');
  return found.filter((uid) => uid > cursor.uid).sort((a, b) => a - b);
}

/** One mail; wanted where the server does not say when it came. Rejects when the connection ends. */
export async function listOne(reading: Reading, uid: number): Promise<Listed> {
  const asked = await list(reading, String(uid)).catch((error: unknown) => {
    if (!reading.client.usable) throw error;
    return [];
  });
  return asked[0] ?? { uid, size: 0, as: decide(reading.cursor, uid, new Date()), at: new Date() };
}
