import { Schema, type Types } from 'mongoose';
import { declarePlain } from '../declare.ts';
import { defineModel } from '../model.ts';
import type { Language, TicketType } from '../tickets/envelopes.ts';

/** How the desk asks its customers whether they are content. */
export interface SurveySettings {
  enabled: boolean;
  /** Hours after a ticket was solved. */
  hours: number;
  /** About these is asked. */
  types: TicketType[];
  /** Own words of the question, by type and language; where there are none ours stand. */
  texts: Partial<Record<TicketType, Partial<Record<Language, string>>>>;
  /** Hex ids of agents who hear of low marks; nobody named: everybody who leads. */
  notify: string[];
}

interface SurveyDoc extends SurveySettings {
  _id: string;
  v: number;
  /** Tickets that were solved up to then have been looked at. */
  sweptTo?: Date;
}

const options = { versionKey: false, autoIndex: false, autoCreate: false, minimize: false } as const;
const schema = new Schema<SurveyDoc>(
  {
    _id: String,
    v: Number,
    enabled: Boolean,
    hours: Number,
    types: [String],
    texts: Schema.Types.Mixed,
    notify: [String],
    sweptTo: Date,
  },
  options,
);
declarePlain(schema, {
  'written by admins, of tickets in general': ['_id', 'types', 'texts'],
  'ids of agents': ['notify'],
});
export const Surveys = defineModel<SurveyDoc>('Survey', 'survey', schema);

/** Who was asked last, and about what: nobody is asked again within 30 days, whatever they wrote by. */
export interface SurveyAskDoc {
  /** The person's oldest record. */
  _id: Types.ObjectId;
  ticket: Types.ObjectId;
  at: Date;
}

export const ASKED_DAYS = 30;
const askSchema = new Schema<SurveyAskDoc>({ ticket: Schema.Types.ObjectId, at: Date }, options);
// A day more than counts: the store's clock is another one.
askSchema.index({ at: 1 }, { expireAfterSeconds: (ASKED_DAYS + 1) * 86_400 });
declarePlain(askSchema, {});
export const SurveyAsks = defineModel<SurveyAskDoc>('SurveyAsk', 'survey_asks', askSchema);
