import { ImapFlow } from 'imapflow';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailSettings } from '../channel.ts';
import { causeOf } from './cause.ts';
import { startOf } from './cursor.ts';
import { connectionOptions, folderOf, userOf } from './imap-url.ts';
import type { Probe, ProbeView } from './mailbox-schema.ts';
import { reach } from './reach.ts';
import { signIn, smtpOptions } from './smtp-url.ts';

const TIMEOUT_MS = 10_000;

/**
 * Tries both servers of a mailbox, changes nothing there, and says in a word what is wrong. Never rejects.
 * @param allowed hosts that may lie in a private network; any without it
 * @param token instead of a password
 */
export async function probeMailbox(
  mail: MailSettings,
  allowed?: readonly string[],
  token?: string,
): Promise<ProbeView> {
  const [imap, smtp] = await Promise.all([
    mail.imapUrl === undefined ? undefined : probeImap(mail, mail.imapUrl, allowed, token),
    mail.smtpUrl === undefined ? undefined : probeSmtp(mail.smtpUrl, allowed, token),
  ]);
  return { ...imap, ...(smtp ? { smtp } : {}) };
}

async function probeImap(
  { since, moveTo }: MailSettings,
  address: string,
  allowed: readonly string[] | undefined,
  token: string | undefined,
): Promise<Pick<ProbeView, 'imap' | 'mails'>> {
  const at = await reach(address, allowed).catch((error: unknown) => error as Error);
  if (at instanceof Error) return { imap: explain(at) };
  const client = new ImapFlow({
    ...connectionOptions(address),
    ...at,
    ...(token === undefined ? {} : { auth: { user: userOf(address), accessToken: token } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
  });
  client.on('error', () => undefined); // told by the call that fails
  try {
    await client.connect();
    const { exists } = await client.mailboxOpen(folderOf(address), { readOnly: true });
    const taken = since === 'now' ? 0 : since === 'all' ? exists : await countSince(client, startOf(since));
    if (moveTo !== undefined && !client.capabilities.has('MOVE')) return { imap: NO_MOVE };
    return { imap: { ok: true }, mails: { all: exists, taken } };
  } catch (error) {
    return { imap: explain(error as Error) };
  } finally {
    client.close();
  }
}

const NO_MOVE: Probe = { ok: false, problem: 'move', detail: 'The server has no MOVE (RFC 6851).' };
const DAY_MS = 86_400_000;

/**
 * SEARCH knows days of the server's own time zone (RFC 3501, 6.4.4): a day later all are in time, two days earlier none
 * is, and those between are looked at.
 */
async function countSince(client: ImapFlow, since: Date): Promise<number> {
  const [before, after] = [new Date(since.getTime() - DAY_MS), new Date(since.getTime() + DAY_MS)];
  const surely = (await client.search({ since: after }, { uid: true })) || [];
  const near = (await client.search({ since: before, before: after }, { uid: true })) || [];
  let count = surely.length;
  for (const uids of chunksOf(near, 500))
    for await (const { internalDate } of client.fetch(uids.join(','), { internalDate: true }, { uid: true }))
      if (internalDate !== undefined && new Date(internalDate) >= since) count++;
  return count;
}

function* chunksOf<T>(all: T[], size: number): Generator<T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}

async function probeSmtp(
  address: string,
  allowed: readonly string[] | undefined,
  token: string | undefined,
): Promise<Probe> {
  const at = await reach(address, allowed).catch((error: unknown) => error as Error);
  if (at instanceof Error) return explain(at);
  const options = smtpOptions(address, 'localhost');
  const connection = new SMTPConnection({
    ...options,
    ...at,
    tls: { ...options.tls, ...at },
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  const auth = signIn(address, token);
  return await new Promise<Probe>((resolve) => {
    const failed = (error: Error | null | undefined) =>
      resolve(explain(error ?? new Error('The server closed the connection.')));
    const well = () => resolve({ ok: true });
    connection.once('error', failed);
    connection.once('end', () => failed(undefined));
    connection.connect((error) => {
      if (error) return failed(error);
      if (!auth) return well();
      connection.login(auth, (refused) => (refused ? failed(refused) : well()));
    });
  }).finally(() => connection.close());
}

function explain(error: Error): Probe {
  const { cause, detail } = causeOf(error);
  return { ok: false, problem: cause, detail };
}
