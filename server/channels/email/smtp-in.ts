import { createHash } from 'node:crypto';
import { isIP, type AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Context } from '../../context.ts';
import { record } from '../../intake/record.ts';
import { createBacklog, type Backlog } from './backlog.ts';
import type { MailMeta } from './interpret.ts';
import { createMemory, type Memory } from './memory.ts';
import { LIMITS } from './parsed.ts';
import { readAll, refusal } from './smtp-data.ts';

/** The listening SMTP door. */
export interface SmtpDoor {
  port: number;
  /** No new connections; what is under way may end, at most for a few seconds. */
  stop(): Promise<void>;
}

export interface SmtpDoorOptions {
  /** Our name in the greeting. */
  name: string;
  /** The account that takes mail to this address, if there is one. */
  accountOf(recipient: string): string | undefined;
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Bytes of mails that are in memory at the same time, until they are processed; 256 MB by default. */
  memory?: number;
  /** Called for each mail that is in the ledger. */
  onMail(account: string): void;
}

const MAX_RECIPIENTS = 100;
const BACKLOG = 256;
const MEMORY = 256 * 1024 * 1024;

/**
 * Opens the SMTP door (RFC 5321). `250` only when the mail is in the ledger; `550 5.1.1` for recipients that are not
 * ours, so that it is never a relay; `552` above 25 MB; `451` when the store cannot write; `452` while as much is in
 * memory as may be. Rejects when it cannot listen.
 */
export async function openSmtpDoor(context: Context, options: SmtpDoorOptions): Promise<SmtpDoor> {
  const backlog = createBacklog(BACKLOG);
  const memory = createMemory(options.memory ?? MEMORY);
  const server = new SMTPServer({
    ...LISTENER,
    name: options.name,
    onRcptTo: (recipient, session, callback) => callback(refuseRecipient(options, recipient.address, session)),
    onData(stream, session, callback) {
      take(context, options, { backlog, memory }, stream, session).then(
        () => callback(null, 'OK: kept'),
        (error: Error) => callback(refusalOf(context, error)),
      );
    },
  });
  // Answers to pipelined commands (RFC 2920) are several small writes: the second would wait 40 ms for the first's ACK.
  server.server.on('connection', (socket) => socket.setNoDelay(true));
  server.on('error', (error) => context.log.info({ reason: error.message }, 'an SMTP connection failed'));
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const LISTENER = {
  banner: 'Ombud',
  size: LIMITS.bytes,
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  // A look-up of the sender can stall for seconds: no DNS question stands between a mail and the ledger.
  disableReverseLookup: true,
  logger: false,
  maxClients: 200,
  socketTimeout: 60_000,
  closeTimeout: 5_000,
};

function refuseRecipient(options: SmtpDoorOptions, recipient: string, session: SMTPServerSession): Error | undefined {
  if (!options.accountOf(recipient)) return refusal(550, '5.1.1 there is no such address here');
  if (session.envelope.rcptTo.length >= MAX_RECIPIENTS) return refusal(452, '4.5.3 too many recipients');
  return undefined;
}

async function take(
  context: Context,
  options: SmtpDoorOptions,
  { backlog, memory }: { backlog: Backlog; memory: Memory },
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<void> {
  const held = memory.open();
  try {
    const raw = await readAll(stream, held);
    await backlog.room();
    const kept = await Promise.all(
      [...byAccount(options, session)].map(([account, recipients]) =>
        keep(context, account, recipients, session, raw).then((one) => (options.onMail(account), one)),
      ),
    );
    for (const { done } of kept) backlog.add(done);
    void Promise.allSettled(kept.map(({ done }) => done)).then(held.free);
  } catch (error) {
    held.free();
    throw error;
  }
}

function refusalOf(context: Context, error: Error & { responseCode?: number }): Error {
  if (error.responseCode) return error;
  context.log.error({ err: error }, 'a mail could not be kept');
  return refusal(451, '4.3.0 cannot keep it now, try again later');
}

/** A mail to two of our mailboxes is two items of the ledger. */
function byAccount({ accountOf }: SmtpDoorOptions, session: SMTPServerSession): Map<string, string[]> {
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
function keep(context: Context, account: string, recipients: string[], session: SMTPServerSession, raw: Buffer) {
  const { mailFrom } = session.envelope;
  const sha256 = createHash('sha256').update(raw).digest('hex');
  const sorted = recipients.map((address) => address.toLowerCase()).sort();
  const { remoteAddress: ip, hostNameAppearsAs: helo } = session;
  const peer = isIP(ip) ? { peer: { ip, helo: String(helo || '').slice(0, 255) } } : {};
  const meta: MailMeta = { recipients, ...peer, ...(mailFrom ? { returnPath: mailFrom.address } : {}) };
  const key = context.vault.hash('intake', [sha256, ...sorted].join('\n'));
  return record(context, { channel: 'email', account, key, raw, meta: { ...meta } });
}
