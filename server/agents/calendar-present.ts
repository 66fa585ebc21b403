import type { Context } from '../context.ts';
import { calendarOf } from '../settings/calendar/calendars.ts';
import { Calendars, type CalendarDoc } from '../settings/calendar/model.ts';
import type { CalendarView } from '../settings/calendar/schema.ts';
import type { TeamDoc } from './model.ts';

/** Calendars as they leave the house; null stands for the desk. */
export async function presentCalendars(context: Context, teams: readonly (TeamDoc | null)[]): Promise<CalendarView[]> {
  const ids = teams.map((team) => (team ? String(team._id) : 'desk'));
  const docs = await Calendars(context)
    .find({ _id: { $in: ids } })
    .lean<CalendarDoc[]>();
  return await Promise.all(
    teams.map(async (team) => {
      const id = team ? String(team._id) : 'desk';
      const said = docs.find(({ _id }) => _id === id);
      const { timeZone, hours, holidays } = await calendarOf(context, team && team._id);
      return {
        id,
        name: team && team.name,
        timeZone,
        hours: hours.toSorted((a, b) => a.day - b.day || a.from.localeCompare(b.from)),
        holidays: holidays.toSorted((a, b) => a.date.localeCompare(b.date)),
        own: {
          timeZone: !team || said?.timeZone !== undefined,
          hours: said?.hours !== undefined,
          holidays: said?.holidays !== undefined,
        },
      };
    }),
  );
}
