import type { Collection } from '../collection.ts';
import { equal } from '../compare.ts';
import { describe } from '../describe.ts';
import { encode } from '../encode.ts';
import { fail } from '../errors.ts';
import type { Index } from '../index.ts';
import { matcherOf } from '../match.ts';
import { toNumber, toSafeInteger } from '../number.ts';
import { isDoc, isNumeric, newDoc, docOf, type Doc, type Value } from '../value.ts';
import { docs, namespaceOf, optionalCount, optionalDoc, type Command } from './command.ts';

const OPTIONS = ['v', 'key', 'name', 'unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'hidden'];
const IGNORED = new Set(['background', 'ns', 'comment', 'dropDups']);
const MAX_INDEXES = 64;

export const createIndexes: Command = {
  fields: ['indexes', 'commitQuorum', 'ignoreUnknownIndexOptions'],
  run(request) {
    const { store, command } = request;
    const namespace = namespaceOf(request);
    const specs = docs(command, 'indexes').map(normalise);
    const created = !store.find(namespace);
    const collection = store.ensure(namespace);
    const numIndexesBefore = collection.indexes.length;
    const missing = specs.filter((spec) => !alreadyThere(collection, spec));
    if (missing.length > 0) {
      if (numIndexesBefore + missing.length > MAX_INDEXES) fail(67, 'add index fails, too many indexes');
      store.commit.alone(() => missing.forEach((spec) => store.catalog.createIndex(collection, spec)));
    }
    const reply = {
      numIndexesBefore,
      numIndexesAfter: collection.indexes.length,
      createdCollectionAutomatically: created,
    };
    return missing.length > 0 ? { ...reply, ok: 1 } : { ...reply, note: 'all indexes already exist', ok: 1 };
  },
};

/** The definition as it is stored; what this store cannot index is refused. */
function normalise(spec: Doc): Doc {
  const key = optionalDoc(spec, 'key') ?? fail(9, "The 'key' field is a required property of an index specification");
  if (Object.keys(key).length === 0) fail(67, 'Index keys cannot be an empty object.');
  for (const path of Object.keys(key)) checkKey(path, key[path]!);
  if (typeof spec.name !== 'string' || spec.name === '')
    fail(9, "The 'name' field is a required property of an index specification");
  const normal = docOf({ v: 2, key, name: spec.name });
  for (const option of Object.keys(spec)) {
    if (IGNORED.has(option) || option === 'v' || option === 'key' || option === 'name') continue;
    if (option === 'collation' && isDoc(spec.collation) && spec.collation.locale === 'simple') continue;
    if (option === 'collation') fail(115, 'indexes with a collation are not supported by this store');
    if (!OPTIONS.includes(option))
      fail(197, `The field '${option}' is not valid for an index specification. Specification: ${describe(spec)}`);
    if (spec[option] !== false) normal[option] = spec[option]!;
  }
  checkOptions(normal);
  return normal;
}

function checkKey(path: string, direction: Value): void {
  if (path.includes('$**')) fail(67, 'wildcard indexes are not supported by this store');
  if (path === '' || path.split('.').includes('')) fail(67, 'Index keys cannot contain an empty field.');
  if (path.startsWith('$')) fail(67, `Index key contains an illegal field name: field name starts with '$'.`);
  if (typeof direction === 'string')
    fail(67, `Unknown index plugin '${direction}': this store has no ${direction} indexes`);
  const whole = toSafeInteger(direction);
  if (whole !== 1 && whole !== -1)
    fail(67, `Values in v:2 index key pattern must be 1 or -1 in this store, not ${describe(direction)}`);
}

function checkOptions(spec: Doc): void {
  const { expireAfterSeconds: seconds, partialFilterExpression: filter, key } = spec;
  if (seconds !== undefined) {
    if (!isNumeric(seconds) || toNumber(seconds) < 0 || toNumber(seconds) > 2147483647)
      fail(67, "TTL index 'expireAfterSeconds' option must be within an acceptable range");
    if (Object.keys(key as Doc).length > 1)
      fail(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL.');
    if (Object.hasOwn(key as Doc, '_id'))
      fail(197, "The field 'expireAfterSeconds' is not valid for an _id index specification.");
  }
  if (filter !== undefined) {
    if (!isDoc(filter)) fail(67, 'The field partialFilterExpression must be an object');
    if (spec.sparse) fail(67, "cannot mix 'partialFilterExpression' and 'sparse' options");
    matcherOf(filter);
  }
}

function alreadyThere(collection: Collection, spec: Doc): boolean {
  const sameKey = (index: Index) => equal(index.spec.key!, spec.key!) && sameFilter(index.spec, spec);
  if (Object.keys(spec.key as Doc).join() === '_id') return true;
  const byName = collection.indexes.find((index) => index.name === spec.name);
  if (byName && !equal(byName.spec.key!, spec.key!)) {
    fail(
      86,
      `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${describe(spec)}, existing index: ${describe(byName.spec)}`,
    );
  }
  const existing = byName ?? collection.indexes.find(sameKey);
  if (!existing) return false;
  if (sameOptions(existing.spec, spec)) {
    if (existing.name === spec.name) return true;
    fail(85, `Index already exists with a different name: ${existing.name}`);
  }
  return fail(
    byName ? 86 : 85,
    `An equivalent index already exists with the same name but different options. Requested index: ${describe(spec)}, existing index: ${describe(existing.spec)}`,
  );
}

function sameFilter(a: Doc, b: Doc): boolean {
  return equal(a.partialFilterExpression ?? null, b.partialFilterExpression ?? null);
}

function sameOptions(a: Doc, b: Doc): boolean {
  const same = ['unique', 'sparse', 'expireAfterSeconds'].every((option) =>
    equal(a[option] ?? null, b[option] ?? null),
  );
  return same && sameFilter(a, b);
}

export const dropIndexes: Command = {
  fields: ['index'],
  run(request) {
    const { store, command } = request;
    const namespace = namespaceOf(request);
    const collection = store.find(namespace) ?? fail(26, `ns not found ${namespace}`);
    const nIndexesWas = collection.indexes.length;
    const targets = selectIndexes(
      collection,
      command.index ?? fail(40414, "BSON field 'dropIndexes.index' is missing but a required field"),
    );
    store.commit.alone(() => targets.forEach((index) => store.catalog.dropIndex(collection, index)));
    return { nIndexesWas, ok: 1 };
  },
};

function selectIndexes(collection: Collection, selector: Value): Index[] {
  if (selector === '*') return collection.indexes.slice(1);
  if (Array.isArray(selector)) return selector.flatMap((one) => selectIndexes(collection, one));
  const index = collection.indexes.find(({ name, spec }) => {
    return typeof selector === 'string' ? name === selector : equal(spec.key!, selector);
  });
  if (!index)
    return fail(
      27,
      typeof selector === 'string'
        ? `index not found with name [${selector}]`
        : `can't find index with key: ${describe(selector)}`,
    );
  if (index === collection.idIndex) fail(72, 'cannot drop _id index');
  return [index];
}

export const listIndexes: Command = {
  fields: ['cursor', 'includeBuildUUIDs', 'includeIndexBuildInfo'],
  run(request) {
    const { store, command } = request;
    const namespace = namespaceOf(request);
    const collection = store.find(namespace) ?? fail(26, `ns does not exist: ${namespace}`);
    const size = optionalCount(optionalDoc(command, 'cursor') ?? newDoc(), 'batchSize') ?? Infinity;
    const items = collection.indexes.map(({ spec }) => encode(spec));
    const { batch, id } = store.cursors.start(namespace, items.values(), size, false);
    return { cursor: { firstBatch: batch, id, ns: namespace }, ok: 1 };
  },
};
