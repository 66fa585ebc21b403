import { Schema } from 'mongoose';
import { declarePlain } from '../../declare.ts';
import { defineModel } from '../../model.ts';
import type { Holiday, Stretch } from './hours.ts';

/** What was said of when the desk or a team is there; the rest is the desk's, or what it is until somebody says. */
export interface CalendarDoc {
  /** `desk` or the team's id in hex. */
  _id: string;
  v: number;
  /** A team's; the desk's stands in its settings. */
  timeZone?: string;
  hours?: Stretch[];
  holidays?: Holiday[];
}

const schema = new Schema<CalendarDoc>(
  { _id: String, v: Number, timeZone: String, hours: Schema.Types.Mixed, holidays: Schema.Types.Mixed },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declarePlain(schema, {
  'times, and names of days': ['hours', 'holidays'],
  'an id or a name of ours': ['_id', 'timeZone'],
});

export const Calendars = defineModel<CalendarDoc>('Calendar', 'calendars', schema);
