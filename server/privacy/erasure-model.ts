import { Schema, type Types } from 'mongoose';
import { declarePlain } from '../declare.ts';
import { defineModel } from '../model.ts';

/** A backup of the keys, as the certificate names it. */
export interface KeyBackup {
  path: string;
  /** ISO 8601. */
  at: string;
}

/** One erasure: the log, and what its certificate says. Ids, numbers and times only. */
export interface ErasureDoc {
  _id: Types.ObjectId;
  v: number;
  /** The person's records; more than one when they were merged. */
  customers: Types.ObjectId[];
  at: Date;
  by: { kind: 'agent' | 'system'; id?: string; name: string };
  /** True when it was to be done in spite of a legal hold. */
  override?: boolean;
  /** begun: the keys are destroyed, or about to be, and the rest is being removed; a crash is gone on from there. */
  state: 'begun' | 'done';
  doneAt: Date | null;
  /** When something was last done for it. */
  touchedAt: Date;
  /** How many documents of each kind there were. */
  counts: Record<string, number>;
  /** While it has begun only: how many of all those are gone. */
  removed?: number;
  /** Backups of the keys that the erasure has reached, and those that it could not. */
  reached: KeyBackup[];
  unreached: KeyBackup[];
  /** Whether everybody who shows or keeps something of it has been told. */
  told: boolean;
  /** Until then: its tickets, and what the person wrote into those of others. */
  tickets?: Types.ObjectId[];
  elsewhere?: { ticket: Types.ObjectId; message: Types.ObjectId }[];
}

const schema = new Schema<ErasureDoc>(
  {
    v: Number,
    customers: [Schema.Types.ObjectId],
    at: Date,
    by: Schema.Types.Mixed,
    override: Boolean,
    state: String,
    doneAt: Date,
    touchedAt: Date,
    counts: Schema.Types.Mixed,
    removed: Number,
    reached: Schema.Types.Mixed,
    unreached: Schema.Types.Mixed,
    told: Boolean,
    tickets: { type: [Schema.Types.ObjectId], default: undefined },
    elsewhere: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ customers: 1 }, { unique: true });
schema.index({ at: -1, _id: -1 });
schema.index({ told: 1, touchedAt: 1 }, { name: 'open' });
declarePlain(schema, {
  'an agent, or a word of ours': ['by', 'state'],
  'names of kinds, and numbers': ['counts'],
  'paths of backups of ours': ['reached', 'unreached'],
  'ids of documents': ['elsewhere'],
});

export const Erasures = defineModel<ErasureDoc>('Erasure', 'erasures', schema);
