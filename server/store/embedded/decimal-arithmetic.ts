import { Decimal128 } from 'bson';
import { align, makeDecimal, readDecimal, type Decimal } from './decimal.ts';

/** What decimal128 holds; results are worked out to two digits more and then rounded. */
const DIGITS = 36;

/** The quotient of two finite decimals to 34 digits; an exact one keeps the exponent that IEEE 754 wishes for. */
export function divideDecimals(a: Decimal, b: Decimal): Decimal128 {
  const shift = Math.max(0, DIGITS - length(a.coefficient) + length(b.coefficient));
  const dividend = a.coefficient * 10n ** BigInt(shift);
  const exact = dividend % b.coefficient === 0n;
  const exponent = a.exponent - b.exponent - shift;
  if (exact)
    return makeDecimal(shortened({ coefficient: dividend / b.coefficient, exponent }, a.exponent - b.exponent));
  return makeDecimal(inexact(dividend / b.coefficient, exponent));
}

/** The square root of a finite decimal that is not negative, to 34 digits. */
export function rootOfDecimal({ coefficient, exponent }: Decimal): Decimal128 {
  const shift = Math.max(0, DIGITS * 2 - length(coefficient));
  const places = shift + ((exponent - shift) & 1);
  const scaled = coefficient * 10n ** BigInt(places);
  const root = wholeRoot(scaled);
  const half = (exponent - places) / 2;
  if (root * root === scaled)
    return makeDecimal(shortened({ coefficient: root, exponent: half }, Math.floor(exponent / 2)));
  return makeDecimal(inexact(root, half));
}

/** A finite decimal to a whole power. */
export function powerOfDecimal(base: Decimal, power: number): Decimal128 {
  const raised = {
    coefficient: base.coefficient ** BigInt(Math.abs(power)),
    exponent: base.exponent * Math.abs(power),
  };
  return power < 0 ? divideDecimals({ coefficient: 1n, exponent: 0 }, raised) : makeDecimal(raised);
}

export type Rounding = (quotient: bigint, rest: bigint, divisor: bigint) => bigint;

/** A decimal with so many digits after the point (before it, when negative). */
export function quantize(value: Decimal128, places: number, round: Rounding): Decimal128 {
  const decimal = readDecimal(value);
  if (decimal.special) return value;
  const [coefficient, unit] = align(decimal, { coefficient: 1n, exponent: -places });
  const rounded = roundedTo(coefficient, unit, round);
  return makeDecimal({ coefficient: rounded, exponent: -places });
}

/** How often `unit` goes into a whole number, rounded. */
export function roundedTo(value: bigint, unit: bigint, round: Rounding): bigint {
  const [quotient, rest] = [value / unit, value % unit];
  return rest === 0n ? quotient : round(quotient, rest, unit);
}

export const ROUNDINGS = {
  trunc: (quotient) => quotient,
  floor: (quotient, rest) => (rest < 0n ? quotient - 1n : quotient),
  ceil: (quotient, rest) => (rest > 0n ? quotient + 1n : quotient),
  halfEven(quotient, rest, divisor) {
    const twice = (rest < 0n ? -rest : rest) * 2n;
    const away = twice > divisor || (twice === divisor && quotient % 2n !== 0n);
    return away ? quotient + (rest < 0n ? -1n : 1n) : quotient;
  },
} satisfies { [name: string]: Rounding };

/** Without zeros at the end, as far as the exponent does not pass the wished one. */
function shortened({ coefficient, exponent }: Decimal, wished: number): Decimal {
  let [digits, at] = [coefficient, exponent];
  while (at < wished && digits % 10n === 0n) [digits, at] = [digits / 10n, at + 1];
  return { coefficient: digits, exponent: at };
}

/** A last digit that is no 0 and no 5 says to which side the rest leans. */
function inexact(coefficient: bigint, exponent: number): Decimal {
  return { coefficient: coefficient * 10n + (coefficient < 0n ? -1n : 1n), exponent: exponent - 1 };
}

function length(value: bigint): number {
  return (value < 0n ? -value : value).toString().length;
}

/** The largest whole number whose square is not above `value`. */
function wholeRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (let next = (root + value / root) >> 1n; next < root; next = (root + value / root) >> 1n) root = next;
  return root;
}
