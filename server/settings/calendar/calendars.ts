import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { deskSettings } from '../desk.ts';
import type { Calendar } from './hours.ts';
import { keptCalendars } from './kept.ts';
import { Calendars, type CalendarDoc } from './model.ts';

/** Until somebody says otherwise: Monday to Friday, nine to five. */
const OFFICE_HOURS = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' }));

/** When a team is there: the desk's calendar, as it is where null is given, with what the team has of its own. From memory. */
export async function calendarOf(context: Context, team: Types.ObjectId | null): Promise<Calendar> {
  const all = await allCalendars(context);
  return (team && all.get(String(team))) ?? deskIn(all);
}

/** The desk's calendar, as `desk`, and those of the teams that have something of their own, by id. From memory. */
export async function allCalendars(context: Context): Promise<ReadonlyMap<string, Calendar>> {
  return await keptCalendars(context, (before) => read(context, before));
}

/** Whether somebody has said when the desk is there, so that customers can be told. */
export async function hoursAreSaid(context: Context): Promise<boolean> {
  return (await Calendars(context).exists({ _id: 'desk', hours: { $exists: true } })) !== null;
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
  const said = docs.find(({ _id }) => _id === 'desk');
  const desk = { timeZone, hours: said?.hours ?? OFFICE_HOURS, holidays: said?.holidays ?? [] };
  const now = new Map<string, Calendar>([['desk', desk]]);
  for (const { _id, v: _, ...own } of docs) if (_id !== 'desk') now.set(_id, { ...desk, ...own });
  for (const [id, calendar] of now) {
    const old = before.get(id);
    if (old && JSON.stringify(old) === JSON.stringify(calendar)) now.set(id, old);
  }
  return now;
}
