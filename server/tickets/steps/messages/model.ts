import { Schema } from 'mongoose';
import { declarePlain } from '../../../declare.ts';
import { defineModel } from '../../../model.ts';
import type { Language } from '../../envelopes.ts';

/** What the shop says itself with a step, in place of the usual words; by language, then by `type/step`. */
export type OwnMessages = Partial<Record<Language, Record<string, string>>>;

export interface StepMessagesDoc {
  _id: 'steps';
  v: number;
  texts: OwnMessages;
}

const schema = new Schema<StepMessagesDoc>(
  { _id: String, v: Number, texts: Schema.Types.Mixed },
  { versionKey: false, autoIndex: false, autoCreate: false, minimize: false },
);
declarePlain(schema, { 'the same to every customer': ['_id', 'texts'] });

export const StepMessages = defineModel<StepMessagesDoc>('StepMessages', 'step_messages', schema);
