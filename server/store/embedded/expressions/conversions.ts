import { Decimal128, Double, ObjectId } from 'bson';
import { fail, MongoError } from '../errors.ts';
import { toBigInt, toInteger, toNumber } from '../number.ts';
import { isTrue } from '../tests.ts';
import { isNumeric, TYPE, typeName, type Value } from '../value.ts';
import { isNothing, type BuildOperator } from './compile.ts';
import { fieldsOf, unaryOrNull } from './functions.ts';
import { parseDate } from './parse-date.ts';
import { toText } from './text.ts';

type Convert = (value: Value) => Value;

function impossible(value: Value, to: string): never {
  return fail(241, `Unsupported conversion from ${typeName(value)} to ${to} in $convert with no onError value`);
}

function unreadable(text: string, why: string): never {
  return fail(241, `Failed to parse number '${text}' in $convert with no onError value: ${why}`);
}

function integer(to: 'int' | 'long'): Convert {
  return (value) => {
    if (typeof value === 'boolean') return to === 'int' ? Number(value) : BigInt(value);
    const exact =
      typeof value === 'string'
        ? parseWhole(value)
        : to === 'long' && value instanceof Date
          ? BigInt(value.getTime())
          : isNumeric(value)
            ? toBigInt(value)
            : impossible(value, to);
    if (exact === undefined)
      return fail(241, 'Attempt to convert NaN or infinity value to integer type in $convert with no onError value');
    const result = toInteger(exact, to === 'long');
    if (result === undefined || (to === 'int' && typeof result === 'bigint'))
      fail(241, `Conversion would overflow target type in $convert with no onError value: ${toText(value)}`);
    return result;
  };
}

function parseWhole(text: string): bigint {
  return /^[+-]?\d+$/.test(text) ? BigInt(text.replace(/^\+/, '')) : unreadable(text, 'Did not consume whole string.');
}

const toDouble: Convert = (value) => {
  if (typeof value === 'boolean') return new Double(Number(value));
  if (value instanceof Date) return new Double(value.getTime());
  if (isNumeric(value)) return new Double(toNumber(value));
  if (typeof value !== 'string') return impossible(value, 'double');
  const number = Number(value);
  if (value.trim() !== value || value === '' || (Number.isNaN(number) && value !== 'NaN'))
    return unreadable(value, 'Did not consume whole string.');
  return new Double(number);
};

const toDecimal: Convert = (value) => {
  if (value instanceof Decimal128) return value;
  if (typeof value === 'boolean') return Decimal128.fromString(String(Number(value)));
  if (value instanceof Date) return Decimal128.fromString(String(value.getTime()));
  if (value instanceof Double)
    return Decimal128.fromStringWithRounding(
      Number.isFinite(value.value) ? value.value.toPrecision(15) : String(value.value),
    );
  if (isNumeric(value)) return Decimal128.fromString(String(value));
  if (typeof value !== 'string') return impossible(value, 'decimal');
  try {
    return Decimal128.fromStringWithRounding(value);
  } catch {
    return unreadable(value, 'Failed to parse string to decimal');
  }
};

const toDate: Convert = (value) => {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (typeof value === 'string') return parseDate(value, undefined, 'UTC');
  if (isNumeric(value) && typeof value !== 'number') return new Date(toNumber(value));
  const { t } = value as { t?: number };
  return t === undefined ? impossible(value, 'date') : new Date(t * 1000);
};

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

const toStringValue: Convert = (value) => {
  return typeof value === 'boolean'
    ? String(value)
    : typeof value === 'object' && Array.isArray(value)
      ? impossible(value, 'string')
      : toText(value);
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
    if (isNothing(value)) return onNull ? onNull(doc, scope) : null;
    if (isNothing(target)) return null;
    const type = isNumeric(target) ? Object.entries(TYPE).find(([, code]) => code === toNumber(target))?.[0] : target;
    const apply = typeof type === 'string' && Object.hasOwn(CONVERSIONS, type) ? CONVERSIONS[type] : undefined;
    if (!apply) return fail(2, `Unknown type name: ${toText(target)}`);
    try {
      return apply(value);
    } catch (error) {
      if (!onError || !(error instanceof MongoError)) throw error;
      return onError(doc, scope);
    }
  };
};

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
