import type { BuildAccumulator } from './accumulators.ts';
import type { Compare } from './compare.ts';
import { fail } from './errors.ts';
import type { KeyPart } from './keys.ts';
import { toSafeInteger } from './number.ts';
import { makeSorter, parseSort } from './sort.ts';
import { isDoc, type Value } from './value.ts';

/** Several values of a group: `{ n, input }`. */
export function several(
  pick: (values: Value[], n: number, compare: Compare) => Value[],
  skipsNull: boolean,
): BuildAccumulator {
  return (operand, compile, compare) => {
    if (!isDoc(operand) || operand.input === undefined || operand.n === undefined)
      return fail(5787801, 'the accumulator needs an object with input and n');
    const evaluate = compile(operand.input);
    const count = compile(operand.n);
    return () => {
      const values: Value[] = [];
      let n = 1;
      return {
        add(doc, scope) {
          n = positive(count(doc, scope));
          const value = evaluate(doc, scope) ?? null;
          if (!skipsNull || value !== null) values.push(value);
        },
        result: () => pick(values, n, compare),
      };
    };
  };
}

function positive(value: Value | undefined): number {
  const n = toSafeInteger(value);
  if (n === undefined || n < 1) return fail(5787908, `'n' must be greater than 0`);
  return n;
}

/** `$top`, `$bottom` and their N forms: `{ sortBy, output, n? }`. */
export function ranked(fromEnd: boolean, many: boolean): BuildAccumulator {
  return (operand, compile, compare) => {
    if (!isDoc(operand) || !isDoc(operand.sortBy) || operand.output === undefined)
      return fail(5788001, 'the accumulator needs an object with sortBy and output');
    const { keyOf, order } = makeSorter(parseSort(operand.sortBy), compare);
    const output = compile(operand.output);
    const count = compile(operand.n ?? 1);
    return () => {
      const rows: { key: KeyPart[]; value: Value }[] = [];
      let n = 1;
      return {
        add(doc, scope) {
          n = positive(count(doc, scope));
          rows.push({ key: keyOf(doc), value: output(doc, scope) ?? null });
        },
        result() {
          const values = rows.sort((a, b) => order(a.key, b.key)).map(({ value }) => value);
          if (!many) return fromEnd ? values.at(-1) : values[0];
          return fromEnd ? values.slice(-n) : values.slice(0, n);
        },
      };
    };
  };
}
