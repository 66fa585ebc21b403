import { Schema, type Types } from 'mongoose';
import { defineModel } from '../model.ts';
import type { Opened } from '../vault/sealed.ts';
import { declareSealed } from '../declare.ts';
import type { Fold, OfferedForm, Purpose } from './envelopes.ts';
import type { FailureCause } from './failure-cause.ts';
import type { Status } from './model.ts';

/** cancelled: taken back before it went out; the message ends soon after, its words are the writer's draft again. */
export type DeliveryState = 'pending' | 'sent' | 'failed' | 'unknown' | 'cancelled';

/** The state of an outgoing message: the message is the outbox. */
export interface Delivery {
  state: DeliveryState;
  /** What it is sent for; nothing but `service` leaves without the customer's consent. */
  purpose: Purpose;
  channel: string;
  account: string;
  /** The channel in whose place it is used, because who reads there had left it. */
  instead?: string;
  /** As whom the account writes. */
  identity?: string;
  attempts: number;
  dueAt: Date;
  leaseUntil: Date | null;
  /** Id of the process that sends it. */
  leaseBy?: string;
  /** Of what must not go twice: the step has begun after which it may have arrived. */
  begun?: boolean;
  sentAt: Date | null;
  /** In a chat: when it is looked whether it was read; gone once it was, or is a mail. */
  unseenAt?: Date;
  /** Of the mail that an unread answer became: the unread ones before it, which it holds as well. */
  with?: Types.ObjectId[];
  /** What a mail server said of it last. */
  told?: Told | null;
}

/** The other side's word on a message: a mail server's in figures, a chat's as the cause itself. */
export interface Told {
  /** Enhanced status code (RFC 3463); empty when there was none. */
  status: string;
  cause?: FailureCause;
  /** False: it may work another time. */
  permanent: boolean;
}

export interface MessageAttachment {
  id: string;
  name: string;
  type: string;
  /** Bytes. */
  size: number;
  cid?: string;
}

/** What an event line says: kind and its parameters, rendered in the reader's language by the inbox. */
export interface EventLine {
  kind:
    | 'assigned'
    | 'unassigned'
    | 'status'
    | 'priority'
    | 'team'
    | 'tags'
    | 'type'
    | 'handover'
    | 'handback'
    | 'routed'
    | 'overflow'
    | 'reopened'
    | 'merged'
    | 'mergedInto'
    | 'unmerged'
    | 'unmergedFrom'
    | 'linked'
    | 'unlinked'
    | 'fields'
    | 'snoozed'
    | 'held'
    | 'spam'
    | 'notSpam'
    | 'undone'
    | 'proved'
    | 'joined'
    | 'way'
    | 'rated'
    | 'step'
    | 'callback'
    | 'purchase'
    | 'deadlineNear'
    | 'deadlineMissed'
    | 'repair';
  params: Record<string, string>;
}

/** What taking a reply back restores, where nothing else has changed it since. */
export interface Before {
  status: Status;
  /** The status that the reply gave it. */
  after: Status;
  waitingSince: Date | null;
  solvedAt: Date | null;
  /** True when it was the ticket's first reply. */
  first: boolean;
  /** By which way the ticket was answered (`replyVia`), where the reply has changed that. */
  way?: { channel: string; account: string } | null;
}

export interface MessageDoc extends Opened {
  _id: Types.ObjectId;
  v: number;
  ticket: Types.ObjectId;
  /** Whose key seals it: the ticket's customer, or the guest who wrote it. */
  customer: Types.ObjectId;
  /** True when it was written by another customer than the ticket's. */
  guest?: boolean;
  /** Ids of its files, which go with it. */
  files?: Types.ObjectId[];
  /** Place in the thread, from 1; the order of a thread, whatever the clock says. */
  n: number;
  direction: 'in' | 'out' | 'note' | 'event';
  author: { kind: 'customer' | 'agent' | 'assistant' | 'system'; id?: string };
  at: Date;
  /** Unique: hex id of the intake item it came from. */
  intake?: string;
  /** Unique within the ticket: the id that the writer's client gave it. */
  clientId?: string;
  /** Keyed hashes of `externalId` and `sentId`: bounces name them. */
  externalHashes?: string[];
  automatic: boolean;
  /** Written by a language model. */
  drafted?: boolean;
  otherSender?: boolean;
  encrypted?: 'pgp' | 'smime';
  /** A file of it was not to be had when it came. */
  missing?: boolean;
  delivery?: Delivery;
  event?: EventLine;
  /** What of the text is quoted, or a signature. */
  folds?: Fold[];
  /** Hex ids of the agents whom a note mentions. */
  mentions?: string[];
  /** A reply that goes out later: the status that its ticket takes then; gone once it is on its way. */
  later?: Status;
  /** How the ticket was before an agent's reply, for taking it back. */
  before?: Before;
  /** When its writer has changed, or taken back, what they wrote. */
  editedAt?: Date;
  deletedAt?: Date;
  /** What retention has taken of it: its files (how many), or all that was written. */
  redacted?: { what: 'files' | 'all'; at: Date; files: number };
  // sealed
  /** The id minted when it was saved (out), or the sender's own (in): for e-mail the Message-ID without brackets. */
  externalId?: string;
  /** The channel's own id of what was sent, where that is another one. */
  sentId?: string;
  /** The same of the parts that it went out in. */
  sentParts?: string[];
  /** As it was written first, where its writer has changed it. */
  original?: string;
  /** Where answers go when that is not the sender. */
  group?: string;
  choices?: { id: string; label: string }[];
  form?: OfferedForm;
  /** Why its delivery waits or has failed, in words, for the agent; the other side's words may name people. */
  failure?: string;
  text: string;
  html?: string;
  /** Name of the author as shown when it was written. */
  authorName?: string;
  /** Address of the sender (in) or of the addressee (out). */
  from?: string;
  to?: string;
  /** Of an e-mail: further addressees, those who are seen in copy, and those who are not seen. */
  alsoTo?: string[];
  cc?: string[];
  bcc?: string[];
  subject?: string;
  attachments: MessageAttachment[];
}

const schema = new Schema<MessageDoc>(
  {
    v: Number,
    ticket: Schema.Types.ObjectId,
    customer: Schema.Types.ObjectId,
    guest: Boolean,
    files: { type: [Schema.Types.ObjectId], default: undefined },
    n: Number,
    direction: String,
    author: Schema.Types.Mixed,
    at: Date,
    intake: String,
    clientId: String,
    externalHashes: [String],
    externalId: Schema.Types.Mixed,
    sentId: Schema.Types.Mixed,
    sentParts: Schema.Types.Mixed,
    original: Schema.Types.Mixed,
    group: Schema.Types.Mixed,
    automatic: Boolean,
    drafted: Boolean,
    otherSender: Boolean,
    encrypted: String,
    missing: Boolean,
    delivery: Schema.Types.Mixed,
    event: Schema.Types.Mixed,
    folds: Schema.Types.Mixed,
    mentions: { type: [String], default: undefined },
    later: String,
    before: Schema.Types.Mixed,
    editedAt: Date,
    deletedAt: Date,
    redacted: Schema.Types.Mixed,
    choices: Schema.Types.Mixed,
    form: Schema.Types.Mixed,
    failure: Schema.Types.Mixed,
    text: Schema.Types.Mixed,
    html: Schema.Types.Mixed,
    authorName: Schema.Types.Mixed,
    from: Schema.Types.Mixed,
    to: Schema.Types.Mixed,
    alsoTo: Schema.Types.Mixed,
    cc: Schema.Types.Mixed,
    bcc: Schema.Types.Mixed,
    subject: Schema.Types.Mixed,
    attachments: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ ticket: 1, n: 1 }, { unique: true });
schema.index({ intake: 1 }, { unique: true, partialFilterExpression: { intake: { $exists: true } } });
schema.index({ ticket: 1, clientId: 1 }, { unique: true, partialFilterExpression: { clientId: { $exists: true } } });
// The outbox: what is due, in the order of the thread.
schema.index({ 'delivery.dueAt': 1, n: 1 }, { name: 'due', partialFilterExpression: { 'delivery.state': 'pending' } });
// Answers in a chat of which it is not known whether they were read.
schema.index(
  { 'delivery.unseenAt': 1 },
  { name: 'unseen', partialFilterExpression: { 'delivery.unseenAt': { $exists: true } } },
);
// Replies that were taken back and are not drafts again yet.
schema.index(
  { 'delivery.state': 1, 'delivery.dueAt': 1 },
  { name: 'takenBack', partialFilterExpression: { 'delivery.state': 'cancelled' } },
);
// Answers that were to go out later, of which few are left: who writes takes them back.
schema.index({ ticket: 1 }, { name: 'planned', partialFilterExpression: { later: { $exists: true } } });
// What customers wrote into tickets of others.
schema.index({ customer: 1 }, { partialFilterExpression: { guest: true } });
// Bounces name our Message-ID.
schema.index({ externalHashes: 1 }, { partialFilterExpression: { externalHashes: { $exists: true } } });
declareSealed(schema, {
  owner: 'customer',
  // prettier-ignore
  fields: [
    'text', 'html', 'authorName', 'from', 'to', 'alsoTo', 'cc', 'bcc', 'subject', 'attachments',
    'externalId', 'sentId', 'sentParts', 'choices', 'form', 'failure', 'original', 'group',
  ],
  hashed: ['externalHashes'],
  plain: {
    'words, ids and names of ours, and of agents': [
      'direction',
      'author',
      'intake',
      'delivery',
      'event',
      'mentions',
      'later',
      'before',
      'encrypted',
      'missing',
    ],
    'places in the text': ['folds'],
    'a word of ours, a time and a number': ['redacted'],
    random: ['clientId'],
  },
});

export const Messages = defineModel<MessageDoc>('Message', 'messages', schema);
