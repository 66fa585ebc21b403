import type { DatabaseSync } from 'node:sqlite';
import { Collection } from './collection.ts';
import { decode } from './decode.ts';
import { encode } from './encode.ts';
import { fail } from './errors.ts';
import { Index } from './index.ts';
import { matcherOf } from './match.ts';
import { Pace } from './pace.ts';
import { docOf, isDoc, type Doc } from './value.ts';

/** All collections of the file by namespace (`database.collection`). Changes must run in a transaction of their own. */
export class Catalog {
  readonly collections = new Map<string, Collection>();
  private readonly sql: DatabaseSync;
  private readonly pace: Pace;

  /** `pace` is kept by all reads of its collections. */
  constructor(sql: DatabaseSync, pace = new Pace()) {
    this.sql = sql;
    this.pace = pace;
    this.refresh();
  }

  /** Takes over what the file says, as after a change that was rolled back; what is the same stays the same object. */
  refresh(): void {
    const known = new Map([...this.collections.values()].map((collection) => [collection.id, collection]));
    this.collections.clear();
    for (const { id, namespace, options } of this.sql.prepare('SELECT id, namespace, options FROM collections').all()) {
      const old = known.get(id as number);
      if (old && old.namespace === namespace && encode(old.options).equals(options as Uint8Array)) {
        this.collections.set(old.namespace, old);
        known.delete(old.id);
      } else this.register(id as number, namespace as string, decode(options as Uint8Array));
    }
    for (const gone of known.values()) gone.dropped = true;
    this.refreshIndexes();
  }

  private refreshIndexes(): void {
    const byCollection = new Map<number, Index[]>();
    for (const collection of this.collections.values()) byCollection.set(collection.id, []);
    const old = new Map(
      [...this.collections.values()].flatMap(({ indexes }) => indexes.map((index) => [index.id, index])),
    );
    for (const row of this.sql.prepare('SELECT id, collection, spec, arrays FROM indexes ORDER BY id').all()) {
      let index = old.get(row.id as number);
      if (!index || !encode(index.spec).equals(row.spec as Uint8Array))
        index = new Index(this.sql, row.id as number, decode(row.spec as Uint8Array), row.arrays as number);
      index.arrays = row.arrays as number;
      byCollection.get(row.collection as number)!.push(index);
    }
    for (const collection of this.collections.values()) {
      collection.indexes = byCollection.get(collection.id)!;
      collection.version++;
    }
  }

  /** The collections of one database, by name. */
  of(database: string): Collection[] {
    const own = [...this.collections.values()].filter(({ namespace }) => namespace.startsWith(`${database}.`));
    return own.sort((a, b) => (a.namespace < b.namespace ? -1 : 1));
  }

  create(namespace: string, options: Doc): Collection {
    checkNamespace(namespace);
    const { lastInsertRowid } = this.sql
      .prepare('INSERT INTO collections (namespace, options) VALUES (?, ?)')
      .run(namespace, encode(options));
    this.sql.exec(`CREATE TABLE c${lastInsertRowid} (rid INTEGER PRIMARY KEY, doc BLOB NOT NULL)`);
    const collection = this.register(Number(lastInsertRowid), namespace, options);
    this.createIndex(collection, docOf({ v: 2, key: docOf({ _id: 1 }), name: '_id_' }));
    return collection;
  }

  drop(collection: Collection): void {
    for (const index of [...collection.indexes]) this.dropIndex(collection, index);
    this.sql.prepare('DELETE FROM collections WHERE id = ?').run(collection.id);
    this.sql.exec(`DROP TABLE c${collection.id}`);
    this.collections.delete(collection.namespace);
    collection.dropped = true;
  }

  createIndex(collection: Collection, spec: Doc): Index {
    const { lastInsertRowid } = this.sql
      .prepare('INSERT INTO indexes (collection, spec) VALUES (?, ?)')
      .run(collection.id, encode(spec));
    const index = new Index(this.sql, Number(lastInsertRowid), spec, 0);
    index.createTable();
    collection.build(index);
    collection.indexes.push(index);
    collection.version++;
    return index;
  }

  dropIndex(collection: Collection, index: Index): void {
    this.sql.prepare('DELETE FROM indexes WHERE id = ?').run(index.id);
    index.dropTable();
    collection.indexes = collection.indexes.filter((other) => other !== index);
    collection.version++;
  }

  /** Stores an index's changed definition (its keys stay). */
  alterIndex(collection: Collection, index: Index, spec: Doc): void {
    this.sql.prepare('UPDATE indexes SET spec = ? WHERE id = ?').run(encode(spec), index.id);
    const altered = new Index(this.sql, index.id, spec, index.arrays);
    collection.indexes = collection.indexes.map((other) => (other === index ? altered : other));
  }

  /** Stores a collection's changed options or namespace. */
  alter(collection: Collection, namespace: string, options: Doc): Collection {
    checkNamespace(namespace);
    this.sql
      .prepare('UPDATE collections SET namespace = ?, options = ? WHERE id = ?')
      .run(namespace, encode(options), collection.id);
    this.collections.delete(collection.namespace);
    const altered = this.register(collection.id, namespace, options);
    altered.indexes = collection.indexes;
    collection.dropped = true;
    return altered;
  }

  private register(id: number, namespace: string, options: Doc): Collection {
    const collection = new Collection(this.sql, id, namespace, options, this.pace);
    if (isDoc(options.validator)) collection.validator = matcherOf(options.validator);
    this.collections.set(namespace, collection);
    return collection;
  }
}

function checkNamespace(namespace: string): void {
  const dot = namespace.indexOf('.');
  const name = namespace.slice(dot + 1);
  if (dot < 1 || name === '' || name.startsWith('.') || name.endsWith('.') || /[$\0]/.test(name)) {
    fail(73, `Invalid namespace specified '${namespace}'`);
  }
  if (name.startsWith('system.') && name !== 'system.js') fail(73, `Invalid system namespace: ${namespace}`);
  if (Buffer.byteLength(namespace) > 255) fail(73, `Fully qualified namespace is too long: ${namespace}`);
}
