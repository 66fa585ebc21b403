import { Schema, type Types } from 'mongoose';
import { defineModel } from '../model.ts';
import { declarePlain } from '../declare.ts';
import type { Language, TicketType } from '../tickets/envelopes.ts';
import type { Need } from '../tickets/model.ts';

/** What a rule asks of a ticket: every condition that stands must hold, and of each list one entry is enough. */
export interface Conditions {
  channel?: string[];
  type?: TicketType[];
  language?: Language[];
  /** Words or phrases in the subject or the first message, folded (case, diacritics), matched as whole words. */
  words?: string[];
  /** The same, in the subject only. */
  subject?: string[];
  /** Which mailbox, bot or widget. */
  account?: string[];
  /** Of the ticket, at the time when it is filed. 1 low … 4 urgent. */
  priority?: number[];
  tags?: string[];
  /** Fields that say something, and where words stand, one of these. */
  fields?: { name: string; words?: string[] }[];
  /** Whether they wrote for the first time. */
  customer?: 'new' | 'known';
  /** Whether the sender's identity is proved. */
  proved?: boolean;
  /** Of a customer's e-mail address, what stands behind the @, lower case; those below it too. */
  domains?: string[];
  /** When it came: days from 1 Monday to 7 Sunday, and from when (included) until when (not), HH:MM; over midnight too. */
  time?: { zone: string; days: number[]; from: string; to: string };
}

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
