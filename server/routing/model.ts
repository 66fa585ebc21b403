import { Schema, type Types } from 'mongoose';
import { defineModel } from '../model.ts';
import { declarePlain } from '../declare.ts';
import type { Conditions } from '../tickets/conditions/conditions.ts';
import type { Need } from '../tickets/model.ts';

export interface RuleDoc {
  _id: Types.ObjectId;
  v: number;
  name: string;
  /** Rules are tried from the lowest on; the first that matches decides. */
  order: number;
  enabled: boolean;
  conditions: Conditions;
  /** `priority` is stored as 1 low … 4 urgent. */
  action: { team: Types.ObjectId; priority?: number; tags?: string[]; needs?: Need[] };
  createdAt: Date;
}

const schema = new Schema<RuleDoc>(
  {
    v: Number,
    name: String,
    order: Number,
    enabled: Boolean,
    conditions: Schema.Types.Mixed,
    action: Schema.Types.Mixed,
    createdAt: Date,
  },
  // A rule without conditions fits every ticket: its empty object must be kept.
  { versionKey: false, autoIndex: false, autoCreate: false, minimize: false },
);
schema.index({ order: 1, _id: 1 });
declarePlain(schema, { 'written by leads, of tickets in general': ['name', 'conditions', 'action'] });
export const Rules = defineModel<RuleDoc>('Rule', 'rules', schema);
