import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { calendarOf } from '../settings/calendar/calendars.ts';
import { refuseWrongHours } from '../settings/calendar/change.ts';
import { isOpen, nextOpening, openings, type Calendar } from '../settings/calendar/hours.ts';
import { isTimeZone } from '../settings/day.ts';
import type { AgentDoc, AgentSchedule, Availability } from './model.ts';

/** So far back a change of the schedule is looked for. */
const LOOK_BACK_MS = 8 * 86_400_000;
/** Up to so long between two stretches it is a pause, in which somebody is away. */
const PAUSE_MS = 3 * 3_600_000;
const LONG_AGO = new Date(0);

/** What a schedule says of a moment, and since when it does: 1970 where that is more than a week ago. */
export function scheduled(calendar: Calendar, at: Date): { state: Availability; since: Date } {
  const start = new Date(at.getTime() - LOOK_BACK_MS);
  if (isOpen(calendar, at)) {
    const from = openings(calendar, start, new Date(at.getTime() + 1)).at(-1)?.from ?? start;
    return { state: 'online', since: from > start ? from : LONG_AGO };
  }
  const since = openings(calendar, start, at).at(-1)?.to;
  if (!since) return { state: 'offline', since: LONG_AGO };
  const next = nextOpening(calendar, at);
  const paused = next !== undefined && next.getTime() - since.getTime() <= PAUSE_MS;
  return { state: paused ? 'away' : 'offline', since };
}

/** Calendars that differ from a team's by an agent's own hours or zone, by what is their own. */
const own = new WeakMap<Calendar, Map<string, Calendar>>();

/** The calendar of an agent's schedule: that of their first team, or the desk's, with what is their own. */
export async function calendarFor(
  context: Context,
  { teams, schedule }: Pick<AgentDoc, 'teams'> & { schedule: AgentSchedule },
): Promise<Calendar> {
  const team = await calendarOf(context, teams[0] ?? null);
  if (!schedule.timeZone && !schedule.hours) return team;
  const known = own.get(team) ?? new Map<string, Calendar>();
  own.set(team, known);
  const key = JSON.stringify(schedule);
  const calendar = known.get(key) ?? {
    ...team,
    timeZone: schedule.timeZone ?? team.timeZone,
    hours: schedule.hours ?? team.hours,
  };
  known.set(key, calendar);
  return calendar;
}

/**
 * What an agent's document gets with a new schedule, which holds from now on, or with none. Fails `unprocessable` on a
 * zone that does not exist, and on hours that end before they begin or overlap.
 */
export function scheduleOf(
  schedule: AgentSchedule | null,
): Required<Pick<AgentDoc, 'schedule' | 'scheduledAt' | 'standing'>> {
  if (!schedule) return { schedule: null, scheduledAt: null, standing: null };
  if (schedule.timeZone && !isTimeZone(schedule.timeZone)) fail('unprocessable', 'There is no such time zone.');
  if (schedule.hours) refuseWrongHours(schedule.hours);
  return { schedule, scheduledAt: LONG_AGO, standing: 'new' };
}
