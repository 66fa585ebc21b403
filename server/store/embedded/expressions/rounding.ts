import { Decimal128, Double } from 'bson';
import { quantize, roundedTo, type Rounding } from '../decimal-arithmetic.ts';
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
  return realOfTwo(value, 0, apply);
}

/** A double of two numbers, as a decimal when one of them is. */
export function realOfTwo(a: Numeric, b: Numeric, apply: (x: number, y: number) => number): Numeric {
  const result = apply(toNumber(a), toNumber(b));
  const wide = a instanceof Decimal128 || b instanceof Decimal128;
  return wide ? Decimal128.fromString(String(result)) : new Double(result);
}

/** A function of numbers between two limits; others are refused (50989). */
export const within = (name: string, low: number, high: number, apply: (x: number) => number) =>
  real(name, (x) => {
    if (x < low || x > high) fail(50989, `cannot apply ${name} to ${x}, value must be in [${low}, ${high}]`);
    return apply(x);
  });

/** `$round` and `$trunc`: to a number of decimal places, negative ones before the point. */
export function toPlaces(name: string, round: (x: number) => number, exactly: Rounding): BuildOperator {
  return variadic(
    (values) => {
      const [value, places] = values;
      const given = values.length;
      if (isNothing(value) || (given > 1 && isNothing(places))) return null;
      const exact = number(value, name);
      const digits = given === 1 ? 0 : toSafeInteger(places);
      if (digits === undefined || digits < -20 || digits > 100)
        return fail(51083, `cannot apply ${name} with precision value ${String(places)} value must be in [-20, 100]`);
      if (!(exact instanceof Double || exact instanceof Decimal128))
        return digits >= 0 ? exact : wholePlaces(exact, digits, exactly);
      if (exact instanceof Decimal128) return quantize(exact, digits, exactly);
      return new Double(shifted(exact.value, digits, round));
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

function wholePlaces(value: number | bigint, digits: number, round: Rounding): Numeric {
  const unit = 10n ** BigInt(-digits);
  const result = roundedTo(BigInt(value), unit, round) * unit;
  return toInteger(result, typeof value === 'bigint') ?? new Double(Number(result));
}

/** Half to even, as IEEE 754 rounds. */
export function halfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

export const wholePart = (name: string, apply: (x: number) => number, exactly: Rounding) =>
  unaryOrNull((value) => {
    const exact = number(value, name);
    if (exact instanceof Decimal128) return quantize(exact, 0, exactly);
    return exact instanceof Double ? new Double(apply(exact.value)) : exact;
  });
