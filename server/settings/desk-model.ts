import { Schema } from 'mongoose';
import { declarePlain } from '../declare.ts';
import { defineModel } from '../model.ts';

/** What holds for the whole desk. */
export interface DeskSettings {
  /** IANA name: in which zone a day begins and ends where the desk counts by days. */
  timeZone: string;
}

export interface DeskDoc extends DeskSettings {
  _id: 'desk';
  v: number;
}

const schema = new Schema<DeskDoc>(
  { _id: String, v: Number, timeZone: String },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declarePlain(schema, { 'names of ours': ['_id', 'timeZone'] });

export const Desks = defineModel<DeskDoc>('Desk', 'desk', schema);
