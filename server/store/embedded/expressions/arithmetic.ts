import { Decimal128, Double } from 'bson';
import { average, plus } from '../accumulators.ts';
import { fail } from '../errors.ts';
import { calculate, remainder, toBigInt, toInteger, toNumber } from '../number.ts';
import { deviation } from '../statistics.ts';
import { isNumeric, typeName, type Numeric, type Value } from '../value.ts';
import { isNothing, type BuildOperator } from './compile.ts';
import { binaryOrNull, unaryOrNull, variadic } from './functions.ts';
import { best, bitwise, numbersOf, overList } from './list-arithmetic.ts';
import { halfEven, number, real, real128, toPlaces, wholePart } from './rounding.ts';

const add: BuildOperator = variadic((values) => {
  let total: Numeric = 0;
  let date: Date | undefined;
  for (const value of values) {
    if (isNothing(value)) return null;
    if (value instanceof Date) {
      if (date) fail(16612, 'only one date allowed in an $add expression');
      date = value;
    } else if (isNumeric(value)) total = plus(total, value);
    else fail(14, `$add only supports numeric or date types, not ${typeName(value)}`);
  }
  return date ? new Date(date.getTime() + Math.round(toNumber(total))) : total;
});

function subtract(a: Value, b: Value): Value {
  if (a instanceof Date && b instanceof Date) return BigInt(a.getTime() - b.getTime());
  if (a instanceof Date && isNumeric(b)) return new Date(a.getTime() - Math.round(toNumber(b)));
  if (isNumeric(a) && isNumeric(b)) return calculate('subtract', a, b) ?? new Double(toNumber(a) - toNumber(b));
  return fail(14, `can't $subtract ${typeName(b)} from ${typeName(a)}`);
}

const multiply: BuildOperator = variadic((values) => {
  let product: Numeric = 1;
  for (const value of values) {
    if (isNothing(value)) return null;
    if (!isNumeric(value)) return fail(14, `$multiply only supports numeric types, not ${typeName(value)}`);
    product = calculate('multiply', product, value) ?? new Double(toNumber(product) * toNumber(value));
  }
  return product;
});

function divide(a: Value, b: Value): Value {
  if (!isNumeric(a) || !isNumeric(b))
    return fail(14, `$divide only supports numeric types, not ${typeName(a)} and ${typeName(b)}`);
  if (toNumber(b) === 0) return fail(2, "can't $divide by zero");
  const quotient = toNumber(a) / toNumber(b);
  if (a instanceof Decimal128 || b instanceof Decimal128) return Decimal128.fromString(String(quotient));
  return new Double(quotient);
}

function modulo(a: Value, b: Value): Value {
  if (!isNumeric(a) || !isNumeric(b))
    return fail(16611, `$mod only supports numeric types, not ${typeName(a)} and ${typeName(b)}`);
  if (toNumber(b) === 0) return fail(16610, "can't $mod by zero");
  return remainder(a, b);
}

function absolute(value: Value): Value {
  const exact = number(value, '$abs');
  if (exact instanceof Decimal128) return Decimal128.fromString(exact.toString().replace(/^-/, ''));
  if (exact instanceof Double) return new Double(Math.abs(exact.value));
  return (
    toInteger(exact < 0 ? -BigInt(exact) : BigInt(exact), typeof exact === 'bigint') ??
    fail(28680, "can't take $abs of long long min")
  );
}

function power(a: Value, b: Value): Value {
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
  return real128(base, (x) => x ** toNumber(exponent));
}

/** Arithmetic and trigonometry (https://www.mongodb.com/docs/manual/reference/operator/aggregation/). */
export const ARITHMETIC: { [name: string]: BuildOperator } = {
  $abs: unaryOrNull(absolute),
  $add: add,
  $subtract: binaryOrNull(subtract),
  $multiply: multiply,
  $divide: binaryOrNull(divide),
  $mod: binaryOrNull(modulo),
  $pow: binaryOrNull(power),
  $round: toPlaces('$round', halfEven),
  $trunc: toPlaces('$trunc', Math.trunc),
  $ceil: wholePart('$ceil', Math.ceil),
  $floor: wholePart('$floor', Math.floor),
  $sqrt: real('$sqrt', (x) =>
    x < 0 ? fail(28714, "$sqrt's argument must be greater than or equal to 0") : Math.sqrt(x),
  ),
  $exp: real('$exp', Math.exp),
  $ln: real('$ln', (x) => (x <= 0 ? fail(28766, "$ln's argument must be a positive number") : Math.log(x))),
  $log10: real('$log10', (x) => (x <= 0 ? fail(28761, "$log10's argument must be a positive number") : Math.log10(x))),
  $log: binaryOrNull(
    (a, b) => new Double(Math.log(toNumber(number(a, '$log'))) / Math.log(toNumber(number(b, '$log')))),
  ),
  $sin: real('$sin', Math.sin),
  $cos: real('$cos', Math.cos),
  $tan: real('$tan', Math.tan),
  $asin: real('$asin', Math.asin),
  $acos: real('$acos', Math.acos),
  $atan: real('$atan', Math.atan),
  $sinh: real('$sinh', Math.sinh),
  $cosh: real('$cosh', Math.cosh),
  $tanh: real('$tanh', Math.tanh),
  $asinh: real('$asinh', Math.asinh),
  $acosh: real('$acosh', Math.acosh),
  $atanh: real('$atanh', Math.atanh),
  $atan2: binaryOrNull((a, b) => new Double(Math.atan2(toNumber(number(a, '$atan2')), toNumber(number(b, '$atan2'))))),
  $degreesToRadians: real('$degreesToRadians', (x) => (x * Math.PI) / 180),
  $radiansToDegrees: real('$radiansToDegrees', (x) => (x * 180) / Math.PI),
  $sum: overList((values) => numbersOf(values).reduce<Numeric>(plus, 0)),
  $avg: overList((values) => {
    const numbers = numbersOf(values);
    return numbers.length === 0 ? null : average(numbers.reduce<Numeric>(plus, 0), numbers.length);
  }),
  $min: overList((values, compare) => best(values, compare, -1)),
  $max: overList((values, compare) => best(values, compare, 1)),
  $stdDevPop: overList((values) => deviation(numbersOf(values).map(toNumber), 0)),
  $stdDevSamp: overList((values) => deviation(numbersOf(values).map(toNumber), 1)),
  $bitAnd: bitwise('$bitAnd', -1n, (a, b) => a & b),
  $bitOr: bitwise('$bitOr', 0n, (a, b) => a | b),
  $bitXor: bitwise('$bitXor', 0n, (a, b) => a ^ b),
  $bitNot: unaryOrNull((value) =>
    typeof value === 'number'
      ? ~value
      : typeof value === 'bigint'
        ? ~value
        : fail(14, `$bitNot only supports int and long, not ${typeName(value)}`),
  ),
};
