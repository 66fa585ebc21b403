import { Schema } from 'mongoose';
import { declarePlain } from '../../../declare.ts';
import { defineModel } from '../../../model.ts';

/** From and to, as HH:MM of the desk's zone, on one day. */
export interface Open {
  from: string;
  to: string;
}
/** Monday first; null on days when nobody is there. */
export type Week = (Open | null)[];

/** When people answer in the chat. */
export interface WebchatHoursDoc {
  _id: 'webchat';
  v: number;
  week: Week | null;
}

const schema = new Schema<WebchatHoursDoc>(
  { _id: String, v: Number, week: Schema.Types.Mixed },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declarePlain(schema, { 'words and times of ours': ['_id', 'week'] });

export const WebchatHours = defineModel<WebchatHoursDoc>('WebchatHours', 'webchat_hours', schema);
