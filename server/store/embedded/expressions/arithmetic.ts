import { Decimal128, Double } from 'bson';
import { average, plus } from '../accumulators.ts';
import { ROUNDINGS } from '../decimal-arithmetic.ts';
import { fail } from '../errors.ts';
import { calculate, quotient, remainder, toInteger, toNumber } from '../number.ts';
import { deviation, pointsOf, percentiles } from '../statistics.ts';
import { isNumeric, typeName, type Numeric, type Value } from '../value.ts';
import { isNothing, type BuildOperator } from './compile.ts';
import { binaryOrNull, specOf, unaryOrNull, variadic } from './functions.ts';
import { best, bitwise, numbersOf, overList } from './list-arithmetic.ts';
import { logarithm, power, squareRoot } from './powers.ts';
import { halfEven, number, real, realOfTwo, toPlaces, wholePart, within } from './rounding.ts';

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
  return quotient(a, b);
}

function modulo(a: Value, b: Value): Value {
  if (!isNumeric(a) || !isNumeric(b))
    return fail(16611, `$mod only supports numeric types, not ${typeName(a)} and ${typeName(b)}`);
  if (toNumber(b) === 0) return fail(16610, "can't $mod by zero");
  return remainder(a, b);
}

/** `$median` and `$percentile` of one array. */
const quantile: BuildOperator = (operand, compiler, name) => {
  const spec = specOf(operand, name, name === '$median' ? ['input', 'method'] : ['input', 'p', 'method']);
  const points = pointsOf(name, spec);
  const input = compiler.compile(spec.input!);
  return (doc, scope) => {
    const value = input(doc, scope);
    const found = percentiles(numbersOf(Array.isArray(value) ? value : [value]).map(toNumber), points);
    return name === '$median' ? found[0]! : found;
  };
};

function absolute(value: Value): Value {
  const exact = number(value, '$abs');
  if (exact instanceof Decimal128) return Decimal128.fromString(exact.toString().replace(/^-/, ''));
  if (exact instanceof Double) return new Double(Math.abs(exact.value));
  return (
    toInteger(exact < 0 ? -BigInt(exact) : BigInt(exact), typeof exact === 'bigint') ??
    fail(28680, "can't take $abs of long long min")
  );
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
  $round: toPlaces('$round', halfEven, ROUNDINGS.halfEven),
  $trunc: toPlaces('$trunc', Math.trunc, ROUNDINGS.trunc),
  $ceil: wholePart('$ceil', Math.ceil, ROUNDINGS.ceil),
  $floor: wholePart('$floor', Math.floor, ROUNDINGS.floor),
  $sqrt: unaryOrNull(squareRoot),
  $exp: real('$exp', Math.exp),
  $ln: real('$ln', (x) => (x <= 0 ? fail(28766, "$ln's argument must be a positive number") : Math.log(x))),
  $log10: real('$log10', (x) => (x <= 0 ? fail(28761, "$log10's argument must be a positive number") : Math.log10(x))),
  $log: binaryOrNull(logarithm),
  $sin: real('$sin', Math.sin),
  $cos: real('$cos', Math.cos),
  $tan: real('$tan', Math.tan),
  $asin: within('$asin', -1, 1, Math.asin),
  $acos: within('$acos', -1, 1, Math.acos),
  $atan: real('$atan', Math.atan),
  $sinh: real('$sinh', Math.sinh),
  $cosh: real('$cosh', Math.cosh),
  $tanh: real('$tanh', Math.tanh),
  $asinh: real('$asinh', Math.asinh),
  $acosh: within('$acosh', 1, Infinity, Math.acosh),
  $atanh: within('$atanh', -1, 1, Math.atanh),
  $atan2: binaryOrNull((a, b) => realOfTwo(number(a, '$atan2'), number(b, '$atan2'), Math.atan2)),
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
  $median: quantile,
  $percentile: quantile,
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
