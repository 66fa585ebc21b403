import type { Collection } from '../collection.ts';
import { equal } from '../compare.ts';
import { describe } from '../describe.ts';
import { encode } from '../encode.ts';
import { fail } from '../errors.ts';
import { alreadyThere } from '../index-conflicts.ts';
import { normalise } from '../index-spec.ts';
import type { Index } from '../index.ts';
import { newDoc, type Value } from '../value.ts';
import { docs, namespaceOf, optionalCount, optionalDoc, type Command } from './command.ts';

const MAX_INDEXES = 64;

export const createIndexes: Command = {
  fields: ['indexes', 'commitQuorum', 'ignoreUnknownIndexOptions'],
  run(request) {
    const { store, command } = request;
    const namespace = namespaceOf(request);
    const specs = docs(command, 'indexes').map(normalise);
    if (specs.length === 0) fail(2, 'Must specify at least one index to create');
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
