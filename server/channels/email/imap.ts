import { setTimeout as delay } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import type { Context } from '../../context.ts';
import type { Failed } from '../cause.ts';
import { createBacklog } from '../backlog.ts';
import { causeOf } from './cause.ts';
import { cursorId, loadCursor } from './cursor.ts';
import { fetchNew } from './fetch.ts';
import { connectionOptions, folderOf, userOf } from './imap-url.ts';
import { fetchMissing, nextTry } from './missing.ts';
import type { EmailCursorDoc } from './model.ts';
import { loadOldMails, rememberOldMails, type Old } from './old-mails.ts';
import { reach } from './reach.ts';
import type { Doubts } from './reading.ts';

/** Watches one mailbox until it is stopped. */
export interface Watcher {
  stop(): Promise<void>;
}

export interface WatcherOptions {
  account: string;
  /** imap://user:pass@host:port/folder (STARTTLS when offered) or imaps://…; ?tls=off or ?tls=insecure. */
  url: string;
  /** Where the first connection starts: now, all or YYYY-MM-DD. */
  since: string;
  /** Folder to which mails go once they are in the ledger; absent: they stay where they are. */
  moveTo?: string | undefined;
  /** Hosts that may lie in a private network; absent: any (the environment's). */
  allowed?: readonly string[] | undefined;
  /** Milliseconds until the mailbox is looked at again though nothing rang, and until a missing mail is asked for. */
  waits?: { idle?: number; none?: number; missing?: number };
  /** Instead of a password. */
  token?: (() => Promise<string>) | undefined;
  onState(state: 'connecting' | 'up' | 'down', failed?: Failed): void;
  onMail(): void;
}

/** IDLE tells of new mail at once; this is for servers without it, and for connections that died silently. */
const WAIT_MS = { idle: 60_000, none: 15_000, missing: 5_000 };
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;
const BACKLOG = 64;

/** Starts watching: connects, reads what is new, waits in IDLE, and comes back with backoff after every failure. */
export function watchMailbox(context: Context, options: WatcherOptions): Watcher {
  return new MailboxWatcher(context, options);
}

class MailboxWatcher implements Watcher {
  private readonly context: Context;
  private readonly options: WatcherOptions;
  private readonly stopping = new AbortController();
  private readonly backlog = createBacklog(BACKLOG);
  private readonly running: Promise<void>;
  private client: ImapFlow | undefined;
  private failures = 0;
  private readonly waits: typeof WAIT_MS;
  private readonly doubts: Doubts;

  constructor(context: Context, options: WatcherOptions) {
    this.context = context;
    this.options = options;
    this.waits = { ...WAIT_MS, ...options.waits };
    this.doubts = { careful: false, listed: false, tries: new Map(), waitMs: this.waits.missing };
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.client?.close();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      this.options.onState('connecting');
      try {
        await this.session();
      } catch (error) {
        if (signal.aborted) return;
        const failed = causeOf(error as Error);
        this.context.log.warn({ account: this.options.account, ...failed }, 'the mailbox cannot be read');
        this.options.onState('down', failed);
      }
      await sleep(Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures++), signal);
    }
  }

  /** One connection, until it ends. */
  private async session(): Promise<void> {
    const bell = createBell();
    const { url, allowed, token } = this.options;
    const sign = token ? { auth: { user: userOf(url), accessToken: await token() } } : {};
    const options = { ...connectionOptions(url), ...(await reach(url, allowed)), ...sign };
    const client = (this.client = new ImapFlow(options));
    let failure: Error | undefined;
    client.on('error', (error: Error) => (failure = error));
    client.on('exists', bell.ring);
    client.on('close', bell.ring);
    try {
      await client.connect();
      const cursor = await openMailbox(this.context, client, this.options);
      this.failures = 0;
      this.options.onState('up');
      const old = await loadOldMails(this.context, cursor);
      while (client.usable && !this.stopping.signal.aborted) await this.turn(client, { cursor, old }, bell);
    } finally {
      client.close();
    }
    if (!this.stopping.signal.aborted) throw failure ?? new Error('The mail server closed the connection.');
  }

  /** Reads what is new, then waits until something rings. */
  private async turn(
    client: ImapFlow,
    known: { cursor: EmailCursorDoc; old: Old | undefined },
    bell: Bell,
  ): Promise<void> {
    const { context, options, backlog, doubts, waits } = this;
    const { account, moveTo } = options;
    const reading = { context, client, account, ...known, backlog, doubts, moveTo };
    bell.reset();
    if ((await fetchNew(reading)) + (await fetchMissing(reading)) > 0) options.onMail();
    await rememberOldMails(reading);
    // The next reading ends the IDLE; its own failure shows as a closed connection.
    void client.idle().catch(() => undefined);
    await bell.wait(Math.min(client.capabilities.has('IDLE') ? waits.idle : waits.none, nextTry(reading)));
  }
}

/** Opens the folder for reading only, unless mails shall be moved: nothing is ever deleted or flagged. */
async function openMailbox(context: Context, client: ImapFlow, options: WatcherOptions): Promise<EmailCursorDoc> {
  const url = new URL(options.url);
  const folder = folderOf(options.url);
  if (options.moveTo !== undefined) await client.mailboxCreate(options.moveTo).catch(() => undefined);
  const mailbox = await client.mailboxOpen(folder, { readOnly: options.moveTo === undefined });
  const state = { uidvalidity: String(mailbox.uidValidity), uidNext: mailbox.uidNext };
  return await loadCursor(context, cursorId(context, options.account, url, folder), state, options.since);
}

interface Bell {
  ring(): void;
  reset(): void;
  /** Resolves when it rings, at once when it has rung since the reset, or after that time. */
  wait(ms: number): Promise<void>;
}

/** Something to wait for: a ring while nobody waits is kept. */
function createBell(): Bell {
  let rung = Promise.withResolvers<void>();
  return {
    ring: () => rung.resolve(),
    reset: () => (rung = Promise.withResolvers<void>()),
    async wait(ms) {
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
      await Promise.race([rung.promise, timeout]);
      clearTimeout(timer);
    },
  };
}

/** Resolves after that time, or when the signal is given. */
const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => undefined);
