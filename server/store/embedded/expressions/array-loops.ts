import type { Compare } from '../compare.ts';
import { sorterOf } from '../sort.ts';
import { isTrue } from '../tests.ts';
import { isDoc, newDoc, type Value } from '../value.ts';
import { array, whole } from './array-operands.ts';
import { isNothing, type BuildOperator } from './compile.ts';
import { checkVariable, fieldsOf, specOf } from './functions.ts';

/** `$map`, `$filter`: an expression for each element, which it knows by the name in `as`. */
export function each(
  name: string,
  field: string,
  gather: (items: Value[], results: (Value | undefined)[]) => Value[],
): BuildOperator {
  return (operand, compiler) => {
    const spec = specOf(operand, name, ['input', field], name === '$filter' ? ['as', 'limit'] : ['as']);
    const input = compiler.compile(spec.input!);
    const body = compiler.compile(spec[field]!);
    const limit = spec.limit === undefined ? undefined : compiler.compile(spec.limit);
    const as = spec.as === undefined ? 'this' : String(spec.as);
    checkVariable(as);
    return (doc, scope) => {
      const items = input(doc, scope);
      if (isNothing(items)) return null;
      const list = array(items, name, 28651);
      const results = gather(
        list,
        list.map((item) => body(doc, { ...scope, [as]: item })),
      );
      const most = limit?.(doc, scope);
      return isNothing(most) ? results : results.slice(0, whole(most, name));
    };
  };
}

export const reduce: BuildOperator = (operand, compiler, name) => {
  const { input, initialValue, in: body } = fieldsOf(operand, compiler, name, ['input', 'initialValue', 'in']);
  return (doc, scope) => {
    const items = input!(doc, scope);
    if (isNothing(items)) return null;
    let value = initialValue!(doc, scope);
    for (const item of array(items, name, 40080)) value = body!(doc, { ...scope, value, this: item });
    return value;
  };
};

export const sortArray: BuildOperator = (operand, compiler, name) => {
  const spec = specOf(operand, name, ['input', 'sortBy']);
  const input = compiler.compile(spec.input!);
  const { sortBy } = spec;
  const byFields = isDoc(sortBy) ? sorterOf(sortBy, compiler.compare) : undefined;
  const sign = byFields ? 1 : whole(sortBy, name);
  const order: Compare = byFields
    ? (a, b) => byFields(isDoc(a) ? a : newDoc(), isDoc(b) ? b : newDoc())
    : (a, b) => compiler.compare(a, b) * sign;
  return (doc, scope) => {
    const items = input(doc, scope);
    return isNothing(items) ? null : [...array(items, name, 2942504)].sort(order);
  };
};

export const zip: BuildOperator = (operand, compiler, name) => {
  const spec = specOf(operand, name, ['inputs'], ['useLongestLength', 'defaults']);
  const inputs = compiler.compile(spec.inputs!);
  const defaults = spec.defaults === undefined ? undefined : compiler.compile(spec.defaults);
  return (doc, scope) => {
    const lists = array(inputs(doc, scope), name, 34461);
    if (lists.some((list) => isNothing(list))) return null;
    const columns = lists.map((list) => array(list, name, 34468));
    const lengths = columns.map((column) => column.length);
    const length = isTrue(spec.useLongestLength) ? Math.max(...lengths) : Math.min(...lengths);
    const fill = defaults?.(doc, scope);
    return Array.from({ length }, (_, row) =>
      columns.map((column, i) => column[row] ?? (Array.isArray(fill) ? (fill[i] ?? null) : null)),
    );
  };
};
