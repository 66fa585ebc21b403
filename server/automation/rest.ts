import type { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { calendarOf } from '../settings/calendar/calendars.ts';
import { addBusinessDays } from '../settings/calendar/hours.ts';
import type { Trigger } from './model.ts';

export type Timed = Extract<Trigger, { on: 'time' }>;

const UNIT_MS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000, 'business-days': 86_400_000 } as const;

/** Since when a ticket must rest at the latest to be worth a look: business days are at most a day shorter. */
export const earliest = ({ amount, unit }: Timed, now: Date): Date =>
  new Date(now.getTime() - Math.max(0, unit === 'business-days' ? amount - 1 : amount) * UNIT_MS[unit]);

/** When it has rested long enough; undefined where its team never opens. */
export async function dueOf(
  context: Context,
  { amount, unit }: Timed,
  { team, stillSince }: { team: Types.ObjectId | null; stillSince: Date },
): Promise<Date | undefined> {
  if (unit !== 'business-days') return new Date(stillSince.getTime() + amount * UNIT_MS[unit]);
  return addBusinessDays(await calendarOf(context, team), stillSince, amount);
}
