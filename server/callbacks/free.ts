import { Types } from 'mongoose';
import { Teams } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { addCalendarDays, openings, type Calendar } from '../settings/calendar/hours.ts';
import { calendarOf } from '../settings/calendar/calendars.ts';
import type { TelephoneSettings } from '../settings/telephone-model.ts';
import { telephoneSettings } from '../settings/telephone.ts';
import { Callbacks } from './model.ts';
import { slotsIn } from './slots.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** When customers can be called, and in whose time zone that is. */
export interface Offer {
  timeZone: string;
  settings: TelephoneSettings;
  slots: { at: Date; free: number }[];
}

/** What is offered now; undefined where nobody is called back. Slots that are taken are left out. */
export async function offer(context: Context): Promise<Offer | undefined> {
  const settings = await telephoneSettings(context);
  if (!settings.callbacks) return undefined;
  const calendar = await calendarFor(context, settings.team);
  const now = context.clock.now();
  const from = new Date(now.getTime() + settings.notice * MINUTE_MS);
  const until = addCalendarDays(calendar, now, settings.days);
  // A day before: slots count from the beginning of their stretch, which may have passed.
  const since = new Date(now.getTime() - DAY_MS);
  const all = slotsIn(openings(calendar, since, until), settings.minutes, { since, from });
  const taken = await takenIn(context, settings, from, until);
  const slots = all.flatMap((at) => {
    const free = settings.capacity - taken.filter((other) => overlap(at, other, settings.minutes)).length;
    return free > 0 ? [{ at, free }] : [];
  });
  return { timeZone: calendar.timeZone, settings, slots };
}

/** A team that is gone has no hours of its own. */
export async function calendarFor(context: Context, team: string | null): Promise<Calendar> {
  const known = team !== null && (await Teams(context).exists({ _id: team })) !== null;
  return await calendarOf(context, known ? new Types.ObjectId(team) : null);
}

const overlap = (at: Date, other: Date, minutes: number): boolean =>
  Math.abs(at.getTime() - other.getTime()) < minutes * MINUTE_MS;

/** When somebody has a place, those included that are kept for a moment. Counted by slot, so that the index is used. */
async function takenIn(
  context: Context,
  { team, minutes }: TelephoneSettings,
  from: Date,
  until: Date,
): Promise<Date[]> {
  const first = new Date(from.getTime() - minutes * MINUTE_MS);
  const docs = await Callbacks(context)
    .find({ slot: { $gte: slotName(team, first), $lte: slotName(team, until) }, place: { $exists: true } }, { at: 1 })
    .lean();
  return docs.map(({ at }) => at);
}

/** What a slot is called: those of one team in the order of their times. */
export const slotName = (team: string | null, at: Date): string => `${team ?? 'desk'}/${at.toISOString()}`;
