import { isIP } from 'node:net';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { Context } from '../../context.ts';
import { record } from '../../intake/record.ts';
import type { Backlog } from '../backlog.ts';
import type { MailMeta } from './interpret.ts';
import type { Memory } from './memory.ts';
import { readAll, refusal } from './smtp-data.ts';

/** Whose mail it may be, and who is told. */
export interface Receivers {
  /** The account that takes mail to this address, if there is one. */
  accountOf(recipient: string): string | undefined;
  /** Called for each mail that is in the ledger. */
  onMail(account: string): void;
}

/** One mail at the door, to the ledger. Rejects with the answer that the sender gets. */
export async function take(
  context: Context,
  options: Receivers,
  { backlog, memory }: { backlog: Backlog; memory: Memory },
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<void> {
  const held = memory.open();
  try {
    const mail = await readAll(stream, held);
    await backlog.room();
    const kept = await Promise.all(
      [...byAccount(options, session)].map(([account, recipients]) =>
        keep(context, account, recipients, session, mail).then((one) => (options.onMail(account), one)),
      ),
    );
    for (const { done } of kept) backlog.add(done);
    void Promise.allSettled(kept.map(({ done }) => done)).then(held.free);
  } catch (error) {
    held.free();
    throw error;
  }
}

/** What the sender is told of an error; one of our own is logged. */
export function refusalOf(context: Context, error: Error & { responseCode?: number }): Error {
  if (error.responseCode) return error;
  context.log.error({ err: error }, 'a mail could not be kept');
  return refusal(451, '4.3.0 cannot keep it now, try again later');
}

/** A mail to two of our mailboxes is two items of the ledger. */
function byAccount({ accountOf }: Receivers, session: SMTPServerSession): Map<string, string[]> {
  const accounts = new Map<string, string[]>();
  for (const { address } of session.envelope.rcptTo) {
    const account = accountOf(address) ?? '';
    accounts.set(account, [...(accounts.get(account) ?? []), address]);
  }
  accounts.delete('');
  if (accounts.size === 0) throw refusal(451, '4.3.0 this mailbox was switched off just now');
  return accounts;
}

/** Recipients and the bytes as they came make the key: a repeat after a lost `250` is the same mail. */
function keep(
  context: Context,
  account: string,
  recipients: string[],
  session: SMTPServerSession,
  { raw, sha256 }: { raw: Buffer; sha256: string },
) {
  const { mailFrom } = session.envelope;
  const sorted = recipients.map((address) => address.toLowerCase()).sort();
  const { remoteAddress: ip, hostNameAppearsAs: helo } = session;
  const peer = isIP(ip) ? { peer: { ip, helo: String(helo || '').slice(0, 255) } } : {};
  const meta: MailMeta = { recipients, ...peer, ...(mailFrom ? { returnPath: mailFrom.address } : {}) };
  const key = context.vault.hash('intake', [sha256, ...sorted].join('\n'));
  return record(context, { channel: 'email', account, key, raw, sha256, meta: { ...meta } });
}
