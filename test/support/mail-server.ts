import { execFile, spawn, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SMTPServer } from 'smtp-server';
import { freePort } from './app.ts';

const DOVECOT = '/usr/sbin/dovecot';
/** Dovecot refuses to read mail as root; this is `nobody`. */
const MAIL_USER = 65534;
const PASSWORD = 's/cr@t:&';

/** Why there is no Dovecot to test with, or undefined. */
export const dovecotMissing: string | undefined = !existsSync(DOVECOT)
  ? `no Dovecot at ${DOVECOT} (Debian: dovecot-imapd)`
  : !existsSync('/usr/lib/dovecot/imap')
    ? 'Dovecot has no IMAP here (Debian: dovecot-imapd)'
    : process.getuid?.() === 0
      ? undefined
      : 'Dovecot with accounts of its own can only be started by root';

/** Real mailboxes behind a real IMAP server, and an SMTP server that delivers into them. Users are mail addresses. */
export interface MailServer {
  imapUrl(user: string): string;
  /** Delivers to any recipient, whoever sends. */
  smtpUrl: string;
  deliver(user: string, raw: Buffer | string): void;
  /** All mails of a user's INBOX, oldest first. */
  mailbox(user: string): Buffer[];
  /** The folder of a user's Maildir. */
  folder(user: string): string;
  /** Runs an administrator's command: `doveadm …`. */
  doveadm(...args: string[]): Promise<string>;
  /** Forgets all UIDs of an INBOX: the server gives new ones, under another UIDVALIDITY. */
  renumber(user: string): Promise<void>;
  /** Stops the IMAP server, and starts it again at the same port. */
  restart(): Promise<void>;
  stopImap(): Promise<void>;
  startImap(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts Dovecot with a configuration of its own in a new folder, and the SMTP server.
 * @param settings further lines of dovecot.conf
 */
export async function startMailServer(settings = ''): Promise<MailServer> {
  const home = await mkdtemp(join(tmpdir(), 'omail-'));
  const port = await freePort();
  chownSync(home, MAIL_USER, MAIL_USER);
  writeFileSync(join(home, 'dovecot.conf'), `${configuration(home, port)}${settings}\n`);
  const imap = imapProcess(home, port);
  await imap.start();
  const folder = (user: string) => maildir(home, user);
  const deliver = (user: string, raw: Buffer | string) => deliverInto(folder(user), raw);
  const smtp = await startSmtp(deliver);
  let validity = Math.floor(Date.now() / 1000) + 86_400;
  const doveadm = async (...args: string[]) =>
    (await promisify(execFile)('doveadm', ['-c', join(home, 'dovecot.conf'), ...args])).stdout;
  return {
    imapUrl: (user) =>
      `imap://${encodeURIComponent(user)}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/INBOX?tls=off`,
    smtpUrl: `smtp://127.0.0.1:${smtp.port}?tls=off`,
    deliver,
    mailbox: (user) => mailsIn(folder(user)),
    folder,
    doveadm,
    async renumber(user) {
      await imap.stop();
      for (const name of readdirSync(folder(user)))
        if (name.startsWith('dovecot')) rmSync(join(folder(user), name), { recursive: true });
      const list = join(folder(user), 'dovecot-uidlist');
      // Left to itself Dovecot takes the second of the clock, which may be the one of before.
      writeFileSync(list, `3 V${++validity} N1\n`);
      chownSync(list, MAIL_USER, MAIL_USER);
      await imap.start();
    },
    restart: async () => (await imap.stop(), await imap.start()),
    stopImap: imap.stop,
    startImap: imap.start,
    async stop() {
      await Promise.all([imap.stop(), smtp.stop()]);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const configuration = (home: string, port: number): string => `
protocols = imap
base_dir = ${home}/run
state_dir = ${home}/state
log_path = ${home}/dovecot.log
ssl = no
disable_plaintext_auth = no
first_valid_uid = ${MAIL_USER}
last_valid_uid = ${MAIL_USER}
mail_location = maildir:${home}/mail/%u
mail_always_cache_fields =
namespace inbox {
  inbox = yes
  separator = /
}
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=${MAIL_USER} gid=${MAIL_USER} home=${home}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
`;

function imapProcess(home: string, port: number) {
  let child: ChildProcess | undefined;
  return {
    async start(): Promise<void> {
      const dovecot = spawn(DOVECOT, ['-F', '-c', join(home, 'dovecot.conf')], {
        stdio: ['ignore', 'ignore', 'pipe'],
        detached: true,
      });
      child = dovecot;
      process.once('exit', () => killGroup(dovecot, 'SIGKILL'));
      let complaint = '';
      dovecot.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
      for (let tries = 0; !(await accepts(port)); tries++) {
        if (dovecot.exitCode !== null || tries > 200) throw new Error(`Dovecot does not start: ${complaint}`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
    async stop(): Promise<void> {
      const running = child;
      child = undefined;
      if (!running || running.exitCode !== null) return;
      const ended = new Promise((resolve) => running.once('exit', resolve));
      killGroup(running, 'SIGTERM');
      await ended;
      killGroup(running, 'SIGKILL');
    },
  };
}

/** Dovecot with the processes that serve its connections: they would outlive it. */
function killGroup({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connect(port, '127.0.0.1');
    // Dovecot listens before it serves: only the greeting tells.
    probe.once('data', () => (probe.destroy(), resolve(true)));
    probe.once('error', () => resolve(false));
    probe.once('end', () => resolve(false));
  });

function maildir(home: string, user: string): string {
  const folder = join(home, 'mail', user);
  for (const path of [join(home, 'mail'), folder, ...['tmp', 'new', 'cur'].map((name) => join(folder, name))])
    if (!existsSync(path)) (mkdirSync(path), chownSync(path, MAIL_USER, MAIL_USER));
  return folder;
}

let delivered = 0;

/** As every delivery agent does: write aside, then move. */
function deliverInto(folder: string, raw: Buffer | string): void {
  const place = String(++delivered).padStart(6, '0');
  const name = `${Math.floor(Date.now() / 1000)}.M${place}P${process.pid}.test`;
  writeFileSync(join(folder, 'tmp', name), raw);
  chownSync(join(folder, 'tmp', name), MAIL_USER, MAIL_USER);
  renameSync(join(folder, 'tmp', name), join(folder, 'new', name));
}

function mailsIn(folder: string): Buffer[] {
  return ['cur', 'new']
    .flatMap((name) => readdirSync(join(folder, name)).map((file) => join(folder, name, file)))
    .filter((path) => statSync(path).isFile())
    .sort((a, b) => (a.split('/').at(-1) ?? '').localeCompare(b.split('/').at(-1) ?? ''))
    .map((path) => readFileSync(path));
}

async function startSmtp(deliver: (user: string, raw: Buffer) => void) {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 500,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        for (const { address } of session.envelope.rcptTo) deliver(address, Buffer.concat(chunks));
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
