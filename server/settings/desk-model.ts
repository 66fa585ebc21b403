import { Schema } from 'mongoose';
import { declarePlain } from '../declare.ts';
import { defineModel } from '../model.ts';

/** What holds for the whole desk. */
export interface DeskSettings {
  /** IANA name: in which zone a day begins and ends where the desk counts by days. */
  timeZone: string;
  /** Minutes after which a customer who waits has waited too long. */
  answerWithin: number;
}

export interface DeskDoc extends DeskSettings {
  _id: 'desk';
  v: number;
}

const schema = new Schema<DeskDoc>(
  { _id: String, v: Number, timeZone: String, answerWithin: Number },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declarePlain(schema, { 'a name and a number of ours': ['_id', 'timeZone', 'answerWithin'] });

export const Desks = defineModel<DeskDoc>('Desk', 'desk', schema);
