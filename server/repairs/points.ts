import { randomBytes } from 'node:crypto';
import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { calendarOf } from '../settings/calendar/calendars.ts';
import { isTimeZone } from '../settings/day.ts';
import { deskSettings } from '../settings/desk.ts';
import { RepairPoints, type RepairPointDoc } from './point-model.ts';
import { Repairs } from './model.ts';
import type { PointBody } from './point-schema.ts';

/** All service points and technicians, by name. */
export async function listPoints(context: Context): Promise<RepairPointDoc[]> {
  const points = await RepairPoints(context).find().lean<RepairPointDoc[]>();
  return points.sort((a, b) => a.name.localeCompare(b.name) || String(a._id).localeCompare(String(b._id)));
}

/** The one with this hex id. Fails `not-found`. */
export async function loadPoint(context: Context, id: string): Promise<RepairPointDoc> {
  return (await RepairPoints(context).findById(new Types.ObjectId(id)).lean<RepairPointDoc>()) ?? fail('not-found');
}

/** Fails `unprocessable` for hours that are none, or overlap, and for a time zone that there is not. */
export async function addPoint(context: Context, body: PointBody): Promise<RepairPointDoc> {
  refuseWrong(body);
  const timeZone = body.timeZone ?? (await deskSettings(context)).timeZone;
  if (!isTimeZone(timeZone)) fail('unprocessable', 'There is no such time zone.');
  const slug = randomBytes(9).toString('base64url');
  const createdAt = context.clock.now();
  const point: RepairPointDoc = { _id: new Types.ObjectId(), v: 1, slug, timeZone, createdAt, ...fieldsOf(body) };
  await RepairPoints(context).create(point);
  return point;
}

/**
 * Replaces what is said of one; what is booked stays booked. Fails as `addPoint` does, and for another time zone: what is
 * taken is kept by the days of the first.
 */
export async function replacePoint(context: Context, point: RepairPointDoc, body: PointBody): Promise<RepairPointDoc> {
  refuseWrong(body);
  if (body.timeZone !== undefined && body.timeZone !== point.timeZone)
    fail('unprocessable', 'The time zone of a service point cannot be changed: make another one.');
  const $set = fieldsOf(body);
  await RepairPoints(context).updateOne({ _id: point._id }, { $set });
  return { ...point, ...$set };
}

/** Fails `conflict` while something is booked there: switch it off instead. */
export async function removePoint(context: Context, { _id }: RepairPointDoc): Promise<void> {
  const booked = { point: _id, from: { $exists: true, $gte: new Date(0) }, open: true as const };
  if (await Repairs(context).exists(booked)) fail('conflict', 'Repairs are booked there.');
  await RepairPoints(context).deleteOne({ _id });
}

/** Closed on its own days off and on the holidays of the desk. */
export async function withHolidays(context: Context, points: RepairPointDoc[]): Promise<RepairPointDoc[]> {
  const { holidays } = await calendarOf(context, null);
  return points.map((point) => ({ ...point, daysOff: [...point.daysOff, ...holidays] }));
}

function fieldsOf(body: PointBody): Omit<RepairPointDoc, '_id' | 'v' | 'slug' | 'timeZone' | 'createdAt'> {
  const { name, visits, hours } = body;
  const { address = '', daysOff = [], regions = [], noticeHours = 24, aheadDays = 30, active = true } = body;
  const clean = regions.map((region) => region.trim()).filter(Boolean);
  return {
    ...{ name: name.trim(), visits, address: address.trim(), hours, daysOff, noticeHours, aheadDays, active },
    regions: [...new Set(clean)],
  };
}

function refuseWrong({ hours, daysOff = [] }: PointBody): void {
  const sorted = [...hours].sort((a, b) => a.day - b.day || (a.from < b.from ? -1 : 1));
  const wrong = sorted.some(({ day, from, to }, at) => {
    const next = sorted[at + 1];
    return from >= to || (next?.day === day && next.from < to);
  });
  if (wrong) fail('unprocessable', 'Hours must end after they begin, and must not overlap.');
  const isDay = (date: string) => new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date) ?? false;
  if (!daysOff.every(({ date }) => isDay(date))) fail('unprocessable', 'There is no such day.');
}
