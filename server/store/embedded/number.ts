import { Decimal128, Double } from 'bson';
import { divideDecimals } from './decimal-arithmetic.ts';
import { align, compareDecimals, exactDecimal, makeDecimal, readDecimal, type Decimal } from './decimal.ts';
import type { Numeric } from './value.ts';

const INT_MAX = 2147483647;
const INT_MIN = -2147483648;
const LONG_MAX = 9223372036854775807n;
const LONG_MIN = -9223372036854775808n;

/** The order of two numbers of any numeric types by their exact values; NaN is below all others. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  if (a instanceof Decimal128 || b instanceof Decimal128) return compareDecimals(toDecimal(a), toDecimal(b));
  const x = a instanceof Double ? a.value : a;
  const y = b instanceof Double ? b.value : b;
  if (x < y) return -1;
  if (x > y) return 1;
  if (x == y) return 0; // eslint-disable-line eqeqeq -- a bigint and a number compare exactly with ==
  const nanX = Number.isNaN(x);
  return nanX === Number.isNaN(y) ? 0 : nanX ? -1 : 1;
}

/** The nearest double. */
export function toNumber(value: Numeric): number {
  if (typeof value === 'number') return value;
  if (value instanceof Double) return value.value;
  return typeof value === 'bigint' ? Number(value) : Number(value.toString());
}

export function toDecimal(value: Numeric): Decimal {
  if (value instanceof Decimal128) return readDecimal(value);
  if (value instanceof Double) return exactDecimal(value.value);
  return { coefficient: BigInt(value), exponent: 0 };
}

/** A whole number in the narrowest of Int32 and Int64, never narrower than `wide` asks; undefined beyond 64 bits. */
export function toInteger(value: bigint, wide: boolean): number | bigint | undefined {
  if (value > LONG_MAX || value < LONG_MIN) return undefined;
  return !wide && value <= INT_MAX && value >= INT_MIN ? Number(value) : value;
}

export type Arithmetic = 'add' | 'subtract' | 'multiply';

/**
 * Adds, subtracts or multiplies as MongoDB does: the wider type wins (int, long, double, decimal), an Int32 that
 * overflows becomes an Int64, an Int64 that overflows gives undefined.
 */
export function calculate(operation: Arithmetic, a: Numeric, b: Numeric): Numeric | undefined {
  if (a instanceof Decimal128 || b instanceof Decimal128) return decimal(operation, a, b);
  if (a instanceof Double || b instanceof Double) return new Double(double(operation, toNumber(a), toNumber(b)));
  if (typeof a === 'number' && typeof b === 'number') {
    const result = double(operation, a, b);
    if (result <= INT_MAX && result >= INT_MIN) return result === 0 ? 0 : result;
    if (Number.isSafeInteger(result)) return BigInt(result);
  }
  return toInteger(integer(operation, BigInt(a), BigInt(b)), typeof a === 'bigint' || typeof b === 'bigint');
}

function double(operation: Arithmetic, a: number, b: number): number {
  return operation === 'add' ? a + b : operation === 'subtract' ? a - b : a * b;
}

function integer(operation: Arithmetic, a: bigint, b: bigint): bigint {
  return operation === 'add' ? a + b : operation === 'subtract' ? a - b : a * b;
}

function decimal(operation: Arithmetic, a: Numeric, b: Numeric): Decimal128 {
  const [x, y] = [shortDecimal(a), shortDecimal(b)];
  if (x.special || y.special) {
    return Decimal128.fromString(String(double(operation, toNumber(a), toNumber(b))));
  }
  if (operation === 'multiply') {
    return makeDecimal({ coefficient: x.coefficient * y.coefficient, exponent: x.exponent + y.exponent });
  }
  const [left, right, exponent] = align(x, y);
  return makeDecimal({ coefficient: integer(operation, left, right), exponent });
}

/** For arithmetic MongoDB takes the 15 significant digits of a double, not its exact value. */
export function shortDecimal(value: Numeric): Decimal {
  if (!(value instanceof Double) || !Number.isFinite(value.value)) return toDecimal(value);
  return readDecimal(Decimal128.fromString(value.value.toPrecision(15)));
}

/** The quotient: a decimal when an operand is one, else a double. The divisor must not be zero. */
export function quotient(a: Numeric, b: Numeric): Double | Decimal128 {
  const near = toNumber(a) / toNumber(b);
  if (!(a instanceof Decimal128 || b instanceof Decimal128)) return new Double(near);
  const [x, y] = [shortDecimal(a), shortDecimal(b)];
  return x.special || y.special ? Decimal128.fromString(String(near)) : divideDecimals(x, y);
}

/** The remainder with the sign of the dividend, typed like the wider operand (a whole double is none). The divisor must not be zero. */
export function remainder(a: Numeric, b: Numeric): Numeric {
  if (a instanceof Decimal128 || b instanceof Decimal128) {
    const [x, y] = [shortDecimal(a), shortDecimal(b)];
    if (x.special || y.special) return Decimal128.fromString(String(toNumber(a) % toNumber(b)));
    const [left, right, exponent] = align(x, y);
    return makeDecimal({ coefficient: left % right, exponent });
  }
  if (b instanceof Double && !(a instanceof Double) && Number.isInteger(b.value)) {
    return toInteger(BigInt(a) % BigInt(b.value), typeof a === 'bigint') ?? 0;
  }
  if (a instanceof Double || b instanceof Double) return new Double(toNumber(a) % toNumber(b));
  return toInteger(BigInt(a) % BigInt(b), typeof a === 'bigint' || typeof b === 'bigint') ?? 0;
}

/** A number truncated to a whole one, or undefined when it has no such value (NaN, infinities). */
export function toBigInt(value: Numeric): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return BigInt(value);
  if (value instanceof Double) return Number.isFinite(value.value) ? BigInt(Math.trunc(value.value)) : undefined;
  const { special, coefficient, exponent } = readDecimal(value);
  if (special) return undefined;
  return exponent >= 0 ? coefficient * 10n ** BigInt(exponent) : coefficient / 10n ** BigInt(-exponent);
}

/** The value of a whole number within JavaScript's safe integers, or undefined. For limits, sizes, positions. */
export function toSafeInteger(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
  if (value instanceof Double || value instanceof Decimal128) {
    const number = toNumber(value);
    return Number.isSafeInteger(number) ? number : undefined;
  }
  return undefined;
}
