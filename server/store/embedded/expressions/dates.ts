import { ObjectId, Timestamp } from 'bson';
import { fail } from '../errors.ts';
import { toNumber, toSafeInteger } from '../number.ts';
import { docOf, isDoc, isNumeric, typeName, type Doc, type Value } from '../value.ts';
import {
  addMonths,
  DAY,
  dayOfYear,
  FIXED,
  isoWeek,
  isUnit,
  MONTHS,
  monthIndex,
  sundayWeek,
  WEEKDAYS,
} from './calendar.ts';
import { isNothing, type BuildOperator, type Evaluate, type Scope } from './compile.ts';
import { fieldsOf, unaryOrNull } from './functions.ts';
import { formatDate } from './format-date.ts';
import { parseDate } from './parse-date.ts';
import { fromLocal, offsetAt, toLocal } from './zone.ts';

type Fields = { [field: string]: Evaluate | undefined };

function dateOf(value: Value, name: string): Date {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.t * 1000);
  return fail(16006, `${name}: can't convert from BSON type ${typeName(value)} to Date`);
}

/** The zone an operator is given, UTC when none; undefined when it is null. */
function zoneOf(fields: Fields, doc: Doc, scope: Scope): string | undefined {
  if (!fields.timezone) return 'UTC';
  const zone = fields.timezone(doc, scope);
  if (isNothing(zone)) return undefined;
  return typeof zone === 'string' ? zone : fail(40517, `timezone must evaluate to a string, found ${typeName(zone)}`);
}

/** `$year` and its kin: of a date, or of `{ date, timezone }`. */
function part(read: (local: Date) => Value): BuildOperator {
  return (operand, compiler, name) => {
    const list = Array.isArray(operand) && operand.length === 1 ? operand[0]! : operand;
    const withZone = isDoc(list) && list.date !== undefined;
    const fields: Fields = withZone
      ? fieldsOf(list, compiler, name, ['date'], ['timezone'])
      : { date: compiler.compile(list) };
    return (doc, scope) => {
      const value = fields.date!(doc, scope);
      const zone = zoneOf(fields, doc, scope);
      return isNothing(value) || zone === undefined ? null : read(toLocal(dateOf(value, name), zone));
    };
  };
}

/** An operator on one date in a zone with further operands; null when date or zone is. */
function onDate(
  field: string,
  required: string[],
  optional: string[],
  apply: (date: Date, zone: string, read: (field: string) => Value | undefined) => Value,
): BuildOperator {
  return (operand, compiler, name) => {
    const fields = fieldsOf(operand, compiler, name, [field, ...required], ['timezone', ...optional]);
    return (doc, scope) => {
      const read = (other: string) => fields[other]?.(doc, scope);
      const value = read(field);
      const zone = zoneOf(fields, doc, scope);
      if (isNothing(value)) return optional.includes('onNull') ? (read('onNull') ?? null) : null;
      if (zone === undefined || required.some((other) => isNothing(read(other)))) return null;
      return apply(dateOf(value, name), zone, read);
    };
  };
}

const toText = onDate('date', [], ['format', 'onNull'], (date, zone, read) => {
  const offset = offsetAt(zone, date.getTime());
  const format = read('format') ?? (offset === 0 ? '%Y-%m-%dT%H:%M:%S.%LZ' : '%Y-%m-%dT%H:%M:%S.%L%z');
  if (typeof format !== 'string')
    return fail(18533, `$dateToString requires that 'format' be a string, found: ${typeName(format)}`);
  return formatDate(new Date(date.getTime() + offset), offset, format);
});

function unitOf(value: Value | undefined): string {
  return isUnit(value) ? value : fail(9, `unknown time unit value: ${String(value)}`);
}

function shift(sign: number): BuildOperator {
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
const difference: BuildOperator = (operand, compiler, name) => {
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
const truncate = onDate('date', ['unit'], ['binSize', 'startOfWeek'], (date, zone, read) => {
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

const fromText: BuildOperator = (operand, compiler, name) => {
  const fields = fieldsOf(operand, compiler, name, ['dateString'], ['format', 'timezone', 'onError', 'onNull']);
  return (doc, scope) => {
    const text = fields.dateString!(doc, scope);
    const zone = zoneOf(fields, doc, scope);
    if (isNothing(text)) return fields.onNull ? fields.onNull(doc, scope) : null;
    const format = fields.format?.(doc, scope);
    if (zone === undefined || (fields.format && isNothing(format))) return null;
    try {
      if (typeof text !== 'string')
        return fail(241, `$dateFromString requires that 'dateString' be a string, found: ${typeName(text)}`);
      return parseDate(text, typeof format === 'string' ? format : undefined, zone);
    } catch (error) {
      if (!fields.onError) throw error;
      return fields.onError(doc, scope);
    }
  };
};

const PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'];

const toParts = onDate('date', [], ['iso8601'], (date, zone, read) => {
  const local = toLocal(date, zone);
  const week = isoWeek(local);
  const day =
    read('iso8601') === true
      ? { isoWeekYear: week.year, isoWeek: week.week, isoDayOfWeek: week.day }
      : { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() };
  const time = { hour: local.getUTCHours(), minute: local.getUTCMinutes(), second: local.getUTCSeconds() };
  return docOf({ ...day, ...time, millisecond: local.getUTCMilliseconds() });
});

const fromParts: BuildOperator = (operand, compiler, name) => {
  const fields = fieldsOf(operand, compiler, name, ['year'], [...PARTS.slice(1), 'timezone']);
  return (doc, scope) => {
    const values = PARTS.map((field, i) => (fields[field] ? fields[field](doc, scope) : i === 1 || i === 2 ? 1 : 0));
    const zone = zoneOf(fields, doc, scope);
    if (zone === undefined || values.some(isNothing)) return null;
    const [year = 0, month = 1, ...rest] = values.map((value) =>
      isNumeric(value)
        ? Math.trunc(toNumber(value))
        : fail(40515, `$dateFromParts requires numbers, found: ${typeName(value)}`),
    );
    return new Date(fromLocal(Date.UTC(year, month - 1, ...rest), zone));
  };
};

/** Dates (https://www.mongodb.com/docs/manual/reference/operator/aggregation/#date-expression-operators). */
export const DATES: { [name: string]: BuildOperator } = {
  $year: part((date) => date.getUTCFullYear()),
  $month: part((date) => date.getUTCMonth() + 1),
  $dayOfMonth: part((date) => date.getUTCDate()),
  $dayOfWeek: part((date) => date.getUTCDay() + 1),
  $dayOfYear: part(dayOfYear),
  $hour: part((date) => date.getUTCHours()),
  $minute: part((date) => date.getUTCMinutes()),
  $second: part((date) => date.getUTCSeconds()),
  $millisecond: part((date) => date.getUTCMilliseconds()),
  $week: part(sundayWeek),
  $isoWeek: part((date) => isoWeek(date).week),
  $isoWeekYear: part((date) => BigInt(isoWeek(date).year)),
  $isoDayOfWeek: part((date) => isoWeek(date).day),
  $dateToString: toText,
  $dateFromString: fromText,
  $dateToParts: toParts,
  $dateFromParts: fromParts,
  $dateAdd: shift(1),
  $dateSubtract: shift(-1),
  $dateDiff: difference,
  $dateTrunc: truncate,
  $tsSecond: unaryOrNull((value) =>
    value instanceof Timestamp ? BigInt(value.t) : fail(5687301, '$tsSecond requires a timestamp'),
  ),
  $tsIncrement: unaryOrNull((value) =>
    value instanceof Timestamp ? BigInt(value.i) : fail(5687302, '$tsIncrement requires a timestamp'),
  ),
};
