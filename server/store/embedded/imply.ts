import { compare, equal, rankOf } from './compare.ts';
import type { Filter } from './filter.ts';
import { needsOf } from './needs.ts';
import { excludesMissing } from './needs.ts';
import { TESTS, type Test } from './tests.ts';
import { isNumeric, type Value } from './value.ts';

/** True when every document that passes `filter` surely passes `wanted` (a partial index's own filter). */
export function implies(filter: Filter, wanted: Filter): boolean {
  if (wanted.kind === 'all') return wanted.of.every((part) => implies(filter, part));
  if (wanted.kind !== 'test') return false;
  const own = needsOf(filter).get(wanted.path) ?? [];
  if (wanted.operator === '$exists' && wanted.value === true) return excludesMissing(own);
  return own.some(({ test }) => sameTest(test, wanted) || valuesPass(test, wanted) || isTighter(test, wanted));
}

function sameTest(test: Test, wanted: Test): boolean {
  return test.operator === wanted.operator && equal(test.value, wanted.value);
}

/** Fields held to certain values: each must pass. Equal numbers may differ in type, so `$type` tells nothing then. */
function valuesPass({ operator, value }: Test, wanted: Test): boolean {
  const values: Value[] = operator === '$eq' ? [value] : operator === '$in' ? (value as Value[]) : [];
  const passes = TESTS[wanted.operator]!(wanted.value, compare);
  return (
    values.length > 0 &&
    values.every((one) => {
      if (one === null || Array.isArray(one) || (wanted.operator === '$type' && isNumeric(one))) return false;
      return passes(one);
    })
  );
}

const RANGES = new Set(['$gt', '$gte', '$lt', '$lte']);

function isTighter(test: Test, wanted: Test): boolean {
  if (!RANGES.has(test.operator) || !RANGES.has(wanted.operator) || test.operator[1] !== wanted.operator[1])
    return false;
  if (rankOf(test.value) !== rankOf(wanted.value)) return false;
  const order = compare(test.value, wanted.value) * (wanted.operator.startsWith('$g') ? 1 : -1);
  return order > 0 || (order === 0 && (wanted.operator.endsWith('e') || !test.operator.endsWith('e')));
}
