import { mongo } from 'mongoose';
import { keysOf, ParallelArrays, type IndexSpec } from './keys.ts';
import { valuesAt } from './match.ts';
import { text } from './model.ts';
import type { Operation } from './operations.ts';
import { isDoc, isNumber, type Doc, type Value } from './order.ts';
import type { Step } from './run.ts';

// The classes of the driver, whatever else is loaded.
const { Decimal128, MaxKey, MinKey } = mongo.BSON;

/** What DocumentDB does otherwise than MongoDB. Operations that this touches are left out, on all sides. */
export const KNOWN: { what: string; touches(step: Step): boolean }[] = [
  {
    what: 'a filter `$all: []` finds documents; in MongoDB it finds none',
    touches: ({ operation }) => contains(operation, (name, value) => name === '$all' && isEmpty(value)),
  },
  {
    what: 'comparing with MinKey or MaxKey does not find missing fields; in MongoDB it does',
    touches: ({ operation }) => contains(operation, (_, value) => value instanceof MinKey || value instanceof MaxKey),
  },
  {
    what: 'an empty array is sorted as if the field were missing; in MongoDB it comes before null',
    touches: ({ operation, before }) => {
      const paths = 'sort' in operation ? Object.keys(operation.sort) : [];
      return before.docs.some((doc) => paths.some((path) => valuesAt(doc, path).some(isEmpty)));
    },
  },
  {
    what: 'sorts by several paths through arrays take the best value for each; MongoDB takes the best key, or refuses',
    touches: ({ operation, before }) => {
      const paths = 'sort' in operation ? Object.keys(operation.sort).filter((path) => path !== '_id') : [];
      return paths.length > 1 && before.docs.some((doc) => hasSeveralKeys(doc, paths));
    },
  },
  {
    what: '`$group` has a group for null and one for missing fields; in MongoDB they are one',
    touches: ({ operation }) => operation.kind === 'group',
  },
  {
    what: 'a count without a filter is an estimate',
    touches: ({ operation }) => operation.kind === 'count' && Object.keys(operation.filter).length === 0,
  },
  {
    what: '`$inc` takes true for 1 and false for 0; MongoDB refuses',
    touches: (step) =>
      partsOf(step, /^\$inc$/).some(([path]) => has(step, path, (value) => typeof value === 'boolean')),
  },
  {
    what: '`$inc` of an infinite number or of no number counts as a change; in MongoDB it does not',
    touches: (step) => partsOf(step, /^\$inc$/).some(([path]) => has(step, path, isEndless)),
  },
  {
    what: '`$pop`, `$pull` and `$rename` of a missing field make what it would lie in; in MongoDB they do nothing',
    touches: (step) => partsOf(step, /^\$(pop|pull|rename)$/).some(([path]) => isMissing(step, path)),
  },
  {
    what: '`$unset` of a path that leads nowhere may be refused, or count as a change; in MongoDB it is neither',
    touches: (step) => partsOf(step, /^\$unset$/).some(([path]) => path.includes('.')),
  },
  {
    what: '`$push` that leaves nothing makes no array of a missing field; in MongoDB it makes an empty one',
    touches: (step) =>
      partsOf(step, /^\$push$/).some(([path, operand]) => leavesNothing(operand as Doc) && isMissing(step, path)),
  },
  {
    what: 'a unique index by a path into documents takes missing fields of array elements, and positions, for other keys',
    touches: ({ operation }) =>
      operation.kind === 'index' && operation.spec.unique === true && /\./.test(Object.keys(operation.spec.key).join()),
  },
  {
    what: 'a unique index takes equal numbers of which one is a decimal, or decimals as 1.5 and 1.50, for other keys',
    touches: ({ operation, before, outcome }) => {
      const unique = [...before.indexes, ...('spec' in operation ? [operation.spec] : [])].some(
        (index) => index.unique,
      );
      const refused = outcome.kind === 'refused' || (outcome.kind === 'written' && outcome.failed?.length);
      return (
        unique && Boolean(refused) && contains([operation, before.docs], (_, value) => value instanceof Decimal128)
      );
    },
  },
  {
    what: '`$in` takes a decimal for another number than an equal one that is none',
    touches: ({ operation, before }) =>
      contains(operation, (name, value) => /^\$n?in$/.test(name) && isNumber(value)) &&
      contains([operation, before.docs], (_, value) => value instanceof Decimal128),
  },
  {
    what: 'new fields come in the order of their operators; in MongoDB in the order of their names',
    touches: ({ operation, before, after }) => {
      const operators = 'update' in operation ? Object.keys(operation.update ?? {}) : [];
      return operators.length > 1 && after.docs.some((doc) => gained(doc, before.docs).length > 1);
    },
  },
];

/** A unique index over documents that have all of its fields: to DocumentDB, missing ones are not all the same key. */
export function ofPresent(operation: Operation): Operation {
  return operation.kind === 'index' && operation.spec.unique
    ? { ...operation, spec: present(operation.spec) }
    : operation;
}

function present(spec: IndexSpec): IndexSpec {
  return {
    ...spec,
    partialFilterExpression: Object.fromEntries(Object.keys(spec.key).map((path) => [path, { $exists: true }])),
  };
}

/** The parts of an update whose operator is one of these. */
function partsOf({ operation }: Step, operators: RegExp): [path: string, operand: Value][] {
  const update = 'update' in operation ? operation.update : null;
  return Object.entries(update ?? {})
    .filter(([operator]) => operators.test(operator))
    .flatMap(([, fields]) => Object.entries(fields as Doc));
}

/** True when a document there, or one that would be made, lacks a path. */
function isMissing(step: Step, path: string): boolean {
  if ('upsert' in step.operation && step.operation.upsert) return true;
  return step.before.docs.some((doc) => plainValues(doc, path).every((value) => value === undefined));
}

const has = ({ before }: Step, path: string, test: (value: Value) => boolean): boolean =>
  before.docs.some((doc) => plainValues(doc, path).some(test));

const plainValues = (doc: Doc, path: string): Value[] => valuesAt(doc, path.replace(/\.\$\[\]/g, ''));

/** Names of fields that a document did not have before, if it was there. */
function gained(doc: Doc, before: Doc[]): string[] {
  if (before.includes(doc)) return [];
  const old = before.find(({ _id }) => text({ _id }) === text({ _id: doc['_id'] })) ?? { _id: null };
  return Object.keys(doc).filter((name) => !(name in old));
}

function hasSeveralKeys(doc: Doc, paths: string[]): boolean {
  try {
    return keysOf(doc, paths).length > 1;
  } catch (error) {
    if (error instanceof ParallelArrays) return true;
    throw error;
  }
}

const isEndless = (value: Value): boolean => isNumber(value) && !Number.isFinite(Number(String(value)));
const leavesNothing = ({ $each, $slice }: Doc): boolean => isEmpty($each) || $slice === 0;
const isEmpty = (value: Value): boolean => Array.isArray(value) && value.length === 0;

/** True for a value, or for one within it, with the name of the field in which it lies. */
function contains(value: Value, wanted: (name: string, value: Value) => boolean, name = ''): boolean {
  if (wanted(name, value)) return true;
  if (Array.isArray(value)) return value.some((item) => contains(item, wanted, name));
  const plain = isDoc(value) || (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null);
  return plain && Object.entries(value as Doc).some(([field, item]) => contains(item, wanted, field));
}
