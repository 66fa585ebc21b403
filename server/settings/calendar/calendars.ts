import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { deskSettings } from '../desk.ts';
import type { Calendar } from './hours.ts';
import { keptCalendars } from './kept.ts';
import { Calendars, type CalendarDoc } from './model.ts';

/** Until somebody says otherwise: Monday to Friday, nine to five. */
const OFFICE_HOURS = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' }));

/** When a team is there: its own calendar, where it has none (or null is given) the desk's. From memory. */
export async function calendarOf(context: Context, team: Types.ObjectId | null): Promise<Calendar> {
  const all = await allCalendars(context);
  return (team && all.get(String(team))) ?? deskIn(all);
}

/** The desk's calendar, as `desk`, and those of the teams that have their own, by id. From memory. */
export async function allCalendars(context: Context): Promise<ReadonlyMap<string, Calendar>> {
  return await keptCalendars(context, (before) => read(context, before));
}

export function deskIn(all: ReadonlyMap<string, Calendar>): Calendar {
  const desk = all.get('desk');
  if (!desk) throw new Error('The desk always has a calendar.');
  return desk;
}

async function read(context: Context, before: ReadonlyMap<string, Calendar>): Promise<Map<string, Calendar>> {
  const [docs, { timeZone }] = await Promise.all([
    Calendars(context).find().lean<CalendarDoc[]>(),
    deskSettings(context),
  ]);
  const now = new Map<string, Calendar>([['desk', { timeZone, hours: OFFICE_HOURS, holidays: [] }]]);
  for (const { _id, hours, holidays, ...doc } of docs)
    now.set(_id, { timeZone: _id === 'desk' ? timeZone : (doc.timeZone ?? timeZone), hours, holidays });
  for (const [id, calendar] of now) {
    const old = before.get(id);
    if (old && JSON.stringify(old) === JSON.stringify(calendar)) now.set(id, old);
  }
  return now;
}
