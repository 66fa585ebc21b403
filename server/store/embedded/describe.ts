import { BSONRegExp, Binary, Decimal128, Double, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { plainName } from './field-name.ts';
import { isDoc, type Value } from './value.ts';

/** A value as MongoDB's error messages print it: `{ email: "a@b" }`, `ObjectId('…')`, `new Date(5)`. */
export function describe(value: Value | undefined): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return `"${value}"`;
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(describe).join(', ')} ]`;
  if (isDoc(value)) return describeFields(value, Object.keys(value));
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (value instanceof Double) return Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value);
  return describeRare(value);
}

function describeRare(value: Value): string {
  if (value instanceof Decimal128) return `Decimal128('${value.toString()}')`;
  if (value instanceof Binary) return `BinData(${value.sub_type}, ${value.toString('hex').toUpperCase()})`;
  if (value instanceof BSONRegExp) return `/${value.pattern}/${value.options}`;
  if (value instanceof Timestamp) return `Timestamp(${value.t}, ${value.i})`;
  if (value instanceof MinKey) return 'MinKey';
  if (value instanceof MaxKey) return 'MaxKey';
  return String(value);
}

function describeFields(doc: { [name: string]: Value }, names: string[]): string {
  if (names.length === 0) return '{}';
  return `{ ${names.map((name) => `${plainName(name)}: ${describe(doc[name])}`).join(', ')} }`;
}
