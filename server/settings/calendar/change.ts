import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import { isTimeZone } from '../day.ts';
import { changeDesk } from '../desk.ts';
import type { Holiday, Stretch } from './hours.ts';
import { forgetCalendars } from './kept.ts';
import { Calendars } from './model.ts';
import type { CalendarBody } from './schema.ts';

/**
 * Changes when the desk (null) or a team is there; what is not named stays, null takes back what was said. Fails
 * `unprocessable` on a zone or a day that does not exist, and on hours that end before they begin or overlap.
 */
export async function changeCalendar(
  context: Context,
  team: Types.ObjectId | null,
  { timeZone, hours, holidays }: CalendarBody,
): Promise<void> {
  if (timeZone && !isTimeZone(timeZone)) fail('unprocessable', 'There is no such time zone.');
  if (hours) refuseWrongHours(hours);
  if (holidays) refuseWrongDays(holidays);
  if (!team && timeZone === null) fail('unprocessable', 'The desk has a time zone.');
  if (!team && timeZone) await changeDesk(context, { timeZone });
  const said = { ...(team ? { timeZone } : {}), hours, holidays };
  const $set = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined && value !== null));
  const $unset = Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) => (value === null ? [[name, 1]] : [])),
  );
  await Calendars(context).updateOne(
    { _id: team ? String(team) : 'desk' },
    { $set: { v: 1, ...$set }, ...(Object.keys($unset).length > 0 ? { $unset } : {}) },
    { upsert: true },
  );
  await told(context, team);
}

/** Forgets what was said of a team that goes. */
export async function removeCalendar(context: Context, team: Types.ObjectId): Promise<void> {
  await Calendars(context).deleteOne({ _id: String(team) });
  await told(context, team);
}

async function told(context: Context, team: Types.ObjectId | null): Promise<void> {
  forgetCalendars(context);
  await context.events.emit('calendar.changed', { team: team && String(team) });
}

/** Fails `unprocessable`; also of agents' own hours. */
export function refuseWrongHours(hours: readonly Stretch[]): void {
  const inOrder = hours.toSorted((a, b) => a.day - b.day || a.from.localeCompare(b.from));
  for (const [place, { day, from, to }] of inOrder.entries()) {
    if (from >= to) fail('unprocessable', 'Hours end after they begin; over midnight they are two stretches.');
    const next = inOrder[place + 1];
    if (next?.day === day && next.from < to) fail('unprocessable', 'Hours of a day must not overlap.');
  }
}

function refuseWrongDays(holidays: readonly Holiday[]): void {
  for (const { date } of holidays) if (!isDay(date)) fail('unprocessable', `There is no ${date} in the calendar.`);
  if (new Set(holidays.map(({ date }) => date)).size < holidays.length)
    fail('unprocessable', 'Each day may be named once.');
}

const isDay = (date: string): boolean => {
  const at = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
};
