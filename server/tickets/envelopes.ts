/** The two envelopes in which messages cross the border between channels and tickets. Adapters speak this language. */

export type TicketType = 'complaint' | 'return' | 'inquiry';
export type Language = 'en' | 'es' | 'ro' | 'pl' | 'ru';
export const LANGUAGES: readonly Language[] = ['en', 'es', 'ro', 'pl', 'ru'];

/**
 * What something is sent for: the customer's own matter, a question how content they are, or what they did not ask for.
 * All but `service` needs their consent (customers/consent.ts, mayContact).
 */
export type Purpose = 'service' | 'survey' | 'offers';
export const PURPOSES: readonly Purpose[] = ['service', 'survey', 'offers'];

/** What a channel knows of who writes. `value` is the e-mail address, chat visitor id, Telegram user id, AAD id, number… */
export interface InboundIdentity {
  kind: 'email' | 'webchat' | 'telegram' | 'teams' | 'phone';
  value: string;
  name?: string;
  /** True when the channel itself proves it (Telegram, Teams, signed visitor); false for a mail's From or a form. */
  verified: boolean;
  /** A further address that was stated but not proved (a form's or chat's e-mail). */
  email?: string;
  /** An address that the channel proves to be theirs (a signed identity's): they are one person with who has it. */
  provedEmail?: string;
  /** A name that people know and that may pass to somebody else (`@name` on Telegram): found by it, never written to. */
  handle?: string;
  /** The language of their programs: what they write may be in another one. */
  language?: Language;
}

export interface InboundAttachment {
  name: string;
  /** MIME type as declared. */
  type: string;
  content: Uint8Array;
  /** Content-ID of an inline image, without angle brackets. */
  cid?: string;
}

/** A part of a text that its writer did not write now: characters from `start` to before `end`. */
export interface Fold {
  kind: 'quote' | 'signature';
  start: number;
  end: number;
}

/** Why a ticket is spam: flagged by the mail server, disowned by its sender's domain, blocked sender, or an agent said so. */
export type SpamReason = 'flagged' | 'dmarc' | 'blocked' | 'marked';

/**
 * What lay in a mailbox before it was connected: nobody is told, and nothing answers it by itself. `solved`: taken over
 * as done; `open`: it waits for an agent. `at`: when it came.
 */
export interface History {
  as: 'solved' | 'open';
  at: Date;
}

export interface InboundMessage {
  account: string;
  kind: 'message' | 'edit' | 'delete' | 'choice' | 'receipt';
  /** What an edit, delete, choice or receipt is about: the external id of that message. */
  target?: string;
  /**
   * Opaque strings, most specific first; the ticket that holds the first matching one gets the message. Only what was
   * verified (an e-mail token's MAC, the chat's own session) may stand here. A new ticket stores them.
   */
  threadKeys: string[];
  from: InboundIdentity;
  /** Others of an e-mail's To and Cc. */
  cc?: string[];
  /** Where answers go when that is not the sender: a group, the conversation of a team. */
  group?: string;
  /** Several items with the same key in a ticket are one message: the pictures of an album. */
  part?: string;
  sentAt?: Date;
  subject?: string;
  text: string;
  /** What of the text is quoted, or a signature: in order, not overlapping. It is kept, and shown folded. */
  folds?: Fold[];
  /** HTML as it came; tickets/receive sanitises it unless `htmlIsSafe`. */
  html?: string;
  /** True when `html` has been through http/sanitize.ts already (a parser's worker does, off the main thread). */
  htmlIsSafe?: boolean;
  attachments: InboundAttachment[];
  /** True for auto-replies and lists (RFC 3834): never answered automatically. */
  automatic: boolean;
  language?: Language;
  /** Stated by a form; otherwise guessed, inquiry by default. */
  type?: TicketType;
  /** What they agree to, or take back, in the same breath. */
  consents?: { purpose: Purpose; given: boolean }[];
  /** Form fields (order number, product, wish…), shown on the ticket. */
  fields?: Record<string, string>;
  /** What they have bought and it is about; taken over where the order is theirs. */
  bought?: { order: string; items: { sku: string; quantity: number }[] };
  /** The sender's own id of the message on its channel (Message-ID, Telegram message id, chat client id). */
  externalId?: string;
  /** True when a valid thread token came from somebody who is neither addressee nor participant: shown, not trusted. */
  otherSender?: boolean;
  /** Of `threadKeys`, those that the sender's own domain has signed together with who wrote it. */
  signedThreads?: string[];
  /** True when it says to be an agent's, and nothing proves it: it joins as another sender's, whoever knows the address. */
  doubted?: boolean;
  /** Set when what was written can only be read with a key: it is shown as such. */
  encrypted?: 'pgp' | 'smime';
  /** True where a file of it was not to be had, and may be another time. */
  missing?: boolean;
  /** 'assistant' when a chatbot shall hold the ticket first (web chat with the assistant on). */
  handler?: 'assistant' | 'agents';
  /** Set when it shall open no ticket for agents: it waits in the view Spam. */
  spam?: SpamReason;
  /** Set when it came before its mailbox was connected. */
  history?: History;
}

/** A mail of ours did not arrive. */
export interface Bounced {
  outcome: 'bounce';
  reason: string;
  /** Our own id of that mail; else the key of its thread, where at least that is known. */
  target?: string;
  thread?: string;
  recipient?: string;
  /** Enhanced status code (RFC 3463). */
  status?: string;
  /** False: it may work another time. */
  permanent: boolean;
  /** False: it is still tried. */
  final: boolean;
}

/** What an adapter makes of a raw item. Pure, so that a replay gives the same. */
export type Interpretation =
  | { outcome: 'message'; message: InboundMessage }
  /** `from` and `target` (our own id of a message that it repeats): whose it is, though it becomes no ticket. */
  | { outcome: 'ignore'; reason: string; from?: InboundIdentity; target?: string }
  | Bounced
  | { outcome: 'quarantine'; reason: string; from?: InboundIdentity };

export interface OutboundAttachment {
  id: string;
  name: string;
  type: string;
  size: number;
  cid?: string;
  read(): Promise<Buffer>;
}

/** What an answer repeats of the mail that it answers. */
export interface Quoted {
  /** Who wrote it: name or address. */
  by: string;
  at: Date;
  /** What they wrote then, without what they quoted themselves. */
  text: string;
}

/** Questions that can be answered at once; what is filled in comes back as a message with a line "label: value" for each. */
export interface OfferedForm {
  lead: string;
  fields: {
    id: string;
    label: string;
    /** Told in several lines. */
    long?: true;
    required?: true;
    choices?: string[];
  }[];
}

export interface OutboundMessage {
  channel: string;
  account: string;
  /** As whom the account writes, where it can write as several. */
  identity?: string;
  /** The first addressee: whom the thread's token is made for. */
  to: string;
  alsoTo?: string[];
  cc?: string[];
  /** Get it too, and nobody sees that. */
  bcc?: string[];
  kind: 'message' | 'receipt';
  purpose: Purpose;
  subject?: string;
  text: string;
  /** Sanitised HTML, where the writer used formatting. */
  html?: string;
  attachments: OutboundAttachment[];
  choices?: { id: string; label: string }[];
  form?: OfferedForm;
  /** The channel's ids of the parts of it that went out in an earlier attempt, for channels that send in parts. */
  sentParts?: string[];
  /** Notes that a part of it has gone out; only what comes after it is sent in the next attempt. */
  keepPart?(externalId: string): Promise<void>;
  /** Our id of this message, minted when it was saved; for e-mail the Message-ID without angle brackets. */
  mintedId: string;
  /** The ticket's secret thread id, from which e-mail tokens are made (see channels/email/token.ts). */
  thread: string;
  /** Message-IDs of the thread so far, oldest first, without angle brackets (for In-Reply-To and References). */
  references: string[];
  /**
   * Resolves when the step may be taken after which it may have arrived. A channel whose sends must not be repeated
   * waits for it before each such step: what a killed process had not brought so far goes again.
   */
  lastStep?(): Promise<void>;
  /** Reads what the customer's side wrote last before it; undefined when there is nothing. */
  quoted?(): Promise<Quoted | undefined>;
  /** Our message's hex id and the ticket's number, for logs and client echoes. */
  messageId: string;
  ticketNumber: number;
  language?: Language;
  author: { kind: 'agent' | 'assistant' | 'system'; name?: string };
  /** True for receipts and other automatic mail (Auto-Submitted: auto-replied). */
  automatic: boolean;
}
