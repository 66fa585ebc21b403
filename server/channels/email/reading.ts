import type { ImapFlow } from 'imapflow';
import type { Context } from '../../context.ts';
import type { Backlog } from '../backlog.ts';
import type { EmailCursorDoc } from './model.ts';
import type { Old } from './old-mails.ts';

/** What reading a mailbox needs. */
export interface Reading {
  context: Context;
  client: ImapFlow;
  account: string;
  cursor: EmailCursorDoc;
  /** What lay there before us, once UIDs don't tell it any more. */
  old?: Old | undefined;
  backlog: Backlog;
  doubts: Doubts;
  /** Folder to which mails go once they are in the ledger; absent: they stay where they are. */
  moveTo?: string | undefined;
}

/** What of one mailbox did not go well; remembered from one connection to the next, not longer. */
export interface Doubts {
  /** Set when a batch was not given whole: then mails are asked for one by one, to find the one that is the matter. */
  careful: boolean;
  /** Set once the mailbox was asked for its old mails: a server that fails over them is not asked again. */
  listed: boolean;
  /** Of the missing ones: how often they were asked for, and when (performance.now()) they are asked for again. */
  tries: Map<number, { count: number; dueAt: number }>;
  /** How long the first wait is, in milliseconds; each is four times the one before. */
  waitMs: number;
}

/** A mail of the mailbox that is wanted. */
export interface Listed {
  uid: number;
  /** Bytes; 0 when the server does not say. */
  size: number;
  as: 'skip' | 'solved' | 'open' | 'take';
  /** INTERNALDATE. */
  at: Date;
}
