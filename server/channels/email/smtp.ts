import { Readable } from 'node:stream';
import SMTPConnection, { type SMTPConnectionAuth } from 'nodemailer/lib/smtp-connection';
import { statusIn } from '../../tickets/failure-cause.ts';
import { SendError } from '../channel.ts';
import { PrivateHostError, reach, type Reached } from './reach.ts';
import type { ComposedMail } from './compose.ts';
import { signIn, smtpOptions } from './smtp-url.ts';

/** Sends mail through SMTP_URL. */
export interface Sender {
  /**
   * Resolves when the server has taken the mail for anybody, with its reason where it refused some of the recipients;
   * rejects with SendError. The mail itself goes out once `lastStep` resolves.
   */
  send(mail: ComposedMail, lastStep?: () => Promise<void>): Promise<string | undefined>;
}

/**
 * A sender for smtp://user:pass@host:port (STARTTLS when offered) or smtps://…; `?tls=off` or `?tls=insecure`.
 * A connection for each mail: no idle one can have been closed behind our back, and it is always known whether the
 * message had begun to go out when a connection was cut. `allowed`: the hosts that may lie in a private network; any
 * without it. `token` gives what stands for a password (XOAUTH2).
 */
export function createSender(
  url: string,
  name: string,
  allowed?: readonly string[],
  token?: () => Promise<string>,
): Sender {
  const options = smtpOptions(url, name);
  return {
    async send(mail, lastStep = () => Promise.resolve()) {
      const auth = signIn(url, await tokenOf(token));
      const at = await placeOf(url, allowed);
      return await transmit(
        new SMTPConnection({ ...options, ...at, tls: { ...options.tls, ...at } }),
        auth,
        mail,
        lastStep,
      );
    },
  };
}

/** Without access nothing leaves, and it can be given again: later. */
async function tokenOf(token: (() => Promise<string>) | undefined): Promise<string | undefined> {
  try {
    return await token?.();
  } catch (error) {
    throw new SendError('later', (error as Error).message);
  }
}

async function placeOf(url: string, allowed: readonly string[] | undefined): Promise<Reached> {
  try {
    return await reach(url, allowed);
  } catch (error) {
    throw new SendError(error instanceof PrivateHostError ? 'failed' : 'later', (error as Error).message);
  }
}

/** One mail over one connection. */
function transmit(
  connection: SMTPConnection,
  auth: SMTPConnectionAuth | undefined,
  mail: ComposedMail,
  lastStep: () => Promise<void>,
): Promise<string | undefined> {
  let begun = false;
  return new Promise((resolve, reject) => {
    const failed = (error: Error | null | undefined) => {
      // First this reason, then the end of the connection, which is one of its own.
      reject(toSendError(error ?? new Error('The mail server closed the connection.'), begun));
      connection.close();
    };
    // The connection reads it only after the server's 354.
    const content = new Readable({
      read() {
        lastStep().then(() => {
          begun = !this.destroyed;
          this.push(mail.raw);
          this.push(null);
        }, failed);
      },
    });
    connection.once('error', failed);
    connection.once('end', () => failed(undefined));
    const transfer = () =>
      connection.send({ ...mail.envelope, size: mail.raw.length, use8BitMime: false }, content, (error, info) => {
        if (error) return failed(error);
        connection.quit();
        const [rejected] = info.rejectedErrors ?? [];
        return info.accepted.length > 0 ? resolve(rejected?.message) : failed(rejected);
      });
    connection.connect((error) => {
      if (error) return failed(error);
      if (!auth) return transfer();
      connection.login(auth, (refused) => (refused ? failed(refused) : transfer()));
    });
  });
}

/**
 * What the delivery does next (RFC 5321, 4.2.1): 4xx and no connection: later; 5xx: failed; cut after the message had
 * begun to go out: unknown. A refused sign-in is a matter of settings and can be mended: later.
 */
function toSendError(error: Error & { responseCode?: number; code?: string }, begun: boolean): SendError {
  const code = error.responseCode;
  const reason = error.message.replace(/\s+/g, ' ').slice(0, 300);
  if (code !== undefined && code >= 400)
    return new SendError(code >= 500 && error.code !== 'EAUTH' ? 'failed' : 'later', reason, 0, statusIn(reason));
  return new SendError(begun ? 'unknown' : 'later', reason);
}
