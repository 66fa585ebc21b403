import { Decimal128, Double } from 'bson';
import { fail } from '../errors.ts';
import { toBigInt, toInteger, toNumber } from '../number.ts';
import { isNumeric, typeName, type Value } from '../value.ts';
import { toText } from './text.ts';

export type Convert = (value: Value) => Value;

export function impossible(value: Value, to: string): never {
  return fail(241, `Unsupported conversion from ${typeName(value)} to ${to} in $convert with no onError value`);
}

function unreadable(text: string, why: string): never {
  return fail(241, `Failed to parse number '${text}' in $convert with no onError value: ${why}`);
}

export function integer(to: 'int' | 'long'): Convert {
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

export const toDouble: Convert = (value) => {
  if (typeof value === 'boolean') return new Double(Number(value));
  if (value instanceof Date) return new Double(value.getTime());
  if (isNumeric(value)) return new Double(toNumber(value));
  if (typeof value !== 'string') return impossible(value, 'double');
  const number = Number(value);
  if (/^[+-]?0x/i.test(value))
    return fail(241, `Illegal hexadecimal input in $convert with no onError value: ${value}`);
  if (value.trim() !== value || value === '' || (Number.isNaN(number) && value !== 'NaN'))
    return unreadable(value, 'Did not consume whole string.');
  return new Double(number);
};

export const toDecimal: Convert = (value) => {
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
