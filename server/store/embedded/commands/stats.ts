import type { Collection } from '../collection.ts';
import { toSafeInteger } from '../number.ts';
import type { Store } from '../store.ts';
import { docOf } from '../value.ts';
import { namespaceOf, type Command } from './command.ts';

export const collStats: Command = {
  beside: 'always',
  fields: ['scale'],
  run(request) {
    const { store, command } = request;
    const collection = store.find(namespaceOf(request));
    const scaled = scaleBy(toSafeInteger(command.scale));
    const { objects, dataSize, storageSize, indexes } = sizesOf(store, collection ? [collection] : []);
    const indexSize = sum(indexes);
    return {
      ns: namespaceOf(request),
      count: objects,
      size: scaled(dataSize),
      avgObjSize: objects === 0 ? 0 : Math.floor(dataSize / objects),
      storageSize: scaled(storageSize),
      nindexes: indexes.length,
      totalIndexSize: scaled(indexSize),
      totalSize: scaled(storageSize + indexSize),
      indexSizes: docOf(Object.fromEntries(indexes.map(({ name, bytes }) => [name, scaled(bytes)]))),
      capped: false,
      ok: 1,
    };
  },
};

export const dbStats: Command = {
  beside: 'always',
  fields: ['scale', 'freeStorage'],
  run({ store, database, command }) {
    const scaled = scaleBy(toSafeInteger(command.scale));
    const collections = store.catalog.of(database);
    const { objects, dataSize, storageSize, indexes } = sizesOf(store, collections);
    const indexSize = sum(indexes);
    return {
      db: database,
      collections: collections.length,
      views: 0,
      objects,
      avgObjSize: objects === 0 ? 0 : dataSize / objects,
      dataSize: scaled(dataSize),
      storageSize: scaled(storageSize),
      indexes: indexes.length,
      indexSize: scaled(indexSize),
      totalSize: scaled(storageSize + indexSize),
      ok: 1,
    };
  },
};

const scaleBy =
  (scale = 1) =>
  (bytes: number): number =>
    Math.floor(bytes / scale);

const sum = (indexes: { bytes: number }[]): number => indexes.reduce((total, { bytes }) => total + bytes, 0);

/** Bytes of these collections and their indexes in the file. */
export function sizeOnDisk(store: Store, collections: Collection[]): number {
  const bytesOf = pagesOf(store);
  const tables = collections.flatMap(({ id, indexes }) => [`c${id}`, ...indexes.map((index) => `i${index.id}`)]);
  return tables.reduce((total, table) => total + bytesOf(table), 0);
}

/** `storageSize` and `bytes` are whole pages of the file; `dataSize` is the documents alone. */
function sizesOf(store: Store, collections: Collection[]) {
  const bytesOf = pagesOf(store);
  const sizes = { objects: 0, dataSize: 0, storageSize: 0, indexes: [] as { name: string; bytes: number }[] };
  for (const { id, indexes } of collections) {
    const row = store.sql.prepare(`SELECT count(*) AS n, coalesce(sum(length(doc)), 0) AS bytes FROM c${id}`).get()!;
    sizes.objects += row.n as number;
    sizes.dataSize += row.bytes as number;
    sizes.storageSize += bytesOf(`c${id}`);
    for (const index of indexes) sizes.indexes.push({ name: index.name, bytes: bytesOf(`i${index.id}`) });
  }
  return sizes;
}

function pagesOf({ sql }: Store): (table: string) => number {
  const pages = sql.prepare('SELECT pgsize FROM dbstat WHERE name = ? AND aggregate = TRUE');
  return (table) => Number(pages.get(table)?.pgsize ?? 0);
}
