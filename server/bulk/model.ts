import { Schema, type Types } from 'mongoose';
import { declarePlain } from '../declare.ts';
import { defineModel } from '../model.ts';
import type { TicketActs } from '../tickets/acts/schema.ts';
import type { NamedActor } from '../tickets/event.ts';
import type { Restorable } from './restorable.ts';

/** running, then done; undoing (also while it runs still), then undone. */
export type BulkState = 'running' | 'done' | 'undoing' | 'undone';

/** One change of many tickets. */
export interface BulkJobDoc {
  _id: Types.ObjectId;
  by: NamedActor;
  acts: TicketActs;
  state: BulkState;
  total: number;
  /** Tickets dealt with so far, and of them those that refused. */
  done: number;
  failed: number;
  /** While undoing: dealt with so far, and of them those that others had changed altogether. */
  restored: number;
  left: number;
  createdAt: Date;
  /** Since when it is done. */
  endedAt?: Date;
}

/** One ticket of it. */
export interface BulkItemDoc {
  _id: Types.ObjectId;
  job: Types.ObjectId;
  ticket: Types.ObjectId;
  /** begun: it may have been changed already, by a process that has ended. */
  state: 'waiting' | 'begun' | 'done' | 'failed' | 'over';
  before?: Restorable;
  after?: Restorable;
  createdAt: Date;
}

const KEPT_S = 86_400;
const options = { versionKey: false, autoIndex: false, autoCreate: false } as const;

const jobSchema = new Schema<BulkJobDoc>(
  {
    by: Schema.Types.Mixed,
    acts: Schema.Types.Mixed,
    state: String,
    total: Number,
    done: Number,
    failed: Number,
    restored: Number,
    left: Number,
    createdAt: Date,
    endedAt: Date,
  },
  options,
);
jobSchema.index({ state: 1, _id: 1 });
jobSchema.index({ createdAt: 1 }, { expireAfterSeconds: KEPT_S });
declarePlain(jobSchema, { 'names of agents, words and labels of ours': ['by', 'acts', 'state'] });
export const BulkJobs = defineModel<BulkJobDoc>('BulkJob', 'bulk_jobs', jobSchema);

const itemSchema = new Schema<BulkItemDoc>(
  {
    job: Schema.Types.ObjectId,
    ticket: Schema.Types.ObjectId,
    state: String,
    before: Schema.Types.Mixed,
    after: Schema.Types.Mixed,
    createdAt: Date,
  },
  options,
);
itemSchema.index({ job: 1, state: 1, _id: 1 });
itemSchema.index({ createdAt: 1 }, { expireAfterSeconds: KEPT_S });
declarePlain(itemSchema, { 'ids, words and labels of ours': ['state', 'before', 'after'] });
export const BulkItems = defineModel<BulkItemDoc>('BulkItem', 'bulk_items', itemSchema);
