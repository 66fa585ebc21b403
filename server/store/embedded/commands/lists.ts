import type { Collection } from '../collection.ts';
import { encode } from '../encode.ts';
import { matcherOf } from '../match.ts';
import { docOf, newDoc, type Doc } from '../value.ts';
import { flag, optionalCount, optionalDoc, type Command } from './command.ts';
import { sizeOnDisk } from './stats.ts';

export const listCollections: Command = {
  fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run({ store, database, command }) {
    const matches = matcherOf(optionalDoc(command, 'filter') ?? newDoc());
    const found = store.catalog
      .of(database)
      .map((collection) => describe(collection, database))
      .filter((doc) => matches(doc));
    const size = optionalCount(optionalDoc(command, 'cursor') ?? newDoc(), 'batchSize') ?? Infinity;
    const items = found.map((doc) =>
      encode(flag(command, 'nameOnly') ? docOf({ name: doc.name, type: doc.type }) : doc),
    );
    const namespace = `${database}.$cmd.listCollections`;
    const { batch, id } = store.cursors.start(namespace, items.values(), size, false);
    return { cursor: { firstBatch: batch, id, ns: namespace }, ok: 1 };
  },
};

function describe(collection: Collection, database: string): Doc {
  return docOf({
    name: collection.namespace.slice(database.length + 1),
    type: 'collection',
    options: collection.options,
    info: docOf({ readOnly: false }),
    idIndex: collection.idIndex.spec,
  });
}

export const listDatabases: Command = {
  // The sizes are counted over all pages of the file.
  beside: 'always',
  fields: ['filter', 'nameOnly', 'authorizedDatabases'],
  run({ store, command }) {
    const names = [...new Set([...store.catalog.collections.keys()].map((namespace) => namespace.split('.')[0]!))];
    const sizes = new Map(names.sort().map((name) => [name, BigInt(sizeOnDisk(store, store.catalog.of(name)))]));
    const all = [...sizes].map(([name, bytes]) => docOf({ name, sizeOnDisk: bytes, empty: false }));
    const matches = matcherOf(optionalDoc(command, 'filter') ?? newDoc());
    const databases = all.filter((doc) => matches(doc));
    if (flag(command, 'nameOnly')) return { databases: databases.map(({ name }) => docOf({ name })), ok: 1 };
    const totalSize = databases.reduce((total, { name }) => total + (sizes.get(name as string) ?? 0n), 0n);
    return { databases, totalSize, ok: 1 };
  },
};
