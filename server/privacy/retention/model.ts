import { Schema, type Types } from 'mongoose';
import { declarePlain } from '../../declare.ts';
import { defineModel } from '../../model.ts';
import type { TicketType } from '../../tickets/envelopes.ts';

/** What a rule does, from the mildest: delete files, take all that was written, erase whoever it is about. */
export const RETENTION_ACTS = ['files', 'redact', 'erase'] as const;
export type RetentionAct = (typeof RETENTION_ACTS)[number];

/** What a rule means: tickets that are solved or closed, of a kind, in which nothing has happened for so many days. */
export interface RetentionWish {
  /** Null: any. */
  type: TicketType | null;
  channel: string | null;
  days: number;
  act: RetentionAct;
}

export interface RetentionRuleDoc extends RetentionWish {
  _id: Types.ObjectId;
  v: number;
  active: boolean;
  /** When it was made, changed or switched on: the next night is the first that follows it. */
  since: Date;
}

/** What one rule did in a run, or would do. */
export interface RetentionPart extends RetentionWish {
  rule: string;
  tickets: number;
  messages: number;
  files: number;
  customers: number;
  /** Numbers of tickets, the first hundred. */
  numbers: number[];
}

/** One run over all tickets: what it was to do, and how far it has come. */
export interface RetentionRunDoc {
  _id: Types.ObjectId;
  v: number;
  /** Ages count up to here, whenever it ends. */
  at: Date;
  /** False for one that somebody asked for. */
  scheduled: boolean;
  by: { kind: 'agent' | 'system'; id?: string; name: string };
  /** running: one whose process has died is gone on with. */
  state: 'running' | 'done';
  doneAt: Date | null;
  parts: RetentionPart[];
  /** Tickets that were due and that a legal hold has kept, and those that failed. */
  held: number[];
  failed: number;
}

const options = { versionKey: false, autoIndex: false, autoCreate: false } as const;

const rules = new Schema<RetentionRuleDoc>(
  { v: Number, type: String, channel: String, days: Number, act: String, active: Boolean, since: Date },
  options,
);
declarePlain(rules, { 'words and names of ours': ['type', 'channel', 'act'] });
export const RetentionRules = defineModel<RetentionRuleDoc>('RetentionRule', 'retention_rules', rules);

const runs = new Schema<RetentionRunDoc>(
  {
    v: Number,
    at: Date,
    scheduled: Boolean,
    by: Schema.Types.Mixed,
    state: String,
    doneAt: Date,
    parts: Schema.Types.Mixed,
    held: [Number],
    failed: Number,
  },
  options,
);
runs.index({ at: -1, _id: -1 });
runs.index({ state: 1, at: 1 });
declarePlain(runs, {
  'an agent, or a word of ours': ['by', 'state'],
  'words and numbers of ours': ['parts'],
});
export const RetentionRuns = defineModel<RetentionRunDoc>('RetentionRun', 'retention_runs', runs);
