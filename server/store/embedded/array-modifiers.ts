import { BSONRegExp } from 'bson';
import type { Compare } from './compare.ts';
import { describe } from './describe.ts';
import { fail } from './errors.ts';
import { matcherOf } from './match.ts';
import type { BuildModifier, Modify, ModifierOptions, Place } from './modifiers.ts';
import { toSafeInteger } from './number.ts';
import { sorterOf } from './sort.ts';
import { cloneValue, isDoc, isNumeric, newDoc, typeName, type Doc, type Value } from './value.ts';

/** The update operators for arrays (https://www.mongodb.com/docs/manual/reference/operator/update-array/). */
export const ARRAY_MODIFIERS: { [operator: string]: BuildModifier } = {
  $push: (operand, options) => push(operand, options),
  $addToSet: (operand, { compare, path }) => addToSet(operand, compare, path),
  $pull: (operand, { compare }) => remove('$pull', pulls(operand, compare)),
  $pullAll: (operand, { compare }) => {
    if (!Array.isArray(operand))
      return fail(2, `$pullAll requires an array argument but was given a ${typeName(operand)}`);
    return remove('$pullAll', (item) => operand.some((other) => compare(item, other) === 0));
  },
  $pop: (operand) => pop(operand),
};

const CLAUSES = new Set(['$each', '$slice', '$sort', '$position']);

function push(operand: Value, { compare, path }: ModifierOptions): Modify {
  if (!isDoc(operand) || !Object.hasOwn(operand, '$each')) {
    return (current, place) => [...arrayOf(current, place), cloneValue(operand)];
  }
  const unknown = Object.keys(operand).find((name) => !CLAUSES.has(name));
  if (unknown) fail(2, `Unrecognized clause in $push: ${unknown}`);
  const each = operand.$each;
  if (!Array.isArray(each))
    return fail(2, `The argument to $each in $push must be an array but it was of type: ${typeName(each)}`);
  const [slice, position] = [clause(operand, '$slice'), clause(operand, '$position')];
  const sort = operand.$sort === undefined ? undefined : itemOrder(operand.$sort, compare, path);
  return (current, place) => {
    let items = [...arrayOf(current, place)];
    items.splice(position ?? items.length, 0, ...each.map(cloneValue));
    if (sort) items = items.sort(sort);
    if (slice === undefined) return items;
    return slice >= 0 ? items.slice(0, slice) : items.slice(slice);
  };
}

function clause(operand: Doc, name: string): number | undefined {
  const value = operand[name];
  if (value === undefined) return undefined;
  const whole = toSafeInteger(value);
  if (whole === undefined)
    fail(2, `The value for ${name} must be an integer value but was given type: ${typeName(value)}`);
  return whole;
}

function itemOrder(sort: Value, compare: Compare, path: string): Compare {
  if (isNumeric(sort)) {
    const direction = toSafeInteger(sort);
    if (direction !== 1 && direction !== -1)
      fail(2, `The $sort element value must be either 1 or -1 in $push to ${path}`);
    return (a, b) => compare(a, b) * direction;
  }
  if (!isDoc(sort) || Object.keys(sort).length === 0)
    return fail(2, 'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields');
  const order = sorterOf(sort, compare);
  return (a, b) => order(isDoc(a) ? a : newDoc(), isDoc(b) ? b : newDoc());
}

function addToSet(operand: Value, compare: Compare, path: string): Modify {
  if (isDoc(operand) && Object.keys(operand)[0] === '$each' && Object.keys(operand).length > 1)
    fail(2, `Found unexpected fields after $each in $addToSet: ${describe(operand)}`);
  const each = isDoc(operand) && Object.hasOwn(operand, '$each') ? operand.$each! : [operand];
  if (!Array.isArray(each))
    return fail(
      14,
      `The argument to $each in $addToSet must be an array but it was of type ${typeName(each)} for ${path}`,
    );
  return (current, { doc, name }) => {
    if (current !== undefined && !Array.isArray(current)) {
      fail(
        2,
        `Cannot apply $addToSet to non-array field. Field named '${name}' has non-array type ` +
          `${typeName(current)} in document {_id: ${describe(doc)}}`,
      );
    }
    const items = [...(current ?? [])];
    for (const item of each) if (!items.some((other) => compare(item, other) === 0)) items.push(cloneValue(item));
    return items;
  };
}

function pulls(operand: Value, compare: Compare): (item: Value) => boolean {
  if (operand instanceof BSONRegExp) return valueCondition(operand, compare);
  if (!isDoc(operand)) return (item) => compare(item, operand) === 0;
  if (Object.keys(operand)[0]?.startsWith('$')) return valueCondition(operand, compare);
  const matches = matcherOf(operand, { compare });
  return (item) => isDoc(item) && matches(item);
}

function valueCondition(operand: Value, compare: Compare): (item: Value) => boolean {
  const query = newDoc();
  query.item = operand;
  const matches = matcherOf(query, { compare });
  return (item) => {
    const wrapped = newDoc();
    wrapped.item = item;
    return matches(wrapped);
  };
}

function remove(operator: string, unwanted: (item: Value) => boolean): Modify {
  return (current) => {
    if (current === undefined) return undefined;
    if (!Array.isArray(current)) return fail(2, `Cannot apply ${operator} to a non-array value`);
    return current.filter((item) => !unwanted(item));
  };
}

function pop(operand: Value): Modify {
  const end = toSafeInteger(operand);
  if (end !== 1 && end !== -1) fail(9, `$pop expects 1 or -1, found: ${describe(operand)}`);
  return (current, { name }) => {
    if (current === undefined) return undefined;
    if (!Array.isArray(current))
      return fail(14, `Path '${name}' contains an element of non-array type '${typeName(current)}'`);
    return end === 1 ? current.slice(0, -1) : current.slice(1);
  };
}

function arrayOf(current: Value | undefined, { doc, name }: Place): Value[] {
  if (current === undefined) return [];
  if (Array.isArray(current)) return current;
  return fail(
    2,
    `The field '${name}' must be an array but is of type ${typeName(current)} in document {_id: ${describe(doc)}}`,
  );
}
