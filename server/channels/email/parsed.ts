import type { Fold } from '../../tickets/envelopes.ts';

/** What comes out of the parser's worker. Structured-clonable; nothing in it is trusted. */
export interface ParsedMail {
  /** Values of the headers that screen.ts asks for, by name in lower case, unfolded, in their order. */
  headers: Record<string, string[]>;
  /** Names of headers that must not stand more than once (RFC 5322, 3.6), and do. */
  repeated: string[];
  from: Person[];
  replyTo: Person[];
  to: Person[];
  cc: Person[];
  subject?: string;
  /** Ids without angle brackets. */
  messageId?: string;
  inReplyTo: string[];
  references: string[];
  /** Milliseconds; undefined when missing or unreadable. */
  date?: number;
  text: string;
  /** What of the text is quoted, or a signature. */
  folds: Fold[];
  /** Sanitised. */
  html?: string;
  /** What was written can only be read with a key, from an attached file or out of the text. */
  encrypted?: 'pgp' | 'smime' | undefined;
  files: ParsedFile[];
  report?: DeliveryReport;
  /** Ids of our kind that stand in the words and parts of a mail that may be a bounce. */
  returned: string[];
  /** Whether it comes from the domain that it says; absent when that cannot be told. */
  authenticity?: Authenticity;
}

export interface Authenticity {
  dmarc: 'pass' | 'fail';
  /** What the domain asks for when it fails. */
  policy: 'none' | 'quarantine' | 'reject';
  /** Names of the headers, lower case, that a signature of that domain covers; absent where it has signed none. */
  signed?: string[];
}

/** The server that brought the mail to the SMTP door. */
export interface Peer {
  ip: string;
  /** The name it gave itself. */
  helo: string;
}

/** What the parser is told besides the bytes. */
export interface Envelope {
  peer?: Peer | undefined;
  /** Envelope sender. */
  sender?: string | undefined;
  /** Servers whose Authentication-Results are believed, in lower case. */
  trusted?: readonly string[] | undefined;
}

export interface Person {
  address: string;
  name: string;
}

export interface ParsedFile {
  name: string;
  /** MIME type as declared. */
  type: string;
  cid?: string;
  content: Uint8Array;
}

/** A delivery status notification (RFC 3464). */
export interface DeliveryReport {
  /** failed, delayed, delivered, relayed or expanded. */
  action: string;
  /** Enhanced status code (RFC 3463), 5.1.1 for example. */
  status: string;
  recipient?: string;
  diagnostic?: string;
}

/** The headers that screen.ts looks at. */
export const SCREENED_HEADERS: ReadonlySet<string> = new Set([
  'authentication-results',
  'auto-submitted',
  'content-type',
  'dkim-signature',
  'list-id',
  'list-post',
  'list-unsubscribe',
  'precedence',
  'return-path',
  'x-auto-response-suppress',
  'x-autoreply',
  'x-autorespond',
  'x-failed-recipients',
  'x-forefront-antispam-report',
  'x-microsoft-antispam',
  'x-ms-exchange-organization-scl',
  'x-ombud-loop',
  'x-spam',
  'x-spam-flag',
  'x-spam-status',
]);

/** Those that say who wrote, which mail it is and what it answers: at most one of each. */
export const SINGLE_HEADERS: readonly string[] = ['from', 'message-id', 'in-reply-to', 'references'];

/** Limits of RELIABILITY.md. A mail beyond one is quarantined with the reason. */
export const LIMITS = { bytes: 25 * 1024 * 1024, parts: 1000, levels: 100, seconds: 10 } as const;
/** Deeper HTML is flattened: parsers recurse, and mailparser does not finish on 1,000,000 nested elements. */
export const HTML_LEVELS = 200;
/** Longer bodies (UTF-16 units) are cut for display and kept whole as an attachment. */
export const BODY_LENGTH = 1_000_000;
