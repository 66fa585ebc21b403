import type { Collection } from '../collection.ts';
import { toSafeInteger } from '../number.ts';
import type { Store } from '../store.ts';
import { namespaceOf, type Command } from './command.ts';

export const collStats: Command = {
  beside: 'always',
  fields: ['scale'],
  run(request) {
    const { store, command } = request;
    const collection = store.find(namespaceOf(request));
    const scale = toSafeInteger(command.scale) ?? 1;
    const sizes = sizesOf(store, collection ? [collection] : []);
    return {
      ns: namespaceOf(request),
      count: sizes.objects,
      size: Math.floor(sizes.dataSize / scale),
      avgObjSize: sizes.objects === 0 ? 0 : Math.floor(sizes.dataSize / sizes.objects),
      storageSize: Math.floor(sizes.dataSize / scale),
      nindexes: sizes.indexes,
      totalIndexSize: 0,
      indexSizes: {},
      capped: false,
      ok: 1,
    };
  },
};

export const dbStats: Command = {
  beside: 'always',
  fields: ['scale', 'freeStorage'],
  run({ store, database, command }) {
    const scale = toSafeInteger(command.scale) ?? 1;
    const collections = store.catalog.of(database);
    const { objects, dataSize, indexes } = sizesOf(store, collections);
    const avgObjSize = objects === 0 ? 0 : dataSize / objects;
    const size = Math.floor(dataSize / scale);
    return {
      db: database,
      collections: collections.length,
      views: 0,
      objects,
      avgObjSize,
      dataSize: size,
      storageSize: size,
      indexes,
      indexSize: 0,
      totalSize: size,
      ok: 1,
    };
  },
};

function sizesOf(store: Store, collections: Collection[]) {
  const sizes = { objects: 0, dataSize: 0, indexes: 0 };
  for (const { id, indexes } of collections) {
    const row = store.sql.prepare(`SELECT count(*) AS n, coalesce(sum(length(doc)), 0) AS bytes FROM c${id}`).get()!;
    sizes.objects += row.n as number;
    sizes.dataSize += row.bytes as number;
    sizes.indexes += indexes.length;
  }
  return sizes;
}
