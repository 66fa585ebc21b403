import { Schema, type Types } from 'mongoose';
import { declarePlain } from '../declare.ts';
import { defineModel } from '../model.ts';
import type { Language } from '../tickets/envelopes.ts';
import type { MacroActs } from './schema.ts';

/** Who finds it: its owner, the members of a team, or everybody. */
export type Shared = 'own' | 'team' | 'all';

/** Something prepared: a text for an answer (a saved reply), what to do to the ticket with it, or both. */
export interface MacroDoc {
  _id: Types.ObjectId;
  v: number;
  name: string;
  shared: Shared;
  /** Who made it; the only one who finds it while it is `own`. Null when a program did. */
  owner: Types.ObjectId | null;
  /** Set while it is for a team. */
  team: Types.ObjectId | null;
  /** The same text in one or several languages, with variables: `{{customer.name|there}}`. */
  texts: Partial<Record<Language, string>>;
  /** Absent for a saved reply. */
  acts?: MacroActs;
  createdAt: Date;
  changedAt: Date;
}

const schema = new Schema<MacroDoc>(
  {
    v: Number,
    name: String,
    shared: String,
    owner: Schema.Types.ObjectId,
    team: Schema.Types.ObjectId,
    texts: Schema.Types.Mixed,
    acts: Schema.Types.Mixed,
    createdAt: Date,
    changedAt: Date,
  },
  { versionKey: false, autoIndex: false, autoCreate: false, minimize: false },
);
schema.index({ shared: 1, owner: 1 });
schema.index({ shared: 1, team: 1 });
declarePlain(schema, { 'written by agents for tickets in general': ['name', 'shared', 'texts', 'acts'] });
export const Macros = defineModel<MacroDoc>('Macro', 'macros', schema);
