import { Schema, type Types } from 'mongoose';
import { defineModel } from '../model.ts';
import type { Opened } from '../vault/sealed.ts';
import { declareSealed } from '../declare.ts';
import type { CustomerClass } from '../customers/model.ts';
import type { Clocks } from './deadlines.ts';
import type { Language, SpamReason, TicketType } from './envelopes.ts';
import type { Bought } from './purchase/set.ts';
import type { CourseEntry } from './steps/course.ts';
import type { StageDoc } from './steps/machine.ts';

export const STATUSES = ['new', 'open', 'pending', 'snoozed', 'solved', 'closed'] as const;
export type Status = (typeof STATUSES)[number];
/** Waiting for us: these count against an agent's capacity. */
export const ACTIVE: Status[] = ['new', 'open'];
/** Before any ticket: in an index or a filter, what is later is a time and not null. */
export const EPOCH = new Date(0);
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
schema.index({ number: 1 }, { unique: true });
schema.index({ origin: 1 }, { unique: true });
schema.index({ threadKeys: 1 }, { unique: true });
// One index for each list that people see; all end in the order of the list.
schema.index({ activityAt: -1, _id: -1 });
schema.index({ status: 1, activityAt: -1, _id: -1 });
schema.index({ assignee: 1, status: 1, activityAt: -1, _id: -1 });
schema.index({ team: 1, status: 1, activityAt: -1, _id: -1 });
schema.index({ customer: 1, activityAt: -1, _id: -1 });
schema.index({ channel: 1, status: 1, activityAt: -1, _id: -1 });
schema.index({ type: 1, status: 1, activityAt: -1, _id: -1 });
schema.index({ tags: 1, activityAt: -1, _id: -1 });
// The queues: of a team, a class and what they want highest priority, then longest waiting.
schema.index(
  { team: 1, load: 1, wants: 1, priority: -1, waitingSince: 1, _id: 1 },
  { name: 'queues', partialFilterExpression: { queued: true } },
);
// What is wanted at all of those who get what waits.
schema.index({ wants: 1 }, { name: 'wanted', partialFilterExpression: { queued: true, wants: { $exists: true } } });
// The list of what waits. MongoDB counts by an index only when its first field has a condition: hence `queued` in it.
schema.index({ queued: 1, activityAt: -1, _id: -1 }, { name: 'waiting', partialFilterExpression: { queued: true } });
// For the numbers of Today: who waits since when, what was answered and what was solved on a day.
schema.index(
  { status: 1, waitingSince: 1 },
  { name: 'waiting-since', partialFilterExpression: { waitingSince: { $gt: EPOCH } } },
);
schema.index({ solvedAt: 1 }, { name: 'solved-at', partialFilterExpression: { solvedAt: { $gt: EPOCH } } });
schema.index(
  { firstRepliedAt: 1 },
  { name: 'first-replied-at', partialFilterExpression: { firstRepliedAt: { $gt: EPOCH } } },
);
// What is due, the nearest first: of all, of a team; and about which somebody is to be told.
schema.index({ due: 1, _id: 1 }, { name: 'due', partialFilterExpression: { due: { $gt: EPOCH } } });
schema.index({ team: 1, due: 1, _id: 1 }, { name: 'team-due', partialFilterExpression: { due: { $gt: EPOCH } } });
schema.index({ alarmAt: 1 }, { name: 'alarms', partialFilterExpression: { alarmAt: { $gt: EPOCH } } });
// The view Spam.
schema.index({ spam: 1, activityAt: -1, _id: -1 }, { name: 'spam', partialFilterExpression: { spam: true } });
// What has ended, by age, for rules of retention. Some engines take two indexes of the same fields for one.
schema.index({ stripped: 1, activityAt: 1, _id: 1 }, { name: 'solved', partialFilterExpression: { status: 'solved' } });
schema.index(
  { status: 1, stripped: 1, activityAt: 1, _id: 1 },
  { name: 'closed', partialFilterExpression: { status: 'closed' } },
);
// Tickets of others that somebody takes part in.
schema.index({ participants: 1 }, { partialFilterExpression: { participants: { $exists: true } } });
// What was merged into a ticket.
schema.index({ 'merged.into': 1 }, { partialFilterExpression: { 'merged.into': { $exists: true } } });
// About an order: what was sent back of it, and what was wrong with it before.
schema.index({ order: 1 }, { name: 'order', partialFilterExpression: { order: { $exists: true } } });
// Wakes snoozed tickets.
schema.index({ snoozedUntil: 1 }, { name: 'snoozed', partialFilterExpression: { status: 'snoozed' } });
// Of the assistant's: who waits.
schema.index({ handler: 1, waitingSince: 1 }, { name: 'assistant', partialFilterExpression: { handler: 'assistant' } });
// Of an agent: where something is begun.
schema.index(
  { drafts: 1, activityAt: -1, _id: -1 },
  { name: 'drafts', partialFilterExpression: { drafts: { $exists: true } } },
);
// Of an agent: where a note mentions them, and where they have not looked since.
schema.index(
  { mentioned: 1, activityAt: -1, _id: -1 },
  { name: 'mentioned', partialFilterExpression: { mentioned: { $exists: true } } },
);
schema.index({ mentions: 1 }, { name: 'mentions', partialFilterExpression: { mentions: { $exists: true } } });
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
