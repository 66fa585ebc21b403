import { Decimal128, Double } from 'bson';
import { powerOfDecimal, rootOfDecimal } from '../decimal-arithmetic.ts';
import { readDecimal } from '../decimal.ts';
import { fail } from '../errors.ts';
import { shortDecimal, toBigInt, toInteger, toNumber, toSafeInteger } from '../number.ts';
import type { Value } from '../value.ts';
import { number, real128, realOfTwo } from './rounding.ts';
import { toText } from './text.ts';

/** Whole powers of decimals up to this one are exact. */
const MAX_EXACT_POWER = 1000;

export function squareRoot(value: Value): Value {
  const exact = number(value, '$sqrt');
  if (toNumber(exact) < 0) fail(28714, "$sqrt's argument must be greater than or equal to 0");
  const decimal = exact instanceof Decimal128 ? readDecimal(exact) : undefined;
  return decimal && !decimal.special ? rootOfDecimal(decimal) : real128(exact, Math.sqrt);
}

export function logarithm(a: Value, b: Value): Value {
  const [value, base] = [number(a, '$log'), number(b, '$log')];
  if (toNumber(value) <= 0) fail(28758, `$log's argument must be a positive number, but is ${toText(value)}`);
  if (toNumber(base) <= 0 || toNumber(base) === 1)
    fail(28759, `$log's base must be a positive number not equal to 1, but is ${toText(base)}`);
  return realOfTwo(value, base, (x, y) => Math.log(x) / Math.log(y));
}

export function power(a: Value, b: Value): Value {
  const [base, exponent] = [number(a, '$pow'), number(b, '$pow')];
  if (toNumber(base) === 0 && toNumber(exponent) < 0)
    fail(28764, '$pow cannot take a base of 0 and a negative exponent');
  const whole = !(
    base instanceof Double ||
    base instanceof Decimal128 ||
    exponent instanceof Double ||
    exponent instanceof Decimal128
  );
  if (whole && exponent >= 0 && exponent < 64) {
    const exact = toInteger(
      toBigInt(base)! ** toBigInt(exponent)!,
      typeof base === 'bigint' || typeof exponent === 'bigint',
    );
    if (exact !== undefined) return exact;
  }
  const decimal = base instanceof Decimal128 || exponent instanceof Decimal128 ? shortDecimal(base) : undefined;
  const places = toSafeInteger(exponent);
  if (decimal && !decimal.special && places !== undefined && Math.abs(places) <= MAX_EXACT_POWER)
    return powerOfDecimal(decimal, places);
  return realOfTwo(base, exponent, (x, y) => x ** y);
}
