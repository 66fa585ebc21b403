import { ObjectId } from 'bson';
import { fail, MongoError } from '../errors.ts';
import { toNumber } from '../number.ts';
import { isTrue } from '../tests.ts';
import { isNumeric, TYPE, typeName, typeOf, type Value } from '../value.ts';
import { isNothing, type BuildOperator } from './compile.ts';
import { fieldsOf, unaryOrNull } from './functions.ts';
import { parseDate } from './parse-date.ts';
import { toText } from './text.ts';
import { impossible, integer, toDecimal, toDouble, type Convert } from './to-number.ts';

const toDate: Convert = (value) => {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (typeof value === 'string') return parseDate(value, undefined, 'UTC');
  if (isNumeric(value) && typeof value !== 'number') return dateAt(toNumber(value));
  const { t } = value as { t?: number };
  return t === undefined ? impossible(value, 'date') : new Date(t * 1000);
};

function dateAt(ms: number): Date {
  const date = new Date(Math.trunc(ms));
  return Number.isNaN(date.getTime())
    ? fail(241, 'Attempt to convert a value out of range to a date in $convert with no onError value')
    : date;
}

const toObjectId: Convert = (value) => {
  if (value instanceof ObjectId) return value;
  if (typeof value !== 'string') return impossible(value, 'objectId');
  if (!/^[0-9a-fA-F]{24}$/.test(value))
    return fail(
      241,
      `Failed to parse objectId '${value}' in $convert with no onError value: Invalid string length for ` +
        `parsing to OID, expected 24 but found ${value.length}`,
    );
  return new ObjectId(value);
};

const WRITABLE = new Set<number>([TYPE.int, TYPE.long, TYPE.double, TYPE.decimal, TYPE.string, TYPE.symbol, TYPE.date]);

const toStringValue: Convert = (value) => {
  if (typeof value === 'boolean') return String(value);
  if (value instanceof ObjectId) return value.toHexString();
  return WRITABLE.has(typeOf(value)) ? toText(value) : impossible(value, 'string');
};

const CONVERSIONS: { [type: string]: Convert } = {
  double: toDouble,
  string: toStringValue,
  objectId: toObjectId,
  bool: isTrue,
  date: toDate,
  int: integer('int'),
  long: integer('long'),
  decimal: toDecimal,
};

const convert: BuildOperator = (operand, compiler, name) => {
  const { input, to, onError, onNull } = fieldsOf(operand, compiler, name, ['input', 'to'], ['onError', 'onNull']);
  return (doc, scope) => {
    const value = input!(doc, scope);
    const target = to!(doc, scope);
    const type = isNothing(target) ? undefined : typeAsked(target);
    if (isNothing(value)) return onNull ? onNull(doc, scope) : null;
    if (type === undefined) return null;
    try {
      const apply = Object.hasOwn(CONVERSIONS, type) ? CONVERSIONS[type] : undefined;
      return apply ? apply(value) : impossible(value, type);
    } catch (error) {
      if (!onError || !(error instanceof MongoError)) throw error;
      return onError(doc, scope);
    }
  };
};

/** The name of the type that `to` asks for. */
function typeAsked(target: Value): string {
  if (typeof target === 'string') return Object.hasOwn(TYPE, target) ? target : fail(2, `Unknown type name: ${target}`);
  if (!isNumeric(target))
    return fail(9, `$convert's 'to' argument must be a string or number, but is ${typeName(target)}`);
  const known = Object.entries(TYPE).find(([, code]) => code === toNumber(target));
  const why = "In $convert, numeric value for 'to' does not correspond to a BSON type";
  return known ? known[0] : fail(9, `${why}: ${toText(target)}`);
}

/** Types (https://www.mongodb.com/docs/manual/reference/operator/aggregation/#type-expression-operators). */
export const CONVERTERS: { [name: string]: BuildOperator } = {
  $convert: convert,
  $toBool: unaryOrNull(isTrue),
  $toDate: unaryOrNull(toDate),
  $toDecimal: unaryOrNull(toDecimal),
  $toDouble: unaryOrNull(toDouble),
  $toInt: unaryOrNull(integer('int')),
  $toLong: unaryOrNull(integer('long')),
  $toObjectId: unaryOrNull(toObjectId),
  $toString: unaryOrNull(toStringValue),
};
