import type { Compare } from '../compare.ts';
import { fail } from '../errors.ts';
import { toInteger } from '../number.ts';
import { isNumeric, type Value } from '../value.ts';
import { isNothing, type BuildOperator } from './compile.ts';
import { variadic } from './functions.ts';

/** `$sum`, `$avg`, `$min`, `$max` as expressions: over several operands, or over one array. */
export function overList(apply: (values: (Value | undefined)[], compare: Compare) => Value): BuildOperator {
  return variadic((values, compare) =>
    apply(values.length === 1 && Array.isArray(values[0]) ? values[0] : values, compare),
  );
}

export const numbersOf = (values: (Value | undefined)[]) => values.filter(isNumeric);

export function best(values: (Value | undefined)[], compare: Compare, sign: number): Value {
  const some = values.filter((value) => !isNothing(value)) as Value[];
  return some.reduce<Value>((held, value) => (held === null || compare(value, held) * sign > 0 ? value : held), null);
}

export const bitwise = (name: string, start: bigint, apply: (a: bigint, b: bigint) => bigint): BuildOperator =>
  variadic((values) => {
    let [result, wide] = [start, false];
    for (const value of values) {
      if (isNothing(value)) return null;
      if (typeof value !== 'number' && typeof value !== 'bigint')
        return fail(14, `${name} only supports int and long operands.`);
      wide ||= typeof value === 'bigint';
      result = apply(result, BigInt(value));
    }
    return toInteger(BigInt.asIntN(64, result), wide)!;
  });
