import { fail } from '../errors.ts';
import { toSafeInteger } from '../number.ts';
import type { Value } from '../value.ts';
import { addMonths, DAY, FIXED, isUnit, MONTHS, monthIndex, WEEKDAYS } from './calendar.ts';
import { isNothing, type BuildOperator } from './compile.ts';
import { dateOf, onDate, zoneOf } from './date-operands.ts';
import { fieldsOf } from './functions.ts';
import { fromLocal, toLocal } from './zone.ts';

function unitOf(value: Value | undefined): string {
  return isUnit(value) ? value : fail(9, `unknown time unit value: ${String(value)}`);
}

export function shift(sign: number): BuildOperator {
  return onDate('startDate', ['unit', 'amount'], [], (date, zone, read) => {
    const unit = unitOf(read('unit'));
    const amount = toSafeInteger(read('amount'));
    if (amount === undefined) return fail(5976500, 'the amount must be a whole number');
    const months = MONTHS[unit];
    const length = FIXED[unit] ?? 0;
    if (months === undefined && length < DAY) return new Date(date.getTime() + sign * amount * length);
    const local = toLocal(date, zone).getTime();
    const moved = months === undefined ? local + sign * amount * length : addMonths(local, sign * amount * months);
    return new Date(fromLocal(moved, zone));
  });
}

function weekdayOf(value: Value | undefined, otherwise: string): number {
  const index = WEEKDAYS.indexOf(
    String(value ?? otherwise)
      .toLowerCase()
      .slice(0, 3),
  );
  return index >= 0 ? index : fail(5439015, `unknown day of the week: ${String(value)}`);
}

/** The beginning of the unit a local time is in; weeks begin on `first` (0 is Sunday). */
function startOf(unit: string, local: number, first: number): number {
  const length = FIXED[unit];
  if (unit === 'week') return Math.floor((local - (first - 4) * DAY) / (7 * DAY)) * 7 * DAY + (first - 4) * DAY;
  if (length !== undefined) return Math.floor(local / length) * length;
  const months = Math.floor(monthIndex(local) / MONTHS[unit]!) * MONTHS[unit]!;
  return Date.UTC(Math.floor(months / 12), months % 12, 1);
}

/** How many boundaries of a unit lie between two dates. */
export const difference: BuildOperator = (operand, compiler, name) => {
  const fields = fieldsOf(operand, compiler, name, ['startDate', 'endDate', 'unit'], ['timezone', 'startOfWeek']);
  return (doc, scope) => {
    const [start, end, unit] = [fields.startDate!(doc, scope), fields.endDate!(doc, scope), fields.unit!(doc, scope)];
    const zone = zoneOf(fields, doc, scope);
    if (isNothing(start) || isNothing(end) || isNothing(unit) || zone === undefined) return null;
    const name = unitOf(unit);
    const [from, to] = [dateOf(start, '$dateDiff'), dateOf(end, '$dateDiff')].map((date) =>
      toLocal(date, zone).getTime(),
    ) as [number, number];
    const months = MONTHS[name];
    if (months !== undefined)
      return BigInt(Math.floor(monthIndex(to) / months) - Math.floor(monthIndex(from) / months));
    const first = name === 'week' ? weekdayOf(fields.startOfWeek?.(doc, scope), 'sunday') : 0;
    return BigInt(Math.round((startOf(name, to, first) - startOf(name, from, first)) / FIXED[name]!));
  };
};

const EPOCH_2000 = Date.UTC(2000, 0, 1);

/** Bins are counted from the beginning of 2000, as MongoDB counts them. */
export const truncate = onDate('date', ['unit'], ['binSize', 'startOfWeek'], (date, zone, read) => {
  const unit = unitOf(read('unit'));
  const size = read('binSize') === undefined ? 1 : toSafeInteger(read('binSize'));
  if (size === undefined || size < 1) return fail(5439018, '$dateTrunc requires binSize to be a positive whole number');
  const local = toLocal(date, zone).getTime();
  const first = unit === 'week' ? weekdayOf(read('startOfWeek'), 'sunday') : 0;
  if (size === 1) return new Date(fromLocal(startOf(unit, local, first), zone));
  const months = MONTHS[unit];
  if (months !== undefined) {
    const bin = Math.floor((monthIndex(local) - 24000) / (months * size)) * months * size + 24000;
    return new Date(fromLocal(Date.UTC(Math.floor(bin / 12), bin % 12, 1), zone));
  }
  const origin = unit === 'week' ? startOf('week', EPOCH_2000 + 6 * DAY, first) : EPOCH_2000;
  const length = FIXED[unit]! * size;
  return new Date(fromLocal(Math.floor((local - origin) / length) * length + origin, zone));
});
