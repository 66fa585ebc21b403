import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../server/model.ts';
import { declareSealed } from '../../server/declare.ts';
import type { Decision, State } from './dialogues/state.ts';

/** What the assistant knows of one chat; survives a restart. */
export interface DialogueDoc {
  _id: Types.ObjectId;
  v: number;
  /** Unique. */
  ticket: Types.ObjectId;
  customer: Types.ObjectId;
  /** Place (`n`) of the last customer message that a decision was taken about. */
  handled: number;
  updatedAt: Date;
  // sealed
  state: State;
  /** Decided, and not yet carried out to its end: a restart goes on from here. */
  open: OpenDecision | null;
}

/** A decision with the hex id of the message it answers; what it writes is named after that. */
export type OpenDecision = Omit<Decision, 'state'> & { message: string };

const schema = new Schema<DialogueDoc>(
  {
    v: Number,
    ticket: Schema.Types.ObjectId,
    customer: Schema.Types.ObjectId,
    handled: Number,
    updatedAt: Date,
    state: Schema.Types.Mixed,
    open: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ ticket: 1 }, { unique: true });
declareSealed(schema, { owner: 'customer', fields: ['state', 'open'] });

export const Dialogues = defineModel<DialogueDoc>('Dialogue', 'dialogues', schema);
