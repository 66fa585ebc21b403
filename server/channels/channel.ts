import type { Cause } from './cause.ts';
import type { Acknowledgement, Letterhead } from '../settings/letterhead-model.ts';
import type { Interpretation, Language, OutboundMessage } from '../tickets/envelopes.ts';
import type { FailureCause } from '../tickets/failure-cause.ts';

export type ChannelName = 'email' | 'webchat' | 'telegram' | 'teams' | 'form' | 'api';

/** One mailbox, bot or widget. Settings made by environment are the account `env`. */
export interface Account {
  id: string;
  channel: ChannelName;
  name: string;
  /** The desk's own address, bot name… */
  address?: string;
  locale?: string;
  /** A switched-off account receives and sends nothing; what came through it is still read. */
  enabled: boolean;
  /** Of e-mail accounts; absent once the account is removed. */
  mail?: MailSettings;
  /** Of Telegram accounts; absent once the account is removed. */
  telegram?: BotSettings;
  /** Of bots in Microsoft Teams; absent once the account is removed. */
  teams?: TeamsSettings;
  /** How an e-mail account writes; absent: plainly. */
  letterhead?: Letterhead;
  /** What its mails can name of the shop, by variable. */
  shop?: Readonly<Record<string, string>>;
}

/** A Telegram bot. */
export interface BotSettings {
  /** As BotFather gives it: the bot's id, a colon and a secret. */
  token: string;
}

/** How a mailbox is reached. */
export interface MailSettings {
  /** imap://user:pass@host:port/folder (STARTTLS when offered) or imaps://…; `?tls=off` or `?tls=insecure`. */
  imapUrl?: string;
  /** The same with smtp:// or smtps://, for outgoing mail. */
  smtpUrl?: string;
  /** The provider that gives access by tokens; the addresses then have a user and no password. */
  oauth?: 'google' | 'microsoft';
  /** Takes mail to its address at the SMTP door. */
  door: boolean;
  /** Where the first connection to the mailbox starts: now, all or YYYY-MM-DD. */
  since: string;
  /** Folder to which mails are moved once they are in the ledger; absent: they stay where they are. */
  moveTo?: string;
}

/** How a bot in Microsoft Teams proves itself, and who may use it. */
export interface TeamsSettings {
  appId: string;
  appPassword: string;
  /** Organisations that may use it; empty: all. One: the bot is registered there. */
  tenants: string[];
}

/** A raw item as it stands in the ledger, opened. */
export interface RawItem {
  id: string;
  account: string;
  channel: ChannelName;
  raw: Buffer;
  receivedAt: Date;
  /** What the door knew besides the bytes: SMTP recipients, IMAP UID… */
  meta: Record<string, unknown>;
}

export interface SendResult {
  /** The channel's own id of what was sent. */
  externalId: string;
  /** For the agent: what did not go right all the same (some of the recipients were refused, say). */
  warning?: string;
}

/** Thrown by `send`: says what delivery.ts shall do. Anything else thrown counts as `later`. */
export class SendError extends Error {
  /** failed: never again by itself; later: again with backoff; wait: not tried yet; unknown: it may have arrived. */
  readonly outcome: 'failed' | 'later' | 'wait' | 'unknown';
  /** Seconds to wait where the channel says so (429 Retry-After). */
  readonly retryAfter: number | undefined;
  /** Enhanced status code (RFC 3463), where a mail server gave one. */
  readonly status: string | undefined;
  /** Why, where a channel without such codes can tell. */
  readonly why: FailureCause | undefined;
  constructor(outcome: SendError['outcome'], reason: string, retryAfter?: number, status?: string, why?: FailureCause) {
    super(reason);
    this.outcome = outcome;
    this.retryAfter = retryAfter;
    this.status = status;
    this.why = why;
  }
}

export interface ChannelState {
  account: string;
  /** What the account is called where there are several: the mailbox's address. */
  name?: string;
  state: 'up' | 'connecting' | 'down' | 'off';
  /** Since when it has been in this state. */
  since: Date;
  /** What the other side said. */
  error?: string;
  /** The same in a word that the inbox translates, where it is known. */
  cause?: Cause;
  /** True when it has been down for two minutes, or does not come back by itself: all agents are told. */
  failing?: boolean;
  lastIn?: Date;
  lastOut?: Date;
}

/** The port. A fifth channel is a folder with one exported object of this shape and one line in app.ts. */
export interface Channel {
  readonly name: ChannelName;
  /**
   * True when an unknown send may go again with the same id (e-mail); false: shown with "send again", and `send` waits
   * for the message's `lastStep` before what cannot be taken back.
   */
  readonly idempotentSend: boolean;
  /** What it must know of an account before anything is sent or read: an earlier process may have left both. */
  prepare?(account: Account): void;
  start(account: Account): Promise<void>;
  stop(account: Account): Promise<void>;
  interpret(item: RawItem): Promise<Interpretation> | Interpretation;
  /** Rejects with SendError. */
  send(message: OutboundMessage): Promise<SendResult>;
  /** Asks once more for the files of an item that were not to be had: its bytes with those that are; fails `not-ready`. */
  refetch?(item: RawItem): Promise<Buffer>;
  /** Why a reply through this account cannot be sent now (no SMTP_URL, say), or undefined when it can. */
  cannotSend(account: string): string | undefined;
  states(): ChannelState[];
  /** True where a form can be shown and comes back filled in. */
  readonly showsForms?: boolean;
  /** Optional powers, found by presence. */
  /** The id of a message about to be saved, for channels whose ids bind the thread (e-mail: Message-ID, no brackets). */
  mintId?(thread: string, to: string, account: string): string;
  /** True for an address of the desk itself, which no answer may go to (e-mail). */
  isOwn?(address: string): boolean;
  /** Whether any account tells those who write that their message is here (e-mail). */
  acknowledges?(): boolean;
  /** With which words this account does, `{number}` not filled in; undefined: it does not. */
  acknowledgement?(account: string, language: Language | undefined): Acknowledgement | undefined;
  /** As whom an account can write for that agent (e-mail); the first one, whose id is empty, is the account itself. */
  identities?(account: string, agent: string): { id: string; name: string; address: string }[];
  /** A mail to one of our own people, which belongs to no ticket. Rejects with SendError. */
  post?(mail: { to: string; subject: string; text: string }): Promise<void>;
  typing?(to: string, on: boolean, by: { name?: string; account: string }): void;
  read?(to: string, at: Date): void;
  /** Whether whom it writes to has it open now: where it cannot tell, they are taken to be there. */
  isHere?(to: string): boolean;
  /** How the matter of this one stands has changed: it is settled, or with people now. */
  changed?(to: string): Promise<void>;
  /** A customer (hex id) was erased: nothing of them may stay in memory. */
  forget?(customer: string): void;
  /** A ticket (hex id) goes on as another one, or by itself again: what is remembered of it may be wrong. */
  moved?(ticket: string): void;
}
