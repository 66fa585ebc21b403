import { BSONRegExp, BSONSymbol, Binary, Code, Decimal128, Double, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';

/** A document in memory. Made by `newDoc`, so that fields named `__proto__` or `constructor` are like all others. */
export interface Doc {
  [name: string]: Value;
}

/**
 * A BSON value in memory, one JavaScript type for each BSON type: Int32 is `number`, Int64 is `bigint`, a double is
 * always `Double`, so that no type is lost between reading and writing.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Double
  | Decimal128
  | Date
  | ObjectId
  | Binary
  | BSONRegExp
  | BSONSymbol
  | Code
  | Timestamp
  | MinKey
  | MaxKey
  | Doc
  | Value[];

export type Numeric = number | bigint | Double | Decimal128;

/** BSON's type codes, as `$type` knows them. */
export const TYPE = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
} as const;

const NAMES = new Map<number, string>(Object.entries(TYPE).map(([name, code]) => [code, name]));

const Bare = function () {} as unknown as { new (): Doc; prototype: object };
Bare.prototype = Object.create(null) as object;

/** An empty document without inherited properties (and, unlike `Object.create(null)`, with fast properties). */
export function newDoc(): Doc {
  return new Bare();
}

/** A document with these fields in this order. */
export function docOf(fields: { [name: string]: Value | undefined }): Doc {
  const doc = newDoc();
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (value !== undefined) doc[name] = value;
  }
  return doc;
}

const PROTOTYPES = new Map<object, number>([
  [Bare.prototype, TYPE.object],
  [Object.prototype, TYPE.object],
  [Array.prototype, TYPE.array],
  [Double.prototype, TYPE.double],
  [Decimal128.prototype, TYPE.decimal],
  [Date.prototype, TYPE.date],
  [ObjectId.prototype, TYPE.objectId],
  [Binary.prototype, TYPE.binData],
  [BSONRegExp.prototype, TYPE.regex],
  [BSONSymbol.prototype, TYPE.symbol],
  [Timestamp.prototype, TYPE.timestamp],
  [MinKey.prototype, TYPE.minKey],
  [MaxKey.prototype, TYPE.maxKey],
]);

/** The BSON type code of a value. */
export function typeOf(value: Value): number {
  switch (typeof value) {
    case 'string':
      return TYPE.string;
    case 'number':
      return TYPE.int;
    case 'boolean':
      return TYPE.bool;
    case 'bigint':
      return TYPE.long;
  }
  if (value === null) return TYPE.null;
  const known = PROTOTYPES.get(Object.getPrototypeOf(value) as object);
  if (known !== undefined) return known;
  if (value instanceof Code) return value.scope ? TYPE.javascriptWithScope : TYPE.javascript;
  if (value instanceof Binary) return TYPE.binData;
  throw new TypeError('not a BSON value');
}

/** `int`, `string`, … as MongoDB's messages and `$type` name it; a missing value is `missing`. */
export function typeName(value: Value | undefined): string {
  return value === undefined ? 'missing' : (NAMES.get(typeOf(value)) ?? 'unknown');
}

export function isDoc(value: Value | undefined): value is Doc {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value) as object;
  return prototype === Bare.prototype || prototype === Object.prototype;
}

export function isNumeric(value: Value | undefined): value is Numeric {
  return (
    typeof value === 'number' || typeof value === 'bigint' || value instanceof Double || value instanceof Decimal128
  );
}

/** A copy that shares no document or array with the original. */
export function cloneValue<T extends Value>(value: T): T {
  if (Array.isArray(value)) return value.map((item) => cloneValue(item as Value)) as T;
  if (!isDoc(value)) return value;
  const copy = newDoc();
  for (const name of Object.keys(value)) copy[name] = cloneValue(value[name]!);
  return copy as T;
}
