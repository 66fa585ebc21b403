import { BSONRegExp } from 'bson';
import { bits } from './bits.ts';
import { rankOf, type Compare } from './compare.ts';
import { fail } from './errors.ts';
import { modulo, ofType, sizeOf } from './kind-tests.ts';
import { splitPath } from './path.ts';
import { compileRegex } from './regex.ts';
import { isDoc, isNumeric, type Value } from './value.ts';

/** A test of one field against a constant. */
export interface Test {
  kind: 'test';
  path: string;
  parts: string[];
  operator: string;
  value: Value;
}

/** Tells whether one value (undefined: the field is missing) passes. */
export type Predicate = (value: Value | undefined) => boolean;
type Build = (value: Value, compare: Compare) => Predicate;

/** The operators that test a single value. */
export const TESTS: { [operator: string]: Build } = {
  $eq: (operand, compare) => equals(operand, compare),
  $gt: (operand, compare) => ordered(operand, (value) => compare(value, operand) > 0, false),
  $gte: (operand, compare) => ordered(operand, (value) => compare(value, operand) >= 0, true),
  $lt: (operand, compare) => ordered(operand, (value) => compare(value, operand) < 0, false),
  $lte: (operand, compare) => ordered(operand, (value) => compare(value, operand) <= 0, true),
  $in: (operand, compare) => within(operand as Value[], compare),
  $regex: (operand) => matches(operand as BSONRegExp),
  $exists: (operand) => {
    const wanted = isTrue(operand);
    return (value) => (value !== undefined) === wanted;
  },
  $type: (operand) => ofType(operand),
  $mod: (operand) => modulo(operand),
  $size: (operand) => {
    const size = sizeOf(operand);
    return (value) => Array.isArray(value) && value.length === size;
  },
  $bitsAllSet: (operand) => bits(operand, (set, clear) => clear === 0 && set >= 0),
  $bitsAnySet: (operand) => bits(operand, (set) => set > 0),
  $bitsAllClear: (operand) => bits(operand, (set) => set === 0),
  $bitsAnyClear: (operand) => bits(operand, (_set, clear) => clear > 0),
};

/** Tests that look at an array as a whole, never at its elements. */
export const WHOLE = new Set(['$exists', '$size']);

/** Makes a test, refusing operands that MongoDB refuses. */
export function parseTest(path: string, operator: string, value: Value): Test {
  if (operator === '$in') checkList(value);
  else if (operator !== '$eq' && !operator.startsWith('$l') && !operator.startsWith('$g')) {
    TESTS[operator]!(value, () => 0); // throws on a bad operand
  }
  if (value instanceof BSONRegExp && ['$gt', '$gte', '$lt', '$lte'].includes(operator)) {
    fail(2, `Can't have RegEx as arg to predicate over field '${path}'.`);
  }
  return { kind: 'test', path, parts: splitPath(path), operator, value };
}

/** MongoDB's truth: false, null and zero are false. */
export function isTrue(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false) return false;
  return !isNumeric(value) || Number(value.toString()) !== 0;
}

function checkList(value: Value): void {
  if (!Array.isArray(value)) fail(2, '$in needs an array');
  for (const item of value) {
    if (isDoc(item) && Object.keys(item)[0]?.startsWith('$') && !('$ref' in item)) fail(2, 'cannot nest $ under $in');
  }
}

function equals(operand: Value, compare: Compare): Predicate {
  if (operand === null) return (value) => value === null || value === undefined;
  return (value) => value !== undefined && compare(value, operand) === 0;
}

/** Comparisons only hold within one type, except with MinKey and MaxKey. */
function ordered(operand: Value, holds: (value: Value) => boolean, orEqual: boolean): Predicate {
  const rank = rankOf(operand);
  if (operand === null) return (value) => orEqual && (value === null || value === undefined);
  if (rank === 1 || rank === 0xf0) return (value) => holds(value ?? null);
  if (isNumeric(operand) && Number.isNaN(Number(operand.toString()))) {
    return (value) => orEqual && isNumeric(value) && Number.isNaN(Number(value.toString()));
  }
  const numeric = rank === 0x10;
  return (value) => {
    if (value === undefined || rankOf(value) !== rank) return false;
    if (numeric && isNumeric(value) && Number.isNaN(Number(value.toString()))) return false;
    return holds(value);
  };
}

function within(operands: Value[], compare: Compare): Predicate {
  const predicates = operands.map((item) => (item instanceof BSONRegExp ? matches(item) : equals(item, compare)));
  if (operands.length < 8 || !operands.every((item) => typeof item === 'string')) {
    return (value) => predicates.some((predicate) => predicate(value));
  }
  const sorted = [...operands].sort(compare);
  return (value) => {
    if (value === undefined) return false;
    let [low, high] = [0, sorted.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = compare(value, sorted[middle]!);
      if (order === 0) return true;
      if (order < 0) high = middle - 1;
      else low = middle + 1;
    }
    return false;
  };
}

function matches(operand: BSONRegExp): Predicate {
  const regex = compileRegex(operand);
  return (value) => {
    if (typeof value === 'string') return regex.test(value);
    return value instanceof BSONRegExp && value.pattern === operand.pattern && value.options === operand.options;
  };
}
