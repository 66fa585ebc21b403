import { ImapFlow } from 'imapflow';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailSettings } from '../channel.ts';
import { connectionOptions, folderOf } from './imap-url.ts';
import type { Probe, ProbeView } from './mailbox-schema.ts';
import { signIn, smtpOptions } from './smtp-url.ts';

const TIMEOUT_MS = 10_000;

/** Tries both servers of a mailbox, changes nothing there, and says in a word what is wrong. Never rejects. */
export async function probeMailbox(mail: MailSettings): Promise<ProbeView> {
  const [imap, smtp] = await Promise.all([
    mail.imapUrl === undefined ? undefined : probeImap(mail.imapUrl, mail.since),
    mail.smtpUrl === undefined ? undefined : probeSmtp(mail.smtpUrl),
  ]);
  return { ...imap, ...(smtp ? { smtp } : {}) };
}

async function probeImap(address: string, since: string): Promise<Pick<ProbeView, 'imap' | 'mails'>> {
  const client = new ImapFlow({
    ...connectionOptions(address),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
  });
  client.on('error', () => undefined); // told by the call that fails
  try {
    await client.connect();
    const { exists } = await client.mailboxOpen(folderOf(address), { readOnly: true });
    const taken = since === 'now' ? 0 : since === 'all' ? exists : await countSince(client, since);
    return { imap: { ok: true }, mails: { all: exists, taken } };
  } catch (error) {
    return { imap: explain(error as Failure) };
  } finally {
    client.close();
  }
}

const countSince = async (client: ImapFlow, since: string): Promise<number> =>
  ((await client.search({ since: new Date(`${since}T00:00:00Z`) }, { uid: true })) || []).length;

function probeSmtp(address: string): Promise<Probe> {
  const connection = new SMTPConnection({
    ...smtpOptions(address, 'localhost'),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  const auth = signIn(address);
  return new Promise<Probe>((resolve) => {
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

type Failure = Error & {
  code?: string;
  authenticationFailed?: boolean;
  responseText?: string;
  mailboxMissing?: boolean;
};

const PROBLEMS: [RegExp, Probe['problem']][] = [
  [/^(ENOTFOUND|EAI_AGAIN|EDNS)$/, 'address'],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/, 'refused'],
  [/^(ETIMEDOUT|CONNECT_TIMEOUT|GREETING_TIMEOUT|UPGRADE_TIMEOUT|ETIME)/, 'timeout'],
  [/(CERT|SELF_SIGNED|UNABLE_TO|ALTNAME)/, 'certificate'],
  [/^(EPROTO|ETLS|ERR_SSL|ERR_TLS)/, 'tls'],
  [/^EAUTH$/, 'sign-in'],
];

function explain(error: Failure): Probe {
  const detail = (error.responseText ?? error.message).replace(/\s+/g, ' ').slice(0, 200);
  if (error.authenticationFailed) return { ok: false, problem: 'sign-in', detail };
  if (error.mailboxMissing || /^Command failed$/.test(error.message)) return { ok: false, problem: 'folder', detail };
  const cause = (error as { cause?: Failure }).cause;
  // nodemailer puts the system's code into the text only.
  const inText = /\bE[A-Z]{4,20}\b/.exec(detail)?.[0];
  const codes = [inText, error.code, cause?.code].filter((code) => code !== undefined);
  const found = PROBLEMS.find(([expression]) => codes.some((code) => expression.test(code)));
  return { ok: false, problem: found?.[1] ?? (/certificate/i.test(detail) ? 'certificate' : 'other'), detail };
}
