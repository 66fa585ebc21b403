import { Schema } from 'mongoose';
import { declarePlain } from '../declare.ts';
import { defineModel } from '../model.ts';

/** What holds for telephone numbers, and for calling customers back. */
export interface TelephoneSettings {
  /** ISO 3166, two letters: of which country numbers without a prefix are. Null: such numbers are not taken. */
  country: string | null;
  /** Whether customers can ask to be called. */
  callbacks: boolean;
  /** Hex id of the team in whose hours, and by whom, customers are called; null: the desk's hours, and whom the rules say. */
  team: string | null;
  /** Length of a slot. */
  minutes: number;
  /** How many customers can have the same slot. */
  capacity: number;
  /** How far ahead a slot can be taken, and how many minutes before at the latest. */
  days: number;
  notice: number;
  /** Minutes after the first and after the second try that was not answered. */
  pauses: number[];
}

export interface TelephoneDoc extends TelephoneSettings {
  _id: 'telephone';
  v: number;
}

const schema = new Schema<TelephoneDoc>(
  {
    _id: String,
    v: Number,
    country: String,
    callbacks: Boolean,
    team: String,
    minutes: Number,
    capacity: Number,
    days: Number,
    notice: Number,
    pauses: [Number],
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declarePlain(schema, { 'a word and an id of ours': ['_id', 'country', 'team'] });

export const Telephones = defineModel<TelephoneDoc>('Telephone', 'telephone', schema);
