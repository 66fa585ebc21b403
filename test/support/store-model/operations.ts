import { mongo } from 'mongoose';
import fc from 'fast-check';
import type { IndexSpec } from './keys.ts';
import type { Doc, Value } from './order.ts';

// The classes of the driver, whatever else is loaded.
const { Binary, BSONRegExp, Code, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } = mongo.BSON;

/** One thing to do to a collection, in words of commands. */
export type Operation =
  | { kind: 'insert'; documents: Doc[]; ordered: boolean }
  | { kind: 'update'; filter: Doc; update: Doc; many: boolean; upsert: boolean; array?: string }
  | { kind: 'replace'; filter: Doc; document: Doc; upsert: boolean }
  | { kind: 'delete'; filter: Doc }
  | { kind: 'modify'; filter: Doc; sort: Sort; update: Doc | null; upsert: boolean; after: boolean }
  | { kind: 'find'; filter: Doc; sort: Sort; skip: number; limit: number }
  | { kind: 'count' | 'group'; filter: Doc; path: string }
  | { kind: 'distinct'; filter: Doc; path: string }
  | { kind: 'index'; spec: IndexSpec }
  | { kind: 'drop'; place: number };
export type Sort = { [path: string]: 1 | -1 };

// Few values, many equal or nearly so, so that filters find something and types meet.
const numbers: fc.Arbitrary<Value> = fc.constantFrom<Value>(
  ...[-1, 0, 1, 2, 5].map((n) => new Int32(n)),
  ...[1, 2, 4294967296].map((n) => Long.fromNumber(n)),
  ...[1, 1.5, -0, NaN, Infinity, 0.1, 9007199254740992].map((n) => new Double(n)),
  ...['1', '1.50', '0.1', 'NaN', '-Infinity', '1E+400', '9007199254740993'].map((text) => Decimal128.fromString(text)),
  Long.fromString('9007199254740993'),
);
const texts: fc.Arbitrary<Value> = fc.constantFrom('', 'a', 'ab', 'b', 'B', 'ż', '🐢', 'a\0b');
const rare: fc.Arbitrary<Value> = fc.constantFrom<Value>(
  null,
  true,
  false,
  new Date(0),
  new Date(-1),
  new ObjectId('0123456789abcdef01234567'),
  new ObjectId('0123456789abcdef01234568'),
  new Binary(Buffer.from([1])),
  new Binary(Buffer.from([0, 0]), 4),
  new Timestamp({ t: 1, i: 2 }),
  new BSONRegExp('a', 'i'),
  new Code('x'),
  new MinKey(),
  new MaxKey(),
);
const scalar = fc.oneof({ weight: 4, arbitrary: numbers }, { weight: 2, arbitrary: texts }, rare);
const inner: fc.Arbitrary<Doc> = fc.record({ x: scalar, y: scalar, z: fc.array(numbers, { maxLength: 2 }) }, { requiredKeys: [], noNullPrototype: true }); // prettier-ignore
const list = fc.array(fc.oneof({ weight: 4, arbitrary: scalar }, fc.array(scalar, { maxLength: 2 }), inner), { maxLength: 3 }); // prettier-ignore
const anything: fc.Arbitrary<Value> = fc.oneof({ weight: 4, arbitrary: scalar }, list, inner);
const holder: fc.Arbitrary<Value> = fc.oneof({ weight: 3, arbitrary: inner }, fc.array(fc.oneof({ weight: 4, arbitrary: inner }, scalar, list), { maxLength: 3 }), scalar); // prettier-ignore

const ids = fc.integer({ min: 0, max: 30 }).map((n) => new Int32(n));
const fields = { a: anything, b: scalar, c: anything, o: holder };
const document = fc.record({ _id: ids, ...fields }, { requiredKeys: ['_id'], noNullPrototype: true });
const contents = fc.record(fields, { requiredKeys: [], noNullPrototype: true });

const sortable = fc.constantFrom('a', 'b', 'c', 'o', 'o.x', 'o.y', 'o.z');
const path = fc.oneof(
  { weight: 6, arbitrary: sortable },
  fc.constantFrom('_id', 'a.0', 'a.1', 'o.0.x', 'a.x', 'o.x.y'),
);

const plainTest: fc.Arbitrary<Doc> = fc.oneof(
  fc.tuple(fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'), anything).map(([name, value]) => ({ [name]: withoutRegex(name, value) })), // prettier-ignore
  fc.tuple(fc.constantFrom('$gt', '$gte'), numbers, fc.constantFrom('$lt', '$lte'), numbers).map(([low, a, high, b]) => ({ [low]: a, [high]: b })), // prettier-ignore
  fc.tuple(fc.constantFrom('$in', '$nin'), fc.array(anything, { maxLength: 4 })).map(([name, values]) => ({ [name]: values.filter(isNoRegex) })), // prettier-ignore
  fc.boolean().map((value) => ({ $exists: value })),
  fc.constantFrom('int', 'long', 'double', 'decimal', 'string', 'object', 'array', 'null', 'date').map((name) => ({ $type: name })), // prettier-ignore
  fc.constantFrom(0, 1, 2).map((size) => ({ $size: size })),
  fc.array(scalar, { maxLength: 2 }).map((values) => ({ $all: values.filter(isNoRegex) })),
  fc.constantFrom<Doc>({ $mod: [2, 1] }, { $regex: '^a' }, { $regex: 'b' }),
);
const isNoRegex = (value: Value): boolean => !(value instanceof BSONRegExp);
const withoutRegex = (name: string, value: Value): Value => (name === '$eq' || isNoRegex(value) ? value : 'a');
const test: fc.Arbitrary<Doc> = fc.oneof(
  { weight: 6, arbitrary: plainTest },
  plainTest.map((condition) => ({ $not: condition })),
  plainTest.map((condition) => ({ $elemMatch: condition })),
  fc.tuple(fc.constantFrom('x', 'y'), plainTest).map(([name, condition]) => ({ $elemMatch: { [name]: condition } })),
);
const condition: fc.Arbitrary<Doc> = fc.oneof(
  fc.tuple(path, test).map(([name, value]) => ({ [name]: value })),
  fc.tuple(path, scalar).map(([name, value]) => ({ [name]: value instanceof BSONRegExp ? null : value })),
  ids.map((_id) => ({ _id })),
);
const logic = fc.tuple(fc.constantFrom('$and', '$or', '$nor'), fc.array(condition, { minLength: 1, maxLength: 3 })).map(([name, parts]) => ({ [name]: parts })); // prettier-ignore
export const filter: fc.Arbitrary<Doc> = fc.oneof(
  { weight: 6, arbitrary: condition },
  { weight: 2, arbitrary: logic },
  { weight: 2, arbitrary: fc.tuple(condition, condition).map(([a, b]) => ({ ...a, ...b })) },
  fc.tuple(condition, logic).map(([a, b]) => ({ ...a, ...b })),
  fc.constant({}),
);

const targets = fc.constantFrom('a', 'b', 'c', 'o', 'o.x', 'o.y', 'o.w.v', 'a.0', 'c.1', 'o.0.x', 'a.$[]', 'o.$[].x');
const whole = fc.constantFrom<Value>(new Int32(1), new Int32(-3), Long.fromNumber(7), new Int32(2147483647));
const step: fc.Arbitrary<[operator: string, path: string, operand: Value]> = fc.oneof(
  fc.tuple(fc.constantFrom('$set', '$setOnInsert', '$min', '$max', '$addToSet'), targets, anything),
  fc.tuple(fc.constant('$set'), targets, anything),
  fc.tuple(fc.constant('$unset'), targets, fc.constant('')),
  fc.tuple(fc.constant('$inc'), targets, whole),
  fc.tuple(fc.constant('$pull'), targets, fc.oneof(scalar.filter(isNoRegex), plainTest, inner)),
  fc.tuple(fc.constant('$pop'), targets, fc.constantFrom(1, -1)),
  fc.tuple(fc.constant('$rename'), fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('e', 'f.g')),
  fc.tuple(fc.constant('$push'), targets, pushes()),
);
function pushes(): fc.Arbitrary<Doc> {
  const clauses = {
    $position: fc.constantFrom(0, 1),
    $slice: fc.constantFrom(-2, 0, 3),
    $sort: fc.constantFrom(1, -1),
  };
  const more = fc.record(clauses, { requiredKeys: [], noNullPrototype: true });
  return fc.tuple(fc.array(anything, { maxLength: 2 }), more).map(([$each, rest]) => ({ $each, ...rest }));
}

/** Steps on paths of which none lies below another. */
const update: fc.Arbitrary<Doc> = fc.array(step, { minLength: 1, maxLength: 3 }).map((steps) => {
  const result: { [operator: string]: Doc } = {};
  const taken: string[] = [];
  for (const [operator, at, operand] of steps) {
    const own = operator === '$rename' ? [at, operand as string] : [at];
    const tops = own.map((one) => one.split('.')[0]!);
    if (tops.some((top) => taken.includes(top))) continue;
    taken.push(...tops);
    (result[operator] ??= {})[at] = operand;
  }
  return result;
});

const direction = fc.constantFrom<1 | -1>(1, -1);
const sort: fc.Arbitrary<Sort> = fc.uniqueArray(sortable, { maxLength: 2 }).chain((paths) =>
  fc.tuple(...paths.map(() => direction)).map((signs) => ({
    ...Object.fromEntries(paths.map((name, i) => [name, signs[i]!])),
    ...(paths.length > 0 ? { _id: 1 as const } : {}),
  })),
);
const spec: fc.Arbitrary<IndexSpec> = fc
  .tuple(fc.uniqueArray(fc.oneof(sortable, fc.constant('a.0')), { minLength: 1, maxLength: 3 }), direction, fc.nat(9))
  .map(([paths, sign, kind]) => ({
    key: Object.fromEntries(paths.map((name, i) => [name, (i % 2 === 0 ? sign : -sign) as 1 | -1])),
    ...(kind === 0 && { unique: true }),
    ...(kind === 1 && { sparse: true }),
    ...(kind === 2 && { partialFilterExpression: { b: { $gt: new Int32(0) } } }),
    ...(kind === 3 && { partialFilterExpression: { a: { $exists: true } } }),
  }));

const flag = fc.boolean();
const rarely = fc.integer({ min: 0, max: 5 }).map((n) => n === 0);

/** Any operation; documents have the fields `_id`, `a`, `b`, `c` and `o`, of all BSON types. */
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('insert' as const), documents: fc.array(document, { minLength: 1, maxLength: 4 }), ordered: flag }) }, // prettier-ignore
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('update' as const), filter, update, many: flag, upsert: rarely }) }, // prettier-ignore
  { weight: 1, arbitrary: scalar.filter(isNoRegex).map((value) => ({ kind: 'update' as const, filter: { a: value }, update: { $set: { 'a.$': 'here' } }, many: true, upsert: false, array: 'a' })) }, // prettier-ignore
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('replace' as const), filter: ids.map((_id) => ({ _id })), document: contents, upsert: flag }) }, // prettier-ignore
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), filter }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('modify' as const), filter, sort: sort.map((one) => ({ ...one, _id: 1 as const })), update: fc.option(update, { freq: 4 }), upsert: rarely, after: flag }) }, // prettier-ignore
  { weight: 9, arbitrary: fc.record({ kind: fc.constant('find' as const), filter, sort, skip: fc.constantFrom(0, 0, 2), limit: fc.constantFrom(0, 0, 3) }) }, // prettier-ignore
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('count' as const, 'distinct' as const, 'group' as const), filter, path: sortable }) }, // prettier-ignore
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('index' as const), spec }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), place: fc.nat(5) }) },
) as fc.Arbitrary<Operation>;
