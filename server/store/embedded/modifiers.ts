import { Decimal128, Double, Timestamp } from 'bson';
import type { Compare } from './compare.ts';
import { describe } from './describe.ts';
import { fail } from './errors.ts';
import { calculate, toBigInt, toInteger } from './number.ts';
import { cloneValue, isDoc, isNumeric, typeName, type Numeric, type Value } from './value.ts';

/** Where a modifier works, for its error messages: the document's `_id` and the field's name. */
export interface Place {
  doc: Value | undefined;
  name: string;
}

/** The new value of a field from its current one; undefined means no field. */
export type Modify = (current: Value | undefined, place: Place) => Value | undefined;

export interface ModifierOptions {
  path: string;
  compare: Compare;
}

export type BuildModifier = (operand: Value, options: ModifierOptions) => Modify;

const set: BuildModifier = (operand) => () => cloneValue(operand);

/** The update operators for single fields (https://www.mongodb.com/docs/manual/reference/operator/update-field/). */
export const MODIFIERS: { [operator: string]: BuildModifier } = {
  $set: set,
  $setOnInsert: set,
  $unset: () => () => undefined,
  $inc: (operand, { path }) => arithmetic('$inc', 'add', operand, path),
  $mul: (operand, { path }) => arithmetic('$mul', 'multiply', operand, path),
  $min: (operand, { compare }) => {
    return (current) => (current === undefined || compare(operand, current) < 0 ? cloneValue(operand) : current);
  },
  $max: (operand, { compare }) => {
    return (current) => (current === undefined || compare(operand, current) > 0 ? cloneValue(operand) : current);
  },
  $currentDate: (operand) => currentDate(operand),
  $bit: (operand) => bit(operand),
};

function arithmetic(operator: string, operation: 'add' | 'multiply', operand: Value, path: string): Modify {
  if (!isNumeric(operand)) {
    const verb = operation === 'add' ? 'increment' : 'multiply';
    return fail(14, `Cannot ${verb} with non-numeric argument: {${path}: ${describe(operand)}}`);
  }
  return (current, { doc, name }) => {
    if (current === undefined) return operation === 'add' ? operand : zeroLike(operand);
    if (!isNumeric(current)) {
      fail(
        14,
        `Cannot apply ${operator} to a value of non-numeric type. {_id: ${describe(doc)}} has the field ` +
          `'${name}' of non-numeric type ${typeName(current)}`,
      );
    }
    const result = calculate(operation, current, operand);
    if (result !== undefined) return result;
    return fail(
      2,
      `Failed to apply ${operator} operations to current value (${describe(current)}) for document {_id: ` +
        `${describe(doc)}}`,
    );
  };
}

function zeroLike(operand: Numeric): Numeric {
  if (operand instanceof Double) return new Double(0);
  if (operand instanceof Decimal128) return Decimal128.fromString('0');
  return typeof operand === 'bigint' ? 0n : 0;
}

let lastSecond = 0;
let ordinal = 0;

/** A time stamp that no other call in this process gets. */
export function nextTimestamp(): Timestamp {
  const second = Math.floor(Date.now() / 1000);
  ordinal = second === lastSecond ? ordinal + 1 : 1;
  lastSecond = second;
  return new Timestamp({ t: second, i: ordinal });
}

function currentDate(operand: Value): Modify {
  if (typeof operand === 'boolean') return () => new Date();
  const type = isDoc(operand) ? operand.$type : undefined;
  if (type === 'date') return () => new Date();
  if (type === 'timestamp') return () => nextTimestamp();
  return fail(
    2,
    "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
  );
}

const BITS: { [name: string]: (a: bigint, b: bigint) => bigint } = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
};

function bit(operand: Value): Modify {
  if (!isDoc(operand)) return fail(2, 'The $bit modifier is not compatible with a value that is no object.');
  const steps = Object.keys(operand).map((name) => {
    const value = operand[name]!;
    const apply = BITS[name];
    if (!apply) return fail(2, `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`);
    if (typeof value !== 'number' && typeof value !== 'bigint')
      return fail(2, 'The $bit modifier field must be an Integer(32/64 bit)');
    return { apply, value };
  });
  if (steps.length === 0)
    fail(2, 'You must pass in at least one bitwise operation. The format is: {$bit: {field: {and/or/xor: #}}}');
  return (current, { name }) => {
    if (current !== undefined && typeof current !== 'number' && typeof current !== 'bigint') {
      fail(
        2,
        `Cannot apply $bit to a value of non-integral type: the field '${name}' has the type ${typeName(current)}`,
      );
    }
    const wide = typeof current === 'bigint' || steps.some(({ value }) => typeof value === 'bigint');
    const result = steps.reduce((bits, { apply, value }) => apply(bits, toBigInt(value)!), BigInt(current ?? 0));
    return toInteger(BigInt.asIntN(64, result), wide);
  };
}
