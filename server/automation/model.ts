import { Schema, type Types } from 'mongoose';
import { declarePlain } from '../declare.ts';
import { defineModel } from '../model.ts';
import type { Conditions } from '../tickets/conditions/conditions.ts';
import type { Language, TicketType } from '../tickets/envelopes.ts';
import type { Priority, Status } from '../tickets/model.ts';

/** What can happen to a ticket that a rule answers. */
export const HAPPENINGS = [
  'created',
  'received',
  'status',
  'stage',
  'priority',
  'assignee',
  'team',
  'tags',
  'rated',
  'missed',
] as const;
export type Happening = (typeof HAPPENINGS)[number];
export const UNITS = ['minutes', 'hours', 'days', 'business-days'] as const;
/** Statuses in which a ticket may rest until a rule finds it. */
export const RESTING = ['new', 'open', 'pending', 'solved'] as const;

/** Something happens, or nothing has for so long. */
export type Trigger =
  { on: Happening } | { on: 'time'; status: (typeof RESTING)[number]; amount: number; unit: (typeof UNITS)[number] };

/** What a ticket must be like, as it is then: besides what rules of routing ask, how far it has come. */
export interface Asked extends Conditions {
  status?: Status[];
  stage?: string[];
  /** Hex ids. */
  teams?: string[];
  assigned?: boolean;
  /** How content its customer was, 1 to 5. */
  rating?: number[];
}

/** What is done, in this order. */
export interface Deeds {
  /** To the customer, by language; in theirs where it stands here. */
  message?: Partial<Record<Language, string>>;
  note?: string;
  /** Hex ids of agents whom the note mentions; without a note, the rule's name is one. */
  notify?: string[];
  status?: Status;
  priority?: Priority;
  type?: TicketType;
  /** Hex ids. */
  team?: string;
  assignee?: string | null;
  tags?: { add?: string[]; remove?: string[] };
  /** Other systems are told. */
  webhook?: boolean;
}

/** Why a rule was switched off by itself. */
export interface Stopped {
  at: Date;
  /** Of the ticket on which it was seen. */
  number: number;
  /** Names of the rules that go round with it. */
  with: string[];
}

export interface AutomationDoc {
  _id: Types.ObjectId;
  v: number;
  name: string;
  enabled: boolean;
  trigger: Trigger;
  conditions: Asked;
  deeds: Deeds;
  /** When it was tried as it stands. */
  triedAt: Date | null;
  /** Of one about time: since when tickets must rest to be found next; what rested longer was. */
  sweptTo: Date | null;
  stopped: Stopped | null;
  createdAt: Date;
}

const options = { versionKey: false, autoIndex: false, autoCreate: false, minimize: false } as const;
const schema = new Schema<AutomationDoc>(
  {
    v: Number,
    name: String,
    enabled: Boolean,
    trigger: Schema.Types.Mixed,
    conditions: Schema.Types.Mixed,
    deeds: Schema.Types.Mixed,
    triedAt: Date,
    sweptTo: Date,
    stopped: Schema.Types.Mixed,
    createdAt: Date,
  },
  options,
);
schema.index({ enabled: 1, _id: 1 });
declarePlain(schema, {
  'written by leads, of tickets in general': ['name', 'trigger', 'conditions', 'deeds', 'stopped'],
});
export const Automations = defineModel<AutomationDoc>('Automation', 'automations', schema);

/** done; capped: it did enough here today; own: another rule caused it; loop: so it was switched off; failed: why not. */
export type Outcome = 'done' | 'capped' | 'own' | 'loop' | 'failed';

/** A rule meets a ticket: what is to be done, and afterwards the log of it. */
export interface AutomationRunDoc {
  /** Rule, ticket and what happened: the same again is the same one. */
  _id: string;
  rule: Types.ObjectId;
  ticket: Types.ObjectId;
  number: number;
  /** What happened. */
  on: Trigger['on'];
  /** Of one about time: since when the ticket rested. */
  since?: Date;
  /** Hex id of the rule that caused it. */
  by?: string;
  state: 'waiting' | 'done';
  dueAt: Date;
  /** True once something of it may be done: it is done to its end, whatever changes meanwhile. */
  begun?: boolean;
  /** Real time: two processes must agree. */
  leaseUntil: Date;
  /** How often it could not be carried out. */
  attempts?: number;
  at: Date;
  outcome?: Outcome;
  /** Names of what was done. */
  did?: string[];
  /** The error, where it failed. */
  code?: string;
  doneAt?: Date;
  /** How many places the thread had then. */
  place?: number;
}

/** How long the log can be read. */
const KEPT_DAYS = 90;
const runSchema = new Schema<AutomationRunDoc>(
  {
    _id: String,
    rule: Schema.Types.ObjectId,
    ticket: Schema.Types.ObjectId,
    number: Number,
    on: String,
    since: Date,
    by: String,
    state: String,
    dueAt: Date,
    begun: Boolean,
    leaseUntil: Date,
    attempts: Number,
    at: Date,
    outcome: String,
    did: { type: [String], default: undefined },
    code: String,
    doneAt: Date,
    place: Number,
  },
  options,
);
runSchema.index({ dueAt: 1 }, { name: 'due', partialFilterExpression: { state: 'waiting' } });
runSchema.index({ rule: 1, doneAt: -1 });
runSchema.index({ ticket: 1, doneAt: -1 });
// What waits has no such time, and stays.
runSchema.index({ doneAt: 1 }, { expireAfterSeconds: KEPT_DAYS * 86_400 });
declarePlain(runSchema, {
  'ids of ours, and words': ['_id', 'on', 'by', 'state', 'outcome', 'code'],
  'names of what was done': ['did'],
});
export const AutomationRuns = defineModel<AutomationRunDoc>('AutomationRun', 'automation_runs', runSchema);
