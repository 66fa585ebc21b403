import { Timestamp } from 'bson';
import { fail } from '../errors.ts';
import { docOf, isDoc, typeName, type Value } from '../value.ts';
import { dayOfYear, isoWeek, sundayWeek } from './calendar.ts';
import { isNothing, type BuildOperator } from './compile.ts';
import { difference, shift, truncate } from './date-arithmetic.ts';
import { dateOf, onDate, zoneOf, type Fields } from './date-operands.ts';
import { formatDate } from './format-date.ts';
import { fieldsOf, unaryOrNull } from './functions.ts';
import { parseDate } from './parse-date.ts';
import { fromParts } from './date-parts.ts';
import { isUtc, offsetAt, toLocal } from './zone.ts';

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

const toText = onDate('date', [], ['format', 'onNull'], (date, zone, read) => {
  const offset = offsetAt(zone, date.getTime());
  const format = read('format') ?? (isUtc(zone) ? '%Y-%m-%dT%H:%M:%S.%LZ' : '%Y-%m-%dT%H:%M:%S.%L');
  if (typeof format !== 'string')
    return fail(18533, `$dateToString requires that 'format' be a string, found: ${typeName(format)}`);
  return formatDate(new Date(date.getTime() + offset), offset, format);
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
