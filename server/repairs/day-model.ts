import { Schema, type Types } from 'mongoose';
import { declarePlain } from '../declare.ts';
import { defineModel } from '../model.ts';

/** A time that a repair holds, or asks for: `n` is the repair's revision when it did. */
export interface Taken {
  repair: Types.ObjectId;
  n: number;
  from: Date;
  to: Date;
}

/** A day of a point: whoever takes a time of it changes this one document, so that two never take the same. */
export interface RepairDayDoc {
  /** The point's hex id and the date in its zone. */
  _id: string;
  point: Types.ObjectId;
  date: string;
  rev: number;
  taken: Taken[];
  /** When it is looked whether all that is taken is held by a repair; absent once the day is over. */
  checkAt?: Date;
}

const days = new Schema<RepairDayDoc>(
  {
    _id: String,
    point: Schema.Types.ObjectId,
    date: String,
    rev: Number,
    taken: Schema.Types.Mixed,
    checkAt: Date,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
days.index({ checkAt: 1 }, { name: 'check', partialFilterExpression: { checkAt: { $exists: true } } });
declarePlain(days, { 'ids and times of ours': ['_id', 'date', 'taken'] });
export const RepairDays = defineModel<RepairDayDoc>('RepairDay', 'repair-days', days);
