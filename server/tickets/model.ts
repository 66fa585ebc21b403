import { Schema, type Types } from 'mongoose';
import { defineModel } from '../model.ts';
import type { Opened } from '../vault/sealed.ts';
import { declareSealed } from '../declare.ts';
import type { CustomerClass } from '../customers/model.ts';
import type { Clocks } from './deadlines.ts';
import type { Language, SpamReason, TicketType } from './envelopes.ts';
import { indexTickets } from './indexes.ts';
import type { Bought } from './purchase/set.ts';
import type { CourseEntry } from './steps/course.ts';
import type { StageDoc } from './steps/machine.ts';

export const STATUSES = ['new', 'open', 'pending', 'snoozed', 'solved', 'closed'] as const;
export type Status = (typeof STATUSES)[number];
/** Waiting for us: these count against an agent's capacity. */
export const ACTIVE: Status[] = ['new', 'open'];
/** Stored as 1 to 4 so that an index can order a queue by it. */
export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Why a ticket went to somebody or waits: kind and its parameters, told in the reader's language by the inbox. */
export interface RoutingReason {
  kind: 'given' | 'offline' | 'full' | 'unskilled' | 'returned';
  params: Record<string, string>;
}

/** A skill that whoever gets a ticket should have: from which level (1 to 5) on, and whether nobody else may have it. */
export interface Need {
  /** Lower case. */
  skill: string;
  level: number;
  required: boolean;
}

/** What a merge changes of a ticket, as it was before. */
export type Standing = Pick<
  TicketDoc,
  'status' | 'queued' | 'handler' | 'waitingSince' | 'snoozedUntil' | 'solvedAt' | 'closedAt' | 'reopenedAt'
>;

/** Where a merged ticket goes on, and what undoing it restores. */
export interface Merged {
  into: Types.ObjectId;
  number: number;
  at: Date;
  before: Standing;
  /** The other ticket, before and after; absent until that one is done. */
  other?: { before: Standing; after: Standing };
}

export interface TicketDoc extends Opened {
  _id: Types.ObjectId;
  v: number;
  number: number;
  /** Unique: the hex id of the intake item that opened the ticket. */
  origin: string;
  type: TicketType;
  typeGuessed: boolean;
  status: Status;
  /** 1 low … 4 urgent. */
  priority: number;
  tags: string[];
  team: Types.ObjectId | null;
  assignee: Types.ObjectId | null;
  /** Who holds it: while it is the assistant the ticket is in no queue and in nobody's capacity. */
  handler: 'assistant' | 'agents';
  /** True while it waits for an agent: handler agents, no assignee, status new or open. */
  queued: boolean;
  /** Which capacity it counts against. */
  load: 'live' | 'mail';
  language: Language | null;
  channel: string;
  account: string;
  customer: Types.ObjectId;
  /** Its customer's, where it is not the standard one. */
  class?: CustomerClass;
  /** True when the sender's identity is not proved (forged reply, form without code). */
  unverified: boolean;
  /** Random; e-mail tokens are made from it. */
  thread: string;
  /** Keyed hashes of thread keys; each belongs to one ticket only. Never empty: holds the hash of `thread`. */
  threadKeys: string[];
  /** Messages so far; the next message's `n`. */
  messages: number;
  createdAt: Date;
  /** Last message or change that people see; lists sort by it. */
  activityAt: Date;
  /** Since when the customer waits for an answer; null when we wait for them. */
  waitingSince: Date | null;
  firstAssignedAt: Date | null;
  assignedAt: Date | null;
  firstRepliedAt: Date | null;
  solvedAt: Date | null;
  reopenedAt: Date | null;
  closedAt: Date | null;
  snoozedUntil: Date | null;
  /** Until when what is to be done (sla); the nearest of it that runs; when somebody is warned or told next. */
  clocks?: Clocks;
  due?: Date | null;
  alarmAt?: Date | null;
  /** Since when it rests in its status: an answer of ours counts anew. Rules about time find it by that. */
  stillSince?: Date;
  /** What a rule asks of whoever gets it. */
  needs?: Need[];
  /** What of that is required, as one word for its queue (routing/needs.ts). Absent where nothing is. */
  wants?: string;
  /** What routing decided last, and why. */
  routing: RoutingReason | null;
  /** Keyed hashes of the addresses besides the customer's that replies have gone to: their answers belong here. */
  participants?: string[];
  /** Agents who are writing something here that is not sent. Absent when nobody is: its index holds few. */
  drafts?: Types.ObjectId[];
  /** Set while it is merged into another ticket, which goes on for both. */
  merged?: Merged | null;
  /** The way by which the customer wrote last, since something came by another one than the ticket's own. */
  replyVia?: { channel: string; account: string } | null;
  /** Until when somebody is merging another ticket into this one: it is not merged itself meanwhile. */
  mergingUntil?: Date | null;
  /** Agents whom a note here mentions, and of them those who have not looked since. Absent when there are none. */
  mentioned?: Types.ObjectId[];
  mentions?: Types.ObjectId[];
  /** True when its customer was erased: nothing of them is left in it, and it is nobody's. */
  erased?: boolean;
  /**
   * What retention has taken of it, and when. `stripped` says how far that was (1 files, 2 words, 3 the customer), until
   * something happens here again: its indexes hold what is left to do.
   */
  redacted?: { what: 'files' | 'all'; at: Date };
  stripped?: number;
  /** Place of the last message that its customer has seen, where the channel tells. */
  seen?: number;
  /** How content its customer was with it in the end, from 1 to 5. */
  rating?: number;
  ratedAt?: Date;
  /** Where it stands in its life cycle; absent: at the beginning. */
  stage?: StageDoc;
  /** The order that it is about. */
  order?: Types.ObjectId | null;
  /** True for samples of the demo. */
  demo?: boolean;
  /** True when it came before its mailbox was connected. */
  history?: boolean;
  /** True while it lies in the view Spam: its status is closed, no queue has it, nobody is told and nothing answers. */
  spam?: boolean;
  spamReason?: SpamReason;
  // sealed
  subject: string;
  snippet: string;
  fields: Record<string, string>;
  /** The steps of its life cycle that were taken. */
  course?: CourseEntry[];
  /** What of its order it is about. */
  bought?: Bought[];
}

const schema = new Schema<TicketDoc>(
  {
    v: Number,
    number: Number,
    origin: String,
    type: String,
    typeGuessed: Boolean,
    status: String,
    priority: Number,
    tags: [String],
    team: Schema.Types.ObjectId,
    assignee: Schema.Types.ObjectId,
    handler: String,
    queued: Boolean,
    load: String,
    language: String,
    channel: String,
    account: String,
    customer: Schema.Types.ObjectId,
    class: String,
    unverified: Boolean,
    thread: String,
    threadKeys: [String],
    messages: Number,
    createdAt: Date,
    activityAt: Date,
    waitingSince: Date,
    firstAssignedAt: Date,
    assignedAt: Date,
    firstRepliedAt: Date,
    solvedAt: Date,
    reopenedAt: Date,
    closedAt: Date,
    snoozedUntil: Date,
    clocks: Schema.Types.Mixed,
    due: Date,
    alarmAt: Date,
    stillSince: Date,
    needs: { type: Schema.Types.Mixed, default: undefined },
    wants: String,
    routing: Schema.Types.Mixed,
    participants: { type: [String], default: undefined },
    drafts: { type: [Schema.Types.ObjectId], default: undefined },
    merged: Schema.Types.Mixed,
    replyVia: Schema.Types.Mixed,
    mergingUntil: Date,
    mentioned: { type: [Schema.Types.ObjectId], default: undefined },
    mentions: { type: [Schema.Types.ObjectId], default: undefined },
    erased: Boolean,
    redacted: Schema.Types.Mixed,
    stripped: Number,
    seen: Number,
    rating: Number,
    ratedAt: Date,
    stage: Schema.Types.Mixed,
    order: Schema.Types.ObjectId,
    demo: Boolean,
    history: Boolean,
    spam: Boolean,
    spamReason: String,
    subject: Schema.Types.Mixed,
    snippet: Schema.Types.Mixed,
    fields: Schema.Types.Mixed,
    course: Schema.Types.Mixed,
    bought: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
indexTickets(schema);
declareSealed(schema, {
  owner: 'customer',
  fields: ['subject', 'snippet', 'fields', 'course', 'bought'],
  hashed: ['threadKeys', 'participants'],
  plain: {
    'words and names of ours': ['type', 'status', 'handler', 'load', 'language', 'channel', 'account', 'spamReason'],
    'labels, ids and numbers of ours': ['tags', 'needs', 'wants', 'origin', 'routing', 'merged', 'replyVia'],
    'words of ours, and times': ['class', 'clocks'],
    'a word of ours, and a time': ['redacted', 'stage'],
    random: ['thread'],
  },
});

export const Tickets = defineModel<TicketDoc>('Ticket', 'tickets', schema);
