import { Decimal128, Double } from 'bson';
import { fail } from '../errors.ts';
import { toInteger, toNumber, toSafeInteger } from '../number.ts';
import { isNumeric, typeName, type Numeric, type Value } from '../value.ts';
import { isNothing, type BuildOperator } from './compile.ts';
import { unaryOrNull, variadic } from './functions.ts';

export function number(value: Value, name: string): Numeric {
  return isNumeric(value) ? value : fail(28765, `${name} only supports numeric types, not ${typeName(value)}`);
}

/** An operator that works on doubles whatever the numeric type. */
export const real = (name: string, apply: (x: number) => number) =>
  unaryOrNull((value) => real128(number(value, name), apply));

export function real128(value: Numeric, apply: (x: number) => number): Numeric {
  const result = apply(toNumber(value));
  return value instanceof Decimal128 ? Decimal128.fromString(String(result)) : new Double(result);
}

/** `$round` and `$trunc`: to a number of decimal places, negative ones before the point. */
export function toPlaces(name: string, round: (x: number) => number): BuildOperator {
  return variadic(
    ([value, places]) => {
      if (isNothing(value) || places === null) return null;
      const exact = number(value, name);
      const digits = places === undefined ? 0 : toSafeInteger(places);
      if (digits === undefined || digits < -20 || digits > 100)
        return fail(51083, `cannot apply ${name} with precision value ${String(places)} value must be in [-20, 100]`);
      if (!(exact instanceof Double || exact instanceof Decimal128))
        return digits >= 0 ? exact : wholePlaces(exact, digits, round);
      return real128(exact, (x) => shifted(x, digits, round));
    },
    1,
    2,
  );
}

function shifted(x: number, digits: number, round: (x: number) => number): number {
  if (!Number.isFinite(x)) return x;
  const moved = round(
    Number(`${x}e${digits}`.replace(/e(.*)e(.*)/, (_, a: string, b: string) => `e${Number(a) + Number(b)}`)),
  );
  return Number(`${moved}e${-digits}`.replace(/e(.*)e(.*)/, (_, a: string, b: string) => `e${Number(a) + Number(b)}`));
}

function wholePlaces(value: Numeric, digits: number, round: (x: number) => number): Numeric {
  const result = round(toNumber(value) / 10 ** -digits) * 10 ** -digits;
  return toInteger(BigInt(result), typeof value === 'bigint') ?? new Double(result);
}

/** Half to even, as IEEE 754 rounds. */
export function halfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

export const wholePart = (name: string, apply: (x: number) => number) =>
  unaryOrNull((value) => {
    const exact = number(value, name);
    return exact instanceof Double || exact instanceof Decimal128 ? real128(exact, apply) : exact;
  });
