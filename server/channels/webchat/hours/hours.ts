import type { Context } from '../../../context.ts';
import { fail } from '../../../errors.ts';
import { dateIn, startOf } from '../../../settings/day.ts';
import { deskSettings } from '../../../settings/desk.ts';
import { WebchatHours, type Open, type WebchatHoursDoc, type Week } from './model.ts';

/** When people answer in the chat; `week` null: nobody has said. */
export interface Hours {
  week: Week | null;
  timeZone: string;
}

export async function hoursOf(context: Context): Promise<Hours> {
  const [doc, { timeZone }] = await Promise.all([
    WebchatHours(context).findById('webchat').lean<WebchatHoursDoc>(),
    deskSettings(context),
  ]);
  return { week: doc?.week ?? null, timeZone };
}

/** Fails `unprocessable` where a day ends before it begins, or there is none. */
export async function changeHours(context: Context, week: Week | null): Promise<Hours> {
  if (week?.every((day) => day === null)) fail('unprocessable', 'On one day at least somebody must be there.');
  if (week?.some((day) => day !== null && day.from >= day.to)) fail('unprocessable', 'A day ends after it begins.');
  await WebchatHours(context).updateOne({ _id: 'webchat' }, { $set: { v: 1, week } }, { upsert: true });
  return await hoursOf(context);
}

const DAY_MS = 86_400_000;

/** Whether somebody is there at a moment; true where nobody has said. */
export function isOpen({ week, timeZone }: Hours, at: Date): boolean {
  if (!week) return true;
  const open = stretchOf(week, timeZone, dateIn(timeZone, at.getTime()));
  return open !== undefined && open.from <= at.getTime() && at.getTime() < open.to;
}

/** The next moment after `at` at which somebody comes; undefined where nobody has said. */
export function opensNext({ week, timeZone }: Hours, at: Date): Date | undefined {
  if (!week) return undefined;
  const today = Date.parse(`${dateIn(timeZone, at.getTime())}T12:00:00Z`);
  for (let day = 0; day <= 7; day++) {
    const date = new Date(today + day * DAY_MS).toISOString().slice(0, 10);
    const open = stretchOf(week, timeZone, date);
    if (open && open.from > at.getTime()) return new Date(open.from);
  }
  return undefined;
}

/** From and to on a date (YYYY-MM-DD), in milliseconds. */
function stretchOf(week: Week, zone: string, date: string): { from: number; to: number } | undefined {
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  const open: Open | null | undefined = week[weekday];
  return open ? { from: momentOf(zone, date, open.from), to: momentOf(zone, date, open.to) } : undefined;
}

/** Of a time on a date, also where the clock is changed on it: by the zone's midnight, and then by the hands. */
function momentOf(zone: string, date: string, clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  const wanted = Date.parse(`${date}T${clock}:00Z`);
  const guess = startOf(zone, date).getTime() + (hours * 60 + minutes) * 60_000;
  const shown = Date.parse(`${dateIn(zone, guess)}T${handsOf(zone, guess)}:00Z`);
  return guess + (wanted - shown);
}

const handsOf = (zone: string, at: number): string =>
  new Date(at).toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
