import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { forgetCalendars } from './calendar/kept.ts';
import { isTimeZone } from './day.ts';
import { Desks, type DeskSettings } from './desk-model.ts';

/** Until somebody says otherwise: the machine's own zone. */
const UNSET: DeskSettings = { timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone };

/** What holds for the whole desk. */
export async function deskSettings(context: Context): Promise<DeskSettings> {
  const doc = await Desks(context).findById('desk').lean();
  return doc ? { timeZone: doc.timeZone } : UNSET;
}

/** Fails `unprocessable` where there is no such time zone. */
export async function changeDesk(context: Context, change: Partial<DeskSettings>): Promise<DeskSettings> {
  if (change.timeZone !== undefined && !isTimeZone(change.timeZone))
    fail('unprocessable', 'There is no such time zone.');
  const settings = { ...(await deskSettings(context)), ...change };
  await Desks(context).updateOne({ _id: 'desk' }, { $set: { v: 1, ...settings } }, { upsert: true });
  forgetCalendars(context);
  if (change.timeZone !== undefined) await context.events.emit('calendar.changed', { team: null });
  return settings;
}
