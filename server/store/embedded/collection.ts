import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { decode } from './decode.ts';
import { describe } from './describe.ts';
import { MongoError } from './errors.ts';
import type { Entries } from './extract.ts';
import type { Index } from './index.ts';
import { EMPTY } from './keys.ts';
import type { Matcher } from './match.ts';
import type { Pace } from './pace.ts';
import { peek, type Names } from './peek.ts';
import { docOf, newDoc, type Doc } from './value.ts';

/** A stored document: its row, its bytes, and its decoded form once something needed it. */
export interface Stored {
  rid: number;
  bytes: Buffer;
  doc?: Doc;
}

/** A collection: documents as BSON in one SQLite table, and the indexes that every write keeps in step. */
export class Collection {
  readonly id: number;
  readonly namespace: string;
  readonly options: Doc;
  readonly pace: Pace;
  indexes: Index[] = [];
  /** Grows with every write, so that a scan knows that what it read ahead may be stale. */
  version = 0;
  dropped = false;
  validator: Matcher | undefined;
  private lastRid: number;
  private readonly sql: DatabaseSync;
  private readonly insertDoc: StatementSync;
  private readonly updateDoc: StatementSync;
  private readonly deleteDoc: StatementSync;
  private readonly getDoc: StatementSync;
  private readonly scanUp: StatementSync;
  private readonly scanDown: StatementSync;

  constructor(sql: DatabaseSync, id: number, namespace: string, options: Doc, pace: Pace) {
    this.sql = sql;
    this.pace = pace;
    this.id = id;
    this.namespace = namespace;
    this.options = options;
    this.insertDoc = sql.prepare(`INSERT INTO c${id} (rid, doc) VALUES (?, ?)`);
    this.updateDoc = sql.prepare(`UPDATE c${id} SET doc = ? WHERE rid = ?`);
    this.deleteDoc = sql.prepare(`DELETE FROM c${id} WHERE rid = ?`);
    this.getDoc = sql.prepare(`SELECT doc FROM c${id} WHERE rid = ?`);
    this.scanUp = sql.prepare(`SELECT rid, doc FROM c${id} WHERE rid > ? ORDER BY rid LIMIT ?`);
    this.scanDown = sql.prepare(`SELECT rid, doc FROM c${id} WHERE rid < ? ORDER BY rid DESC LIMIT ?`);
    this.lastRid = (sql.prepare(`SELECT max(rid) AS rid FROM c${id}`).get()!.rid as number | null) ?? 0;
  }

  get idIndex(): Index {
    return this.indexes[0]!;
  }

  /** Stores a new document, whose `bytes` are `doc`'s; a duplicate key (11000) leaves nothing behind. */
  insert(bytes: Uint8Array, doc: Doc): void {
    const rid = ++this.lastRid;
    const added: [Index, Buffer][] = [];
    for (const index of this.indexes) this.addEntries(index, index.entriesOf(doc), rid, added);
    this.insertDoc.run(rid, bytes);
    this.version++;
  }

  /** Replaces a document; `before` must be its entries as `entriesOf` gave them for the old document. */
  update(rid: number, before: Entries[], bytes: Uint8Array, doc: Doc): void {
    const after = this.entriesOf(doc);
    const added: [Index, Buffer][] = [];
    this.indexes.forEach((index, i) => {
      const known = before[i]!.keys;
      const keys = after[i]!.keys.filter((key) => !known.some((old) => old.equals(key)));
      this.addEntries(index, { ...after[i]!, keys }, rid, added);
    });
    this.indexes.forEach((index, i) => {
      const kept = after[i]!.keys;
      for (const key of before[i]!.keys) if (!kept.some((now) => now.equals(key))) index.remove(key, rid);
    });
    this.updateDoc.run(bytes, rid);
    this.version++;
  }

  delete(rid: number, doc: Doc): void {
    for (const index of this.indexes) for (const key of index.entriesOf(doc).keys) index.remove(key, rid);
    this.deleteDoc.run(rid);
    this.version++;
  }

  entriesOf(doc: Doc): Entries[] {
    return this.indexes.map((index) => index.entriesOf(doc));
  }

  get(rid: number): Stored | undefined {
    const row = this.getDoc.get(rid);
    return row && { rid, bytes: toBuffer(row.doc as Uint8Array) };
  }

  /** Up to `limit` documents after (or before) a row, in the order they were inserted. */
  read(rid: number, backwards: boolean, limit: number): Stored[] {
    const rows = (backwards ? this.scanDown : this.scanUp).all(rid, limit) as { rid: number; doc: Uint8Array }[];
    return rows.map((row) => ({ rid: row.rid, bytes: toBuffer(row.doc) }));
  }

  /** Fills a new index from the documents there are; a duplicate key stops it. */
  build(index: Index): void {
    let rid = 0;
    for (let rows = this.read(rid, false, 500); rows.length > 0; rows = this.read(rid, false, 500)) {
      for (const row of rows) this.addEntries(index, index.entriesOf(fieldsFrom(row, index.names)), row.rid, []);
      rid = rows.at(-1)!.rid;
    }
  }

  private addEntries(index: Index, entries: Entries, rid: number, added: [Index, Buffer][]): void {
    if ((index.arrays | entries.arrays) !== index.arrays) {
      index.arrays |= entries.arrays;
      this.sql.prepare('UPDATE indexes SET arrays = ? WHERE id = ?').run(index.arrays, index.id);
    }
    for (const key of entries.keys) {
      if (!index.add(key, rid)) {
        for (const [other, key] of added) other.remove(key, rid);
        throw duplicate(this.namespace, index, entries);
      }
      added.push([index, key]);
    }
  }
}

/** The document of a stored row, decoded at most once. */
export function docFrom(stored: Stored): Doc {
  return (stored.doc ??= decode(stored.bytes));
}

/** Some fields of a stored row, or all of them when they are known already or `names` is undefined. */
export function fieldsFrom(stored: Stored, names: Names | undefined): Doc {
  return stored.doc ?? (names ? peek(stored.bytes, names) : docFrom(stored));
}

function duplicate(namespace: string, index: Index, entries: Entries): MongoError {
  const keyValue = newDoc();
  index.fields.forEach(({ path }, i) => {
    const part = entries.parts[i]!;
    keyValue[path] = part === EMPTY ? null : part;
  });
  return new MongoError(
    11000,
    `E11000 duplicate key error collection: ${namespace} index: ${index.name} dup key: ${describe(keyValue)}`,
    docOf({ keyPattern: index.spec.key, keyValue }),
  );
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
