import { Binary } from 'bson';
import { describe } from './describe.ts';
import { fail } from './errors.ts';
import { toBigInt } from './number.ts';
import { integer } from './kind-tests.ts';
import { type Predicate } from './tests.ts';
import { isNumeric, type Value } from './value.ts';

export function bits(operand: Value, holds: (set: number, clear: number) => boolean): Predicate {
  const positions = bitPositions(operand);
  return (value) => {
    const isSet = bitReader(value);
    if (!isSet) return false;
    const set = positions.filter(isSet).length;
    return holds(set, positions.length - set);
  };
}

function bitPositions(operand: Value): number[] {
  if (Array.isArray(operand)) {
    return operand.map((item) => {
      const position = Number(integer(item, 'a bit position'));
      return position >= 0 ? position : fail(2, `bit positions must be >= 0 but got: ${position}`);
    });
  }
  const isSet = bitReader(operand);
  const whole = isNumeric(operand) ? toBigInt(operand) : undefined;
  if (!isSet) return fail(2, `A bit mask takes an Array, a number, or a BinData but received: ${describe(operand)}`);
  if (whole !== undefined && whole < 0n)
    return fail(9, `Expected a non-negative number in a bit mask: ${describe(operand)}`);
  const length = operand instanceof Binary ? operand.position * 8 : 63;
  return Array.from({ length }, (_, i) => i).filter(isSet);
}

function bitReader(value: Value | undefined): ((position: number) => boolean) | undefined {
  if (value instanceof Binary) {
    return (position) => position < value.position * 8 && ((value.buffer[position >> 3]! >> (position & 7)) & 1) === 1;
  }
  const whole = isNumeric(value) ? toBigInt(value) : undefined;
  if (whole === undefined || (isNumeric(value) && Number(value.toString()) % 1 !== 0)) return undefined;
  return (position) => ((whole >> BigInt(Math.min(position, 63))) & 1n) === 1n;
}
