import { mongo } from 'mongoose';
import { exact, isDoc, isNumber, order, rank, type Doc, type Value } from './order.ts';

// The classes of the driver, whatever else is loaded.
const { BSONRegExp, Decimal128, Double, Int32, Long, MaxKey, MinKey } = mongo.BSON;

/** A value that a path leads to; `named` when the path names it by its position in an array. */
interface Reached {
  value: Value;
  named: boolean;
}

/** All that a path leads to, through arrays of documents and positions; a missing field is undefined. */
function reach(value: Value, [part, ...rest]: string[], named = false): Reached[] {
  if (part === undefined) return [{ value, named }];
  if (isDoc(value)) return reach(value[part], rest);
  if (!Array.isArray(value)) return [{ value: undefined, named: false }];
  const at = /^\d+$/.test(part) && Number(part) < value.length ? Number(part) : undefined;
  return [
    ...(at === undefined ? [] : reach(value[at], rest, rest.length === 0)),
    ...value.filter(isDoc).flatMap((item) => reach(item, [part, ...rest])),
  ];
}

export const valuesAt = (doc: Doc, path: string): Value[] => reach(doc, path.split('.')).map(({ value }) => value);

/** Values, and the elements of those that are arrays. */
const opened = (found: Reached[]): Value[] =>
  found.flatMap(({ value, named }) => (Array.isArray(value) && !named ? [...value, value] : [value]));

/** True when a document fulfils a filter. */
export function matches(doc: Doc, filter: Doc): boolean {
  return Object.entries(filter).every(([name, condition]) => {
    if (name === '$and') return (condition as Doc[]).every((part) => matches(doc, part));
    if (name === '$or') return (condition as Doc[]).some((part) => matches(doc, part));
    if (name === '$nor') return !(condition as Doc[]).some((part) => matches(doc, part));
    return fulfils(reach(doc, name.split('.')), condition);
  });
}

const isOperators = (condition: Value): condition is Doc =>
  isDoc(condition) && Object.keys(condition)[0]?.startsWith('$') === true;

function fulfils(found: Reached[], condition: Value): boolean {
  if (!isOperators(condition)) return passes(found, '$eq', condition);
  return Object.entries(condition).every(([operator, operand]) => passes(found, operator, operand));
}

function passes(found: Reached[], operator: string, operand: Value): boolean {
  switch (operator) {
    case '$ne':
      return !passes(found, '$eq', operand);
    case '$nin':
      return !passes(found, '$in', operand);
    case '$not':
      return !fulfils(found, operand);
    case '$all':
      return (operand as Value[]).length > 0 && (operand as Value[]).every((item) => passes(found, '$eq', item));
    case '$exists':
      return found.some(({ value }) => value !== undefined) === operand;
    case '$size':
      return found.some(({ value }) => Array.isArray(value) && value.length === operand);
    case '$elemMatch':
      return found.some(({ value }) => Array.isArray(value) && value.some((item) => elementFulfils(item, operand)));
    default:
      return opened(found).some((value) => holds(value, operator, operand));
  }
}

function elementFulfils(item: Value, condition: Value): boolean {
  // As one that a path names by its position, an element is not opened again.
  if (isOperators(condition)) return fulfils([{ value: item, named: true }], condition);
  if (Array.isArray(item)) return matches(Object.fromEntries(item.entries()), condition as Doc);
  return isDoc(item) && matches(item, condition as Doc);
}

/** Where the condition of a filter on an array's elements holds first: what `$` stands for. */
export function positionOf(doc: Doc, path: string, condition: Value): number {
  const value = doc[path];
  if (!Array.isArray(value)) return -1;
  return value.findIndex((item) => fulfils([{ value: item, named: true }], condition));
}

function holds(value: Value, operator: string, operand: Value): boolean {
  switch (operator) {
    case '$eq':
      return isNull(operand) ? isNull(value) : value !== undefined && order(value, operand) === 0;
    case '$in':
      return (operand as Value[]).some((item) => holds(value, '$eq', item));
    case '$gt':
      return compares(value, operand, (n) => n > 0, false);
    case '$gte':
      return compares(value, operand, (n) => n >= 0, true);
    case '$lt':
      return compares(value, operand, (n) => n < 0, false);
    case '$lte':
      return compares(value, operand, (n) => n <= 0, true);
    case '$type':
      return value !== undefined && typeName(value) === operand;
    case '$mod':
      return leaves(value, operand as [number, number]);
    case '$regex':
      return typeof value === 'string' && new RegExp(operand as string).test(value);
    default:
      throw new Error(`no operator of the model: ${operator}`);
  }
}

const isNull = (value: Value): boolean => value === null || value === undefined;
const isNaNumber = (value: Value): boolean => isNumber(value) && Number.isNaN(Number(String(value)));

/** Only values of one type compare, but for the two ends of the order; nothing but NaN compares with NaN. */
function compares(value: Value, operand: Value, wanted: (order: number) => boolean, orEqual: boolean): boolean {
  if (operand instanceof MinKey || operand instanceof MaxKey) return wanted(order(value, operand));
  if (isNull(operand)) return orEqual && isNull(value);
  if (value === undefined || rank(value) !== rank(operand)) return false;
  if (isNaNumber(value) || isNaNumber(operand)) return orEqual && isNaNumber(value) && isNaNumber(operand);
  return wanted(order(value, operand));
}

function leaves(value: Value, [divisor, rest]: [number, number]): boolean {
  if (!isNumber(value)) return false;
  const number = exact(value);
  return typeof number === 'object' && (number.top / number.bottom) % BigInt(divisor) === BigInt(rest);
}

function typeName(value: Value): string {
  if (value instanceof Int32) return 'int';
  if (value instanceof Long && isNumber(value)) return 'long';
  if (value instanceof Double) return 'double';
  if (value instanceof Decimal128) return 'decimal';
  if (value instanceof BSONRegExp) return 'regex';
  const names: { [rank: number]: string } = { 3: 'null', 5: 'string', 6: 'object', 7: 'array', 9: 'objectId', 10: 'bool', 11: 'date' }; // prettier-ignore
  return names[rank(value)] ?? 'other';
}
