import { fail } from './errors.ts';
import { describe } from './describe.ts';
import { toBigInt, toSafeInteger } from './number.ts';
import type { Predicate } from './tests.ts';
import { isNumeric, TYPE, typeName, typeOf, type Value } from './value.ts';

/** `$type`: by name, number, or a list of them. */
export function ofType(operand: Value): Predicate {
  const wanted = new Set<number>();
  for (const item of Array.isArray(operand) ? operand : [operand]) {
    if (item === 'number') for (const code of [TYPE.int, TYPE.long, TYPE.double, TYPE.decimal]) wanted.add(code);
    else if (typeof item === 'string') {
      const code = (TYPE as Record<string, number>)[item];
      if (code === undefined) fail(2, `Unknown type name alias: ${item}`);
      wanted.add(code);
    } else wanted.add(typeCode(item));
  }
  if (Array.isArray(operand) && operand.length === 0) fail(9, '$type must match at least one type');
  return (value) => value !== undefined && wanted.has(typeOf(value));
}

/** BSON's codes, with those of the deprecated types, which no document here has. */
const CODES = new Set<number>([...Object.values(TYPE), 6, 12]);

function typeCode(item: Value): number {
  if (!isNumeric(item)) return fail(14, 'type must be represented as a number or a string');
  const code = toSafeInteger(item);
  return code !== undefined && CODES.has(code) ? code : fail(2, `Invalid numerical type code: ${describe(item)}`);
}

/** `$mod`: divisor and rest. */
export function modulo(operand: Value): Predicate {
  if (!Array.isArray(operand)) return fail(2, 'malformed mod, needs to be an array');
  if (operand.length < 2) return fail(2, 'malformed mod, not enough elements');
  if (operand.length > 2) return fail(2, 'malformed mod, too many elements');
  const divisor = integer(operand[0]!, '$mod');
  const rest = integer(operand[1]!, '$mod');
  if (divisor === 0n) return fail(2, 'divisor cannot be 0');
  return (value) => {
    const whole = isNumeric(value) ? toBigInt(value) : undefined;
    return whole !== undefined && whole % divisor === rest;
  };
}

/** The number of elements that `$size` asks for. */
export function sizeOf(operand: Value): number {
  const size = isNumeric(operand) ? toSafeInteger(operand) : undefined;
  if (size === undefined) return fail(2, `Failed to parse $size. Expected a number in: $size: ${describe(operand)}`);
  if (size < 0) return fail(2, `Failed to parse $size. Expected a non-negative number in: $size: ${describe(operand)}`);
  return size;
}

/** The whole number an operator needs. */
export function integer(value: Value, operator: string): bigint {
  const whole = isNumeric(value) ? toBigInt(value) : undefined;
  if (whole === undefined) return fail(2, `${operator} needs a whole number, not ${typeName(value)}`);
  return whole;
}
