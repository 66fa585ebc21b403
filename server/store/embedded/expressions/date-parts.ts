import { fail } from '../errors.ts';
import { toSafeInteger } from '../number.ts';
import { typeName, type Doc, type Value } from '../value.ts';
import { DAY, isoWeek } from './calendar.ts';
import { isNothing, type BuildOperator, type Evaluate, type Scope } from './compile.ts';
import { zoneOf } from './date-operands.ts';
import { fieldsOf } from './functions.ts';
import { fromLocal } from './zone.ts';

const TIME = ['hour', 'minute', 'second', 'millisecond'];
const CALENDAR = ['year', 'month', 'day'];
const ISO = ['isoWeekYear', 'isoWeek', 'isoDayOfWeek'];

/** `$dateFromParts`: of year, month and day, or of the year, week and weekday of ISO 8601; parts may overflow. */
export const fromParts: BuildOperator = (operand, compiler, name) => {
  const fields = fieldsOf(operand, compiler, name, [], [...CALENDAR, ...ISO, ...TIME, 'timezone']);
  const iso = fields.isoWeekYear !== undefined;
  if (!iso && !fields.year) fail(40516, "$dateFromParts requires either 'year' or 'isoWeekYear' to be present");
  const mixed = (iso ? CALENDAR : ISO).find((field) => fields[field]);
  if (mixed) fail(iso ? 40489 : 40525, `$dateFromParts does not allow mixing natural dates with ISO dates: ${mixed}`);
  const names = [...(iso ? ISO : CALENDAR), ...TIME];
  return (doc, scope) => {
    const parts = names.map((field, i) => partOf(fields[field], i === 0 || i > 2 ? 0 : 1, field, doc, scope));
    const zone = zoneOf(fields, doc, scope);
    if (zone === undefined || parts.includes(null)) return null;
    const [year = 0, second = 1, third = 1, ...time] = parts as number[];
    if (year < 1 || year > 9999)
      fail(iso ? 31095 : 40523, `'${names[0]}' must evaluate to an integer in the range 1 to 9999, found ${year}`);
    const day = iso ? weekday(year, second, third) : startOfDay(year, second - 1, third);
    const [hour = 0, minute = 0, seconds = 0, ms = 0] = time;
    return new Date(fromLocal(day + ((hour * 60 + minute) * 60 + seconds) * 1000 + ms, zone));
  };
};

function partOf(evaluate: Evaluate | undefined, absent: number, field: string, doc: Doc, scope: Scope): number | null {
  if (!evaluate) return absent;
  const value: Value | undefined = evaluate(doc, scope);
  if (isNothing(value)) return null;
  const whole = toSafeInteger(value);
  return whole ?? fail(40515, `'${field}' must evaluate to an integer, found ${typeName(value)}`);
}

/** `Date.UTC` takes years below 100 for those of the last century. */
function startOfDay(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month, day);
}

function weekday(year: number, week: number, day: number): number {
  const fourth = startOfDay(year, 0, 4);
  const monday = fourth - (isoWeek(new Date(fourth)).day - 1) * DAY;
  return monday + ((week - 1) * 7 + day - 1) * DAY;
}
